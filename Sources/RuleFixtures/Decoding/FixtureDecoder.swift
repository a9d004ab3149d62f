import Configuration
import Rules
import Spelling
import SyncModel
import YAML

/// Reads a whole file of rule tests, strictly, as the configuration is read.
struct FixtureDecoder {
    let settings: Settings

    /// What all cases of a file share unless they say otherwise.
    private struct Shared {
        var clock: Node?
        var libraries: Node?
    }

    func cases(_ keys: MappingDecoder) -> [FixtureCase] {
        keys.require("version", "write 'version: 1' at the top")
        _ = keys.int("version", in: 1...1)
        keys.require("tests", "a list of cases")
        let shared = Shared(clock: keys.node("clock"), libraries: keys.node("libraries"))
        var names: Set<String> = []
        let cases: [FixtureCase] =
            keys.list("tests") { node, path in
                keys.log.mapping(node, path: path, isWhole: keys.isWhole) { keys in
                    let one = fixtureCase(keys, shared)
                    if let one, !names.insert(one.name).inserted {
                        keys.report(.duplicateKey, at: "name", "there is a case '\(visible(one.name))' already")
                    }
                    return one
                } ?? nil
            } ?? []
        if case .list(let items)? = keys.raw("tests")?.content, items.isEmpty {
            keys.report(.emptyList, at: "tests", "'tests' is an empty list, and would test nothing")
        }
        return cases
    }

    private func fixtureCase(_ keys: MappingDecoder, _ shared: Shared) -> FixtureCase? {
        keys.require("name", "a sentence that says what holds")
        keys.require("expect", "what the rule is to find and do")
        let name = keys.string("name", takesNumbers: true)
        let rules = rules(keys)
        let zone = rules.count == 1 ? rules[0].timezone ?? settings.timezone : settings.timezone
        let clock = clock(keys, shared.clock, zone)
        var found = FixtureCase(
            name: name ?? "", line: keys.raw("name")?.mark.line ?? keys.span.start.line, rules: rules, zone: zone,
            now: clock.now)
        let times = FixtureTimes(zone: zone, now: clock.now)
        found.host.span = clock.span
        readHost(keys, times, &found.host)
        found.libraries = libraries(keys, shared.libraries, times, rules)
        let worlds = WorldDecoder(times: times, settings: settings, libraries: found.libraries.map(\.library))
        found.scenes = worlds.scenes(keys)
        found.items = worlds.items(keys)
        requireLibraries(keys, found)
        found.expected = expectation(keys, found)
        return name == nil || rules.isEmpty ? nil : found
    }

    // MARK: Rules and clock

    private func rules(_ keys: MappingDecoder) -> [Rule] {
        let names: [Node] =
            if let one = keys.node("rule") { [one] } else { keys.list("rules") { node, _ in node } ?? [] }
        if keys.raw("rule") != nil, keys.raw("rules") != nil {
            keys.report(.notHere, at: "rules", "'\(keys.name("rules"))' stands beside 'rule'; one of them says it")
        }
        if keys.raw("rule") == nil, keys.raw("rules") == nil { keys.require("rule", "the rule's name") }
        return names.compactMap { node in
            guard let name = keys.log.string(node, keys.name("rule"), takesNumbers: true) else { return nil }
            if let rule = settings.rules.first(where: { $0.key == name.lowercased() }) { return rule }
            let known = settings.rules.map(\.name)
            let nearest = nearest(to: name, in: known)
            let choice = nearest == nil && !known.isEmpty ? "; there are \(known.joined(separator: ", "))" : ""
            keys.log.report(
                .unknownRule, at: node.mark, "the configuration has no rule '\(visible(name))'\(choice)",
                nearest: nearest)
            return nil
        }
    }

    private struct Clock {
        var now: Instant
        var span: Range<Instant>?
    }

    /// No case may look at the real clock, so one without any stands at a fixed moment once the fault is told.
    private static let nowhere = Instant(seconds: 1_767_225_600)
    /// A year: what is longer is for `rules simulate`.
    private static let longestSpan = 366 * 86_400

