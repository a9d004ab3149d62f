import Configuration
import Foundation
import Rules
import SyncModel
import Testing

@testable import RuleFixtures

/// The files of rules that ship, and their tests.
@Suite struct ShippedRulesTests {
    /// Files of the repository that hold rules, by folder.
    private static let folders = ["rules", "examples/homes"]

    private static func names(_ isWanted: (String) -> Bool) -> [String] {
        folders.flatMap { folder in
            let names = try? FileManager.default.contentsOfDirectory(atPath: repository.appending(path: folder).path)
            return (names ?? []).filter(isWanted).sorted().map { "\(folder)/\($0)" }
        }
    }

    static let rulesFiles = names { $0.hasSuffix(".yaml") && !RuleTestPath.isTest($0) }
    static let testFiles = names(RuleTestPath.isTest)

    private func settings(_ name: String) throws -> Settings {
        try Settings.load(
            path: repository.appending(path: name).path, environment: [:], systemZone: .utc, readsReferences: false)
    }

    @Test func `every file of rules has its tests, and every file of tests its rules`() {
        #expect(Self.rulesFiles.count >= 7)
        #expect(Self.rulesFiles.map { RuleTestPath.testFile(ofRules: $0) } == Self.testFiles)
    }

    @Test(arguments: rulesFiles)
    func `it loads without a fault or warning`(name: String) throws {
        let settings = try settings(name)
        #expect(settings.warnings == [] && !settings.rules.isEmpty)
    }

    @Test(arguments: testFiles)
    func `its tests pass`(name: String) throws {
        let file = try FixtureFile.load(
            path: repository.appending(path: name).path,
            testing: settings(RuleTestPath.rulesFile(ofTest: name)))
        for result in try file.run() {
            let told = result.differences.map { "\($0.what): \($0.expected), not \($0.found)" }
            #expect(told == [], "\(name):\(result.fixture.line) \(result.fixture.name)")
        }
    }

    @Test(arguments: rulesFiles)
    func `each of its rules is in a test`(name: String) throws {
        let settings = try settings(name)
        let file = try FixtureFile.load(
            path: repository.appending(path: RuleTestPath.testFile(ofRules: name)).path, testing: settings)
        let tested = Set(file.cases.flatMap(\.rules).map(\.name))
        #expect(settings.rules.map(\.name).filter { !tested.contains($0) } == [])
    }

    @Test func `ten years of every rule come as its schedule says`() throws {
        let from = Instant(rfc3339: "2026-01-01T00:00:00Z") ?? Instant(seconds: 0)
        let decade = from..<from.advanced(seconds: 3652 * 86_400)
        var rules = 0
        let watch = ContinuousClock()
        let (start, cpu) = (watch.now, cpuSeconds())
        for name in Self.rulesFiles {
            let settings = try settings(name)
            let engine = RuleEngine(rules: settings.rules, zone: settings.timezone)
            let slots = Dictionary(grouping: engine.simulate(decade), by: \.rule)
            for rule in settings.rules where rule.isEnabled {
                guard case .schedule(let schedule) = rule.trigger else { continue }
                rules += 1
                let starts = (slots[rule] ?? []).map(\.at)
                #expect(starts.count >= 120)
                // Whoever asks for one after the other gets the same; a sample of them, for the solver looks anew each time.
                for (one, next) in zip(starts, starts.dropFirst()).enumerated().filter({ $0.offset % 97 == 0 }).map(
                    \.element)
                {
                    #expect(schedule.next(after: one, in: engine.zone(of: rule))?.at == next)
                }
            }
        }
        #expect(rules >= 12)
        print("ten years of \(rules) rules: \(start.duration(to: watch.now)), \(cpuSeconds() - cpu) CPU seconds")
    }

    private func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
