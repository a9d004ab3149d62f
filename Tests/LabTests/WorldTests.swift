import Lab
import Testing

@Suite struct WorldTests {
    @Test func `the same seed makes the same world`() {
        let (one, two) = (
            World.make(seed: 7, scenes: 300, now: 1_790_000_000), World.make(seed: 7, scenes: 300, now: 1_790_000_000)
        )
        #expect(one.truth.scenes == two.truth.scenes && one.truthWithHistory.scenes == two.truthWithHistory.scenes)
        #expect(one.plex.items == two.plex.items && one.history == two.history)
        #expect(World.make(seed: 8, scenes: 300).truth.scenes != one.truth.scenes)
    }

    @Test(arguments: UInt64(1)...5)
    func `every case comes at least once, and every scene has one outcome`(seed: UInt64) {
        let world = World.make(seed: seed, scenes: 200)
        #expect(Set(world.truth.scenes.values.map(\.made)) == Set(WorldCase.allCases))
        #expect(Set(world.truth.scenes.keys) == Set(world.stash.scenes.keys))
        #expect(world.truth.outcomes.values.reduce(0, +) == world.stash.scenes.count)
        let outcomes: Set = [
            "in_sync", "gap", "kept", "no_file", "no_metadata", "unmapped", "other_library", "ambiguous",
        ]
        #expect(Set(world.truth.outcomes.keys) == outcomes)
        #expect(world.truth.counts.keys.sorted() == ["empty", "missing", "stale"])
    }

    @Test(arguments: UInt64(1)...20)
    func `what is said to differ does, and nothing else`(seed: UInt64) throws {
        let world = World.make(seed: seed, scenes: 400)
        let items = Dictionary(uniqueKeysWithValues: world.plex.items.map { ($0.ratingKey, $0) })
        for expected in world.truth.scenes.values where !expected.targets.isEmpty {
            let scene = try #require(world.stash.scenes[expected.scene])
            var open: Set<WorldField> = []
            var kept: Set<WorldField> = []
            for target in expected.targets {
                let item = try #require(items[target.ratingKey])
                for field in world.differences(scene, item) {
                    if item.locked.contains(field.lockName) { kept.insert(field) } else { open.insert(field) }
                }
            }
            let said = Set(expected.gap?.stale ?? []).union(expected.gap?.empty ?? [])
            #expect(open.isSubset(of: Set(said.compactMap(WorldField.init))), "\(expected)")
            #expect(Set(said.compactMap(WorldField.init)).isSubset(of: open.union(kept)), "\(expected)")
            #expect((expected.outcome == "in_sync") == (open.isEmpty && kept.isEmpty), "\(expected)")
            #expect(expected.outcome != "kept" || (open.isEmpty && !kept.isEmpty), "\(expected)")
            #expect(expected.gap?.confidence != "possible" || open.isEmpty, "\(expected)")
        }
    }

    @Test func `a target plays a file of its scene, by mapped path`() throws {
        let world = World.make(seed: 3, scenes: 600)
        let items = Dictionary(uniqueKeysWithValues: world.plex.items.map { ($0.ratingKey, $0) })
        for expected in world.truth.scenes.values where !expected.targets.isEmpty {
            let scene = try #require(world.stash.scenes[expected.scene])
            let paths = scene.files.map { world.mapped($0.pathText).lowercased() }
            for target in expected.targets {
                // `String` equality ignores the normal form, as the folded rung does.
                #expect(try #require(items[target.ratingKey]).files.contains { paths.contains($0.lowercased()) })
            }
        }
    }

    @Test func `a missing scene's file is in no item that is there`() throws {
        let world = World.make(seed: 4, scenes: 600)
        let files = Set(world.plex.items.filter { $0.deletedAt == nil }.flatMap(\.files))
        let missing = world.truth.gaps.filter { $0.gap?.types == ["missing"] }
        #expect(Set(missing.compactMap(\.gap?.confidence)) == ["definite", "possible"])
        for expected in missing {
            let scene = try #require(world.stash.scenes[expected.scene])
            #expect(scene.files.allSatisfy { !files.contains(world.mapped($0.pathText)) })
        }
    }

    @Test func `one library alone sees only its own`() {
        let world = World.make(seed: 5, scenes: 500)
        for library in world.libraries {
            let narrow = world.truth.narrowed(to: library)
            #expect(narrow.scenes.count == world.truth.scenes.count)
            #expect(narrow.scenes.values.allSatisfy { $0.targets.allSatisfy { $0.library == library } })
            for (id, expected) in narrow.scenes where expected.outcome != "other_library" && expected.targets.isEmpty {
                #expect(expected.outcome == world.truth.scenes[id]?.outcome)
            }
        }
        let sum = world.libraries.map { world.truth.narrowed(to: $0).scenes.values.flatMap(\.targets).count }.reduce(
            0, +)
        #expect(sum == world.truth.scenes.values.flatMap(\.targets).count)
        let twice = world.truth.scenes.values.filter { $0.made == .twoLibraries && $0.outcome == "gap" }
        #expect(!twice.isEmpty)
        for scene in twice {
            #expect(world.truth.narrowed(to: "Clips").scenes[scene.scene]?.outcome == "in_sync")
            #expect(world.truth.narrowed(to: "Best").scenes[scene.scene]?.gap == scene.gap)
        }
    }