    private func clock(_ keys: MappingDecoder, _ shared: Node?, _ zone: Zone) -> Clock {
        guard let node = keys.node("clock") ?? shared else {
            keys.require("clock", "an instant, or {now: …, from: …, to: …}")
            return Clock(now: Self.nowhere)
        }
        let times = FixtureTimes(zone: zone)
        let name = keys.raw("clock") == nil ? "clock" : keys.name("clock")
        guard case .mapping = node.content else {
            return Clock(now: times.time(node, name, keys.log) ?? Self.nowhere)
        }
        return keys.log.mapping(node, path: name, isWhole: keys.isWhole) { keys in
            let now = times.time(keys, "now")
            let hasSpan = keys.raw("from") != nil || keys.raw("to") != nil
            if hasSpan || now == nil && keys.raw("now") == nil {
                keys.require("from")
                keys.require("to")
            }
            let span = hasSpan ? times.range(keys) : nil
            if let span, span.upperBound.seconds - span.lowerBound.seconds > Self.longestSpan {
                keys.report(.badTime, at: "to", "'\(keys.path)' spans more than a year; 'rules simulate' shows those")
                return Clock(now: now ?? span.lowerBound)
            }
            return Clock(now: now ?? span?.lowerBound ?? Self.nowhere, span: span)
        } ?? Clock(now: Self.nowhere)
    }

    private func readHost(_ keys: MappingDecoder, _ times: FixtureTimes, _ host: inout FixtureHost) {
        host.away =
            keys.list("away", takesOne: true) {
                times.range($0, $1, keys.log, isWhole: keys.isWhole)
            } ?? []
        keys.mapping("events") { keys in
            for event in Trigger.Event.allCases {
                let moments =
                    keys.list(event.rawValue, takesOne: true) { times.time($0, $1, keys.log) } ?? []
                host.events += moments.map { FixtureHost.Occurrence(event: event, at: $0) }
            }
        }
        host.runTakes = keys.span("run_takes")?.seconds ?? 0
        for key in ["away", "events", "run_takes"] where keys.raw(key) != nil && host.span == nil {
            keys.report(.notHere, at: key, "'\(keys.name(key))' needs a clock that moves: {from: …, to: …}")
        }
    }

    // MARK: Libraries

    private func libraries(
        _ keys: MappingDecoder, _ shared: Node?, _ times: FixtureTimes, _ rules: [Rule]
    ) -> [LibraryKnowledge] {
        let own = keys.node("libraries")
        let found =
            LibraryDecoder(times: times).libraries(
                own ?? shared, own == nil ? "libraries" : keys.name("libraries"), keys.log, isWhole: keys.isWhole)
        if found.isEmpty { return [] }
        let mark = (own ?? shared)?.mark ?? keys.span.start
        let all = found.map(\.library)
        for (names, who) in [(settings.plex?.libraries ?? [], "'plex.libraries' in the configuration")]
            + rules.map({ ($0.gaps.libraries, "the rule '\($0.name)'") })
        {
            do { _ = try all.chosen(by: names) } catch {
                let sentence =
                    switch error {
                    case .unknown(let name): "\(who) names the library '\(visible(name))', which is not among these"
                    case .unsupported(let name, let type):
                        "\(who) names the library '\(visible(name))', which is of type '\(visible(type))'"
                    }
                keys.log.report(.unknownLibrary, at: mark, sentence)
            }
        }
        return found
    }

    private func requireLibraries(_ keys: MappingDecoder, _ found: FixtureCase) {
        if found.libraries.isEmpty, keys.raw("libraries") == nil, keys.raw("scenes") != nil || keys.raw("items") != nil
        {
            keys.require("libraries", "such as [{title: Clips, roots: [/media/clips]}], here or for the whole file")
        }
    }

    // MARK: Expectations

    private func expectation(_ keys: MappingDecoder, _ found: FixtureCase) -> Expectation {
        let times = FixtureTimes(zone: found.zone, now: found.now)
        let expected =
            keys.mapping("expect") { inner in
                ExpectationDecoder(times: times, settings: settings, of: found).expectation(inner)
            } ?? Expectation()
        if expected.needsScenes, found.rules.count > 1 {
            keys.report(.notHere, at: "rules", "what is expected of scenes is of one rule; name it under 'rule'")
        }
        return expected
    }
}
