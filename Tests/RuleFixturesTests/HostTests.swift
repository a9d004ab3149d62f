import Configuration
import Rules
import SyncModel
import Testing

@testable import RuleFixtures

/// What a made clock starts.
@Suite struct HostTests {
    private let engine: RuleEngine

    init() throws {
        let settings = try Settings.load(path: "a.yaml", environment: [:], files: reader(["a.yaml": configuration]))
        engine = RuleEngine(rules: settings.rules, zone: settings.timezone)
    }

    @Test func `a host that is always there starts what the schedules name`() {
        let from = Instant(rfc3339: "2026-03-20T00:00:00Z") ?? Instant(seconds: 0)
        let span = from..<from.advanced(seconds: 20 * 86_400)
        let starts = VirtualHost(engine: engine, fixture: FixtureHost(span: span)).starts()
        let slots = engine.simulate(span)
        #expect(slots.count > 20 * 24)
        for rule in engine.rules {
            #expect(starts.filter { $0.rule == rule }.map(\.slot) == slots.filter { $0.rule == rule }.map(\.at))
        }
        #expect(starts.allSatisfy { $0.at == $0.slot })
    }

    @Test(arguments: [
        // Each rule reads local times in its own zone.
        ("rule: all", "", "2026-03-28, to: 2026-03-30", "[2026-03-28 02:30, 2026-03-29T01:00:00Z]"),
        ("rule: abroad", "", "2026-03-07, to: 2026-03-09", "[2026-03-07 02:30, 2026-03-08 03:00]"),
        (
            "rules: [all, abroad]", "", "2026-03-02, to: 2026-03-03",
            "{all: [2026-03-02 02:30], abroad: [2026-03-02 02:30]}"
        ),
        // Off in the file.
        ("rule: skips", "", "2026-03-02, to: 2026-03-03", "[]"),
        // Away, and caught up with once.
        (
            "rule: Report", "away: {from: 2026-03-02 08:30, to: 2026-03-02 11:30}",
            "2026-03-02 08:00, to: 2026-03-02 12:30",
            "[2026-03-02 08:00, {slot: 2026-03-02 11:00, at: 2026-03-02 11:30}, 2026-03-02 12:00]"
        ),
        // Nobody sees what happens while there is no host; its return is a start.
        (
            "rule: start",
            "away: {from: 2026-03-02 08:30, to: 2026-03-02 11:30}\nevents: {startup: [2026-03-02 09:00, 2026-03-02 12:00]}",
            "2026-03-02 08:00, to: 2026-03-02 13:00", "[2026-03-02 11:30, 2026-03-02 12:00]"
        ),
        // What comes while its last run is going is passed over; and 'abroad' comes at half past eight, and takes its turn.
        (
            "rule: Report", "run_takes: 90m", "2026-03-02 08:00, to: 2026-03-02 12:30",
            "[2026-03-02 08:00, 2026-03-02 11:00]"
        ),
    ])
    func `starts are those of the engine`(rules: String, more: String, span: String, fires: String) throws {
        let keys = "\(rules)\nclock: {from: \(span)}\n\(more)\nexpect: {fires: \(fires)}"
        #expect(try differences(keys) == [])
    }

    @Test func `starts that are other than expected are told by the local clock`() throws {
        let told = try differences(
            "rule: all\nclock: {from: 2026-03-02, to: 2026-03-04}\nexpect: {fires: [2026-03-02 02:30]}")
        #expect(
            told == [
                "fires all: 2026-03-02T02:30:00+01:00, not 2026-03-02T02:30:00+01:00, 2026-03-03T02:30:00+01:00"
            ])
        let late = try differences(
            """
            rule: all
            clock: {from: 2026-03-02, to: 2026-03-03}
            away: {from: 2026-03-02 02:00, to: 2026-03-02 04:00}
            expect: {fires: [{slot: 2026-03-02 02:30, at: 2026-03-02 02:30}]}
            """)
        #expect(late.first?.hasSuffix("(started 2026-03-02T04:00:00+01:00)") == true)
    }
}
