import Rules
import SyncModel
import Testing

/// Made rules, looks and clocks: what must hold whatever happens.
@Suite struct EngineChanceTests {
    /// SplitMix64, so that a failure can be had again.
    struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
            return value ^ (value >> 31)
        }
    }

    private static let triggers = [
        "hourly", "daily", "weekly", "{every: 90m}", "{cron: \"*/20 * * * *\"}", "{cron: \"30 2 * * 1,4\"}",
        "{daily: \"02:30\"}",
    ]
    private static let catchUps = ["latest", "none", "{within: 5h}"]

    private func made(_ chance: inout Chance) -> String {
        (1...3).map { number in
            let when = Self.triggers.randomElement(using: &chance) ?? "daily"
            let catchUp = Self.catchUps.randomElement(using: &chance) ?? "none"
            let jitter = Bool.random(using: &chance) ? ", jitter: 40m" : ""
            return "- {name: r\(number), when: \(when), catch_up: \(catchUp)\(jitter)}"
        }.joined(separator: "\n")
    }

    @Test(arguments: 1...20)
    func `two hosts with wandering clocks start no slot twice, and only what is a slot`(seed: Int) throws {
        var chance = Chance(state: UInt64(seed))
        var host = Attendance(
            made(&chance), from: "2026-03-27T00:00", zone: try #require(Zone(identifier: "Europe/Berlin")))
        var clock = host.world.now
        var started: [String] = []
        for _ in 1...200 {
            clock = clock.advanced(seconds: Int.random(in: -1800...3600, using: &chance))
            if Int.random(in: 1...20, using: &chance) == 1 { host.world.attendedSince = clock }
            // The other host's clock is not quite the same.
            started += host.look(clock) + host.look(clock.advanced(seconds: Int.random(in: -300...300, using: &chance)))
        }
        let names = started.map { $0.filter { $0 != "+" } }
        #expect(Set(names).count == names.count)
        let slots = Set(
            host.engine.simulate(at("2026-03-20")..<at("2026-06-01")).map {
                "\($0.rule.name) \($0.at.rfc3339.dropFirst(5).prefix(11))"
            })
        #expect(slots.isSuperset(of: names))
    }

    @Test(arguments: 1...8)
    func `a host that looks often enough starts every slot that is due while it is there`(seed: Int) throws {
        var chance = Chance(state: UInt64(seed) &* 77)
        var host = Attendance(
            made(&chance), from: "2026-10-24T00:00", zone: try #require(Zone(identifier: "Europe/Berlin")))
        let known = host.world.now
        let started = host.look(until: "2026-10-29T00:00", every: 300)
        // What was nominal before the rules were known is nobody's; nor has the first moment been looked at.
        let expected = host.engine.simulate(known..<at("2026-10-29T00:00:01Z")).filter { $0.at > known }.map {
            "\($0.rule.name) \($0.at.rfc3339.dropFirst(5).prefix(11))"
        }
        let first = "10-24T00:00"
        #expect(Set(started.filter { !$0.hasSuffix(first) }) == Set(expected) && started.count < expected.count + 4)
    }
}