    @Test func `a history moves some scenes to updated, and explains nothing of others`() {
        let (plain, past) = (
            World.make(seed: 5, scenes: 2000).truth, World.make(seed: 5, scenes: 2000).truthWithHistory
        )
        #expect(Set(plain.gaps.compactMap(\.gap?.reason)) == ["never_synced"])
        #expect(Set(past.gaps.compactMap(\.gap?.reason)) == ["never_synced", "updated", "unexplained"])
        #expect(Set(past.gaps.map(\.gap?.notQueued)) == [nil, "kept", "settled"])
        for expected in past.gaps where expected.gap?.notQueued == "settled" {
            #expect(plain.scenes[expected.scene]?.outcome == "in_sync")
            #expect(expected.gap?.stale == [] && expected.gap?.confidence == "possible")
        }
    }

    @Test func `stamps of several offsets are the instants they were made of`() {
        let world = World.make(seed: 6, scenes: 300)
        var offsets: Set<String> = []
        for scene in world.stash.scenes.values {
            offsets.insert(String(scene.updatedAt.dropFirst(19)))
            #expect(epoch(scene.updatedAt) == world.truth.scenes[scene.id]?.updatedAt)
        }
        #expect(offsets.isSuperset(of: ["Z", "+01:00", "-08:00", "+11:00"]))
    }

    @Test func `the demo is small and has every kind of gap and outcome`() {
        let world = World.demo()
        #expect((60...100).contains(world.stash.scenes.count))
        #expect(world.truth.outcomes.count == 8)
        #expect(world.truth.gaps.contains { $0.gap?.types == ["empty", "stale"] })
        #expect(Set(world.truth.gaps.flatMap { $0.gap?.types ?? [] }) == ["empty", "stale", "missing"])
    }

    @Test func `a large world is nearly all in sync`() {
        let world = World.large(scenes: 3000)
        #expect(world.stash.scenes.count == 3000 && world.plex.items.count == 3000)
        #expect(world.truth.outcomes["in_sync", default: 0] > 2500)
    }
}

/// Reads `2026-11-23T17:05:14+11:00`.
private func epoch(_ stamp: String) -> Int? {
    let numbers = stamp.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 6 || numbers.count == 8 else { return nil }
    var (year, month) = (numbers[0], numbers[1])
    var days = numbers[2] - 1
    while month > 1 {
        month -= 1
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        days += [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
    while year > 1970 {
        year -= 1
        days += year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
    }
    let offset = numbers.count == 8 ? (numbers[6] * 60 + numbers[7]) * 60 : 0
    let sign = stamp.dropFirst(19).hasPrefix("-") ? -1 : 1
    return days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5] - sign * offset
}

extension WorldField {
    fileprivate var lockName: String {
        ["date": "originallyAvailableAt", "performers": "actor", "tags": "genre", "collections": "collection"][rawValue]
            ?? rawValue
    }
}

extension World {
    /// Compares a scene and an item the plainest way.
    fileprivate func differences(_ scene: StashScene, _ item: PlexItem) -> [WorldField] {
        func trim(_ text: String?) -> String {
            var text = Substring(text ?? "")
            while text.first?.isWhitespace == true { text.removeFirst() }
            while text.last?.isWhitespace == true { text.removeLast() }
            return String(text)
        }
        func lacks(_ want: [String?], _ have: [String]) -> Bool {
            let have = Set(have.map { $0.lowercased() })
            return want.contains { $0.map { !have.contains($0.lowercased()) } ?? false }
        }
        func scalar(_ want: String?, _ have: String?) -> Bool { !trim(want).isEmpty && trim(want) != trim(have) }
        var result: [WorldField] = []
        if scalar(scene.title, item.title) { result.append(.title) }
        if scalar(scene.studio.flatMap { stash.studios[$0]?.name }, item.studio) { result.append(.studio) }
        if scalar(scene.details, item.summary) { result.append(.summary) }
        if scalar(scene.date.flatMap { $0.count == 10 ? $0 : nil }, item.originallyAvailableAt) { result.append(.date) }
        if lacks(scene.performers.map { stash.performers[$0]?.name }, item.roles) { result.append(.performers) }
        if lacks(scene.tags.map { stash.tags[$0]?.name }, item.genres) { result.append(.tags) }
        if lacks(scene.groups.map { stash.groups[$0.group]?.name }, item.collections) { result.append(.collections) }
        return result
    }

    fileprivate func mapped(_ path: String) -> String {
        for mapping in mappings {
            let prefix = mapping.stash.hasSuffix("/") ? mapping.stash : mapping.stash + "/"
            guard path.hasPrefix(prefix) else { continue }
            let rest = path.dropFirst(prefix.count)
            guard mapping.plex.contains("\\") else {
                return (mapping.plex.hasSuffix("/") ? mapping.plex : mapping.plex + "/") + rest
            }
            return mapping.plex + String(rest.map { $0 == "/" ? "\\" : $0 })
        }
        return path
    }
}
