import Glibc
import JSON
import Lab
import Testing

/// The same once everything was delivered and then changed: what is remembered of both sides decides.
@Suite struct RuleFixtureMemoryTests {
    private static let rules = """
        rules:
          - {name: all, when: manual}
          - {name: day, when: manual, scope: 24h, gaps: {types: stale}}

        """

    /// Each pair plays its own part in ``change(_:)``.
    private static let world = PlainWorld.make(scenes: 28) { scene, item in
        switch scene.id {
        case 4: scene.studio = 2
        case 5: scene.tags = [1, 3]
        case 22: (item.title, item.locked) = ("A Person's", ["title"])
        default: break
        }
    }

    @Test(arguments: [false, true])
    func `a world that was delivered and changed since`(isGuarded: Bool) async throws {
        let bench = try LabBench(
            Self.world, adding: (isGuarded ? "guard: {fields: 0, percent: 0}\n" : "") + Self.rules)
        let plans = try await deliver(bench)
        var text = FixtureText(world: bench.worldNow)
        remember(plans, &text)
        change(bench.servers)
        #expect(try await bench.program.run("queue", "add", "2").code == 0)
        text.memories.scenes[2]?.append(("job", "ready"))
        text.world = bench.worldNow
        var files: [String] = []
        for rule in ["all", "day"] {
            let found = try await RuleFindings(of: rule, bench, jobsBefore: ["2"])
            if rule == "all" { expectVaried(found, isGuarded: isGuarded) }
            files.append(try found.write(text, into: bench))
        }
        try await expectTestsAgree(files, bench)
    }

    /// Brings Plex up to date.
    /// - Returns: What was written, as a dry run has it.
    private func deliver(_ bench: LabBench) async throws -> [JSONTree] {
        let dry = try await bench.program.run("reconcile", "--dry-run", "--format", "json")
        #expect(try await bench.program.run("reconcile").code == 0)
        let drained = try await bench.program.run("queue", "drain")
        #expect(drained.code == 0, "\(drained.errors)")
        return try dry.json()["plans"]?.list ?? []
    }

    /// What the ledger has to know now, from what was written and what both sides hold.
    private func remember(_ plans: [JSONTree], _ text: inout FixtureText) {
        for scene in text.world.stash.scenes.values {
            let said = text.wishes(of: scene)
            text.memories.scenes[scene.id] = [("last_synced", .string(scene.updatedAt)), ("said", .object(said))]
            guard let item = text.world.plex.items.first(where: { $0.ratingKey == scene.id + 100 }) else { continue }
            let have = FixtureText.values(of: item)
            let base = said.filter { field, want in have.contains { $0 == field && Set($1.texts) == Set(want.texts) } }
            let edited = plans.filter { $0["scene"]?.text == String(scene.id) }.flatMap { $0["edits"]?.list ?? [] }
                .compactMap { $0["field"]?.text }
            let written = base.filter { edited.contains($0.0) }
            text.memories.items[item.ratingKey] = [("base", .object(base)), ("written", .object(written))]
        }
    }

    private func change(_ servers: LabServers) {
        let (stash, plex) = (servers.stash, servers.plex)
        stash.editScene(2) { $0.title = "Another" }
        stash.editScene(3) { _ in }
        stash.renameStudio(2, to: "Studio C")
        stash.deleteTag(3)
        plex.edit(106) { ($0.title, $0.locked) = ("An Agent's", []) }
        plex.edit(107) { $0.title = "A Person's" }
        plex.edit(108) { $0.title = "A Person's" }
        stash.editScene(8) { $0.details = "More" }
        stash.editScene(9) { $0.studio = nil }
        stash.editScene(10) { $0.tags = [1] }
        plex.edit(111) { $0.genres = ["Red"] }
        plex.edit(112) { ($0.genres, $0.locked) = (["Red"], []) }
        plex.edit(113) { ($0.studio, $0.locked) = (nil, []) }
        plex.edit(114) { $0.studio = nil }
        plex.update { $0.items.removeAll { [115, 125, 128].contains($0.ratingKey) } }
        stash.editScene(16) {
            ($0.title, $0.details, $0.studio, $0.performers, $0.tags) = ("", "", nil, [], [])
        }
        stash.editScene(17) { $0.files = [] }
        stash.moveFile(18, ofScene: 18, to: "/unmapped/video 18.mp4")
        plex.edit(119) { $0.genres += ["A Person's"] }
        stash.editScene(19) { $0.tags = [1] }
        plex.edit(120) { ($0.summary, $0.locked) = (nil, []) }
        stash.moveFile(21, ofScene: 21, to: "/data/clips/moved/video 21.mp4")
        plex.edit(121) { $0.media = [PlexMedia([PlexPart("/media/clips/moved/video 21.mp4", size: 1021)])] }
        stash.editScene(23) { $0.title = "" }
        plex.edit(124) { $0.media.append(PlexMedia([PlexPart("/media/clips/folder/video 25.mp4", size: 1025)])) }
        plex.edit(127) { $0.media.append(PlexMedia([PlexPart("/media/clips/folder/VIDEO 28.mp4", size: 1028)])) }
    }

    /// Else both might agree upon nothing.
    private func expectVaried(_ found: RuleFindings, isGuarded: Bool) {
        let outcomes = ["in_sync", "gap", "kept", "no_file", "no_metadata", "unmapped", "ambiguous"]
        #expect(Set(found.outcomes.keys) == Set(outcomes))
        #expect(found.result == (isGuarded ? "held" : "ok"))
        #expect(Set(found.gaps.flatMap { $0["types"]?.texts ?? [] }) == ["empty", "stale", "missing"])
        let reasons = found.gaps.compactMap { $0["reason"]?.text }
        #expect(Set(reasons) == ["updated", "changed", "taken_back"])
        #expect(found.notQueued["settled"] == 2)
        #expect(isGuarded || found.notQueued["already_queued"] == 1)
    }
}

extension LabBench {
    /// Both sides as they are at this moment.
    fileprivate var worldNow: World {
        var world = servers.world
        (world.stash, world.plex, world.now) = (servers.stash.library, servers.plex.library, Int(time(nil)))
        return world
    }
}
