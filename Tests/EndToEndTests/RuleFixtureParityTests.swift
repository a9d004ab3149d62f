import Foundation
import JSON
import Lab
import Testing

/// What `rules test` says of a world that is described to it is what the same rule finds and does in that world over HTTP.
@Suite struct RuleFixtureParityTests {
    enum Variation: CaseIterable {
        case plain
        /// Another tool's history is known.
        case imported
        /// One library lists nothing, so nobody knows what is missing there.
        case emptied
        /// The configuration says otherwise what is written, and of which scenes.
        case otherwise

        var configuration: String {
            switch self {
            case .otherwise:
                """
                sync:
                  plex_edits: overwrite
                  missing: report
                  fields: {title: "{studio}: {title}", rating: true, collections: false}
                  only: {not: {tags: [Silent]}}
                guard: {percent: 100}

                """
            default: ""
            }
        }
    }

    private static let rules = """
        rules:
          - {name: all, when: manual}
          - {name: report, when: manual, do: report}
          - {name: week, when: manual, scope: 7days}
          - {name: made, when: manual, scope: {last: 100d, by: created}}
          - {name: shot, when: manual, scope: {from: 2010-01-01, to: 2020-01-01, by: date}}
          - {name: sure, when: manual, gaps: {types: [empty, missing], confidence: definite}}
          - {name: fields, when: manual, limit: 5, gaps: {fields: [studio, tags], not: {types: missing}}}
          - {name: clips, when: manual, limit: 7, gaps: {library: Clips}}
          - {name: words, when: manual, gaps: {any: [{studio: "*o*"}, {rating: ">= 60"}, {path: "*summer*"}]}}

        """
    private static let names = ["all", "report", "week", "made", "shot", "sure", "fields", "clips", "words"]

    /// One in the usual run; the long test sets PLEXSYNC_SEEDS to try more.
    static var seeds: [UInt64] {
        let count = ProcessInfo.processInfo.environment["PLEXSYNC_SEEDS"].flatMap { UInt64($0) } ?? 1
        return Array(31..<(31 + max(1, count)))
    }

    @Test(arguments: Variation.allCases, seeds)
    func `a made world`(_ variation: Variation, seed: UInt64) async throws {
        var world = World.make(seed: seed, scenes: 90).withoutUnreadablePaths
        if variation == .emptied { world.plex.items.removeAll { $0.section == 7 } }
        let bench = try LabBench(world, adding: variation.configuration + Self.rules)
        var text = FixtureText(world: world)
        if variation == .imported {
            try bench.servers.writeHistory(into: bench.folder)
            #expect(try await bench.program.run("import", "stash2plex", bench.folder).code == 0)
            text.memories.scenes = world.history.mapValues { at in [("imported", text.time(at))] }
        }
        // A fixture is about all scenes; a rule with a narrow scope knows them all once any other has looked.
        _ = try await bench.program.run("gaps")
        var files: [String] = []
        for rule in Self.names {
            let found = try await RuleFindings(of: rule, bench)
            if rule == "all", variation == .plain { expectVaried(found, world) }
            if rule == "all", variation == .emptied { #expect(found.outcomes["unreadable"] ?? 0 > 0) }
            #expect(!found.gaps.isEmpty, "a test of nothing: \(rule)")
            files.append(try found.write(text, into: bench))
        }
        try await expectTestsAgree(files, bench)
    }

    /// Else both might agree upon nothing.
    private func expectVaried(_ found: RuleFindings, _ world: World) {
        let words = [
            "in_sync", "gap", "kept", "no_file", "no_metadata", "unmapped", "other_library", "ambiguous",
        ]
        #expect(Set(found.outcomes.keys) == Set(words))
        #expect(found.outcomes == world.truth.outcomes)
        let gaps = found.gaps
        #expect(Set(gaps.flatMap { $0["types"]?.texts ?? [] }) == ["empty", "stale", "missing"])
        #expect(Set(gaps.compactMap { $0["confidence"]?.text }) == ["definite", "possible"])
        #expect(!found.queued.isEmpty && found.notQueued["kept"] != nil)
    }
}

extension World {
    /// Without scenes that no fixture can describe: their paths are no text.
    fileprivate var withoutUnreadablePaths: World {
        var world = self
        let gone = truth.scenes.values.filter { $0.made == .invalidUTF8Path }.map(\.scene)
        for id in gone {
            world.stash.scenes[id] = nil
            world.truth.scenes[id] = nil
        }
        return world
    }
}
