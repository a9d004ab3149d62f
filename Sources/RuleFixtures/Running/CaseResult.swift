import Configuration
import Rules
import SyncModel

/// What was expected of a case and did not hold.
public struct Difference: Hashable, Sendable {
    /// What it is about, in the words of the file: `gaps`, `outcomes.in_sync`, `fires nightly`.
    public let what: String
    /// For a person.
    public let expected, found: String

    init(_ what: String, expected: String, found: String) {
        (self.what, self.expected, self.found) = (what, expected, found)
    }
}

/// How one case ended.
public struct CaseResult: Sendable {
    public let fixture: FixtureCase
    /// Empty where all holds.
    public let differences: [Difference]
    public var isOK: Bool { differences.isEmpty }
}

extension FixtureFile {
    /// Runs every case, in the file's order. Asks no server and no clock.
    ///
    /// - Throws: ``SyncModel/LibraryChoiceFault`` where a case was made that ``load(path:testing:files:)`` would refuse.
    public func run() throws -> [CaseResult] {
        try cases.map { fixture in
            var differences: [Difference] = []
            if fixture.expected.needsScenes, let rule = fixture.rules.first {
                let found = try VirtualRun(of: rule, in: fixture, settings: settings).findings()
                differences = RunComparison(expected: fixture.expected, found: found).differences
            }
            return CaseResult(fixture: fixture, differences: differences + fireDifferences(fixture))
        }
    }

    private func fireDifferences(_ fixture: FixtureCase) -> [Difference] {
        guard let fires = fixture.expected.fires else { return [] }
        // Rules that a case does not name may be at work, too: they take their turns.
        let engine = RuleEngine(rules: settings.rules, zone: settings.timezone)
        let starts = VirtualHost(engine: engine, fixture: fixture.host).starts()
        return fixture.rules.compactMap { rule in
            guard let expected = fires[rule.key] else { return nil }
            return FireComparison(zone: engine.zone(of: rule)).difference(
                of: rule, expected, starts.filter { $0.rule.key == rule.key })
        }
    }
}

/// Compares the starts of one rule.
private struct FireComparison {
    let zone: Zone

    func difference(of rule: Rule, _ expected: [ExpectedFire], _ found: [VirtualHost.Start]) -> Difference? {
        let fits =
            expected.count == found.count
            && zip(expected, found).allSatisfy { $0.slot == $1.slot && ($0.at ?? $1.at) == $1.at }
        if fits { return nil }
        let saysWhen = expected.contains { $0.at != nil }
        return Difference(
            "fires \(rule.name)", expected: shown(expected.map { ($0.slot, $0.at) }),
            found: shown(found.map { ($0.slot, saysWhen || $0.at != $0.slot ? $0.at : nil) }))
    }

    private static let most = 10

    private func shown(_ fires: [(slot: Instant, at: Instant?)]) -> String {
        if fires.isEmpty { return "none" }
        let texts = fires.prefix(Self.most).map { slot, at in
            local(slot) + (at.map { " (started \(local($0)))" } ?? "")
        }
        let rest = fires.count - texts.count
        return texts.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private func local(_ instant: Instant) -> String { instant.rfc3339(offset: zone.offset(at: instant)) }
}
