import Database
import SyncModel
import TestSupport
import Testing

@testable import Ledger

@Suite struct CandidateLookupTests {
    private let ledger: TestLedger
    private let server: PlexServerID
    private let paths = PathMap([
        PathMapping(stash: "/data", plex: "/media"), PathMapping(stash: "/win", plex: "D:\\Media"),
    ])

    init() throws {
        ledger = try TestLedger()
        server = try ledger.server()
    }

    private func files(_ scenes: [SceneRow], _ items: [Item], everyRung: Bool = false) throws -> [[MatchFile]] {
        try ledger.write { transaction in
            _ = try SceneIndex.put(scenes, paths: paths, in: transaction)
            try ItemIndex.putFull(items, server: server, moment: late, in: transaction)
        }
        let lookup = CandidateLookup(server: server, paths: paths)
        return try ledger.read { try lookup.files(of: scenes, everyRung: everyRung, in: $0) }
    }

    private func keys(_ candidates: [MatchCandidate]) -> Set<String> {
        Set(candidates.map(\.target.ratingKey.rawValue))
    }

    @Test(arguments: [
        ("/data/a.mp4", "/media/a.mp4", true), ("/data/a.mp4", "/data/a.mp4", false),
        ("/data/a.mp4", "/media/A.mp4", false),
        ("/win/x/a.mp4", "d:/Media/x\\a.mp4", true), ("/win/x/a.mp4", "D:\\media\\x\\a.mp4", false),
        ("/else/a.mp4", "/else/a.mp4", true), ("/data/cafe\u{301}.mp4", "/media/caf\u{e9}.mp4", false),
    ])
    func `a mapped path finds the item by its bytes`(stash: String, plex: String, isFound: Bool) throws {
        let found = try files([scene(1, stash)], [item("1", plex, library: "7")])
        #expect(keys(found[0][0].exact) == (isFound ? ["1"] : []))
        if isFound {
            let candidate = try #require(found[0][0].exact.first)
            #expect(candidate.target.library == "7")
            #expect(candidate.path == plex)
            #expect(candidate.size == 1000 && candidate.duration == 60_500)
        }
    }

    @Test func `every part of every item is found, and the files come in the scene's order`() throws {
        let found = try files(
            [scene(1, "/data/b.mp4", "/data/a.mp4"), scene(2, "/data/none.mp4")],
            [
                item("1", "/media/x.mp4", "/media/a.mp4"), item("2", "/media/a.mp4", library: "2"),
                item("3", "/media/b.mp4"),
            ])
        #expect(found[0].map { keys($0.exact) } == [["3"], ["1", "2"]])
        #expect(found[1].map { keys($0.exact) } == [[]])
    }

    @Test func `an item that plays files of other scenes names them`() throws {
        let found = try files(
            [scene(1, "/data/a.mp4"), scene(2, "/data/b.mp4"), scene(3, "/data/c.mp4")],
            [item("1", "/media/a.mp4", "/media/b.mp4"), item("2", "/media/c.mp4")])
        #expect(found.map { $0[0].exact.map(\.otherScenes) } == [[[2]], [[1]], [[]]])
    }

    @Test func `an item names scenes whose files it spells otherwise, too`() throws {
        let found = try files(
            [
                scene(1, "/data/cafe\u{301} 1.mp4"), scene(2, "/data/caf\u{e9} 2.mp4"), scene(3, "/data/c.mp4"),
                scene(4, "/data/caf\u{e9} 4.mp4"), scene(5, "/data/d.mp4"), scene(6, "/data/caf\u{e9} 6.mp4"),
            ],
            [
                item("1", "/media/caf\u{e9} 1.mp4", "/media/cafe\u{301} 2.mp4"),
                item("2", "/media/c.mp4", "/media/cafe\u{301} 4.mp4"),
                // The sixth scene has an item of its own by its full path.
                item("3", "/media/d.mp4", "/media/CAF\u{c9} 6.mp4"), item("4", "/media/caf\u{e9} 6.mp4"),
            ])
        #expect(found[0...1].map { $0[0].folded.map(\.otherScenes) } == [[[2]], [[1]]])
        #expect(found[2...4].map { ($0[0].exact + $0[0].folded).map(\.otherScenes) } == [[[4]], [[3]], [[]]])
        #expect(found.allSatisfy { $0[0].folded.allSatisfy { !$0.isTaken } })
        let ladder = MatchLadder(knowsAllScenes: true)
        for files in found[0...3] { #expect(ladder.match(files).targets.isEmpty && ladder.match(files) != .none) }
        #expect(ladder.match(found[4]).targets.map(\.ratingKey) == ["3"])
    }

    @Test func `of rivals that fold to a part, the one of its size and duration owns it`() throws {
        let right = scene(2, "/data/B.mp4") { $0.files[0].size = 1000 }
        let wrong = scene(3, "/data/b.MP4") { $0.files[0].size = 7 }
        let found = try files([scene(1, "/data/a.mp4"), right, wrong], [item("1", "/media/a.mp4", "/media/b.mp4")])
        #expect(found[0][0].exact.map(\.otherScenes) == [[2]])
    }

    @Test func `a repaired path of another scene claims nothing`() throws {
        let broken = scene(2, "/data/b\u{fffd}.mp4") { $0.files[0].isPathRepaired = true }
        let found = try files([scene(1, "/data/a.mp4"), broken], [item("1", "/media/a.mp4", "/media/b\u{fffd}.mp4")])
        #expect(found[0][0].exact.map(\.otherScenes) == [[]])
    }

    @Test func `items of another Plex are no candidates`() throws {
        let other = try ledger.server("machine-2")
        try ledger.write { try ItemIndex.putFull([item("9", "/media/a.mp4")], server: other, moment: late, in: $0) }
        let found = try files([scene(1, "/data/a.mp4")], [], everyRung: true)
        #expect(found[0][0].exact.isEmpty && found[0][0].folded.isEmpty && found[0][0].named.isEmpty)
    }

    @Test func `lower rungs are looked up only where no file has an exact candidate, or when asked for`() throws {
        let scenes = [scene(1, "/data/a.mp4", "/data/B.mp4")]
        let items = [item("1", "/media/a.mp4"), item("2", "/media/b.mp4")]
        #expect(try files(scenes, items)[0].allSatisfy { $0.folded.isEmpty && $0.named.isEmpty })
        let all = try files(scenes, items, everyRung: true)[0]
        #expect(keys(all[1].folded) == ["2"])
    }

    @Test(arguments: [
        ("/data/A.mp4", "/media/a.MP4"), ("/data/cafe\u{301}.mp4", "/media/CAF\u{c9}.mp4"),
        ("/win/x/A.mp4", "d:\\media\\X\\a.mp4"),
    ])
    func `the folded rung ignores case, composition and separators`(stash: String, plex: String) throws {
        let found = try files([scene(1, stash)], [item("1", plex)])
        #expect(keys(found[0][0].folded) == ["1"])
        #expect(found[0][0].named.isEmpty)
        #expect(found[0][0].foldedRivals.isEmpty)
    }

    @Test func `other files of Stash that fold to the same path are rivals, a scene's own other file too`() throws {
        let found = try files(
            [scene(1, "/data/A.mp4", "/data/a.MP4"), scene(2, "/data/a.mp4"), scene(3, "/data/b.mp4")],
            [item("1", "/media/AA.mp4")])
        #expect(Set(found[0][0].foldedRivals.map(\.path)) == ["/data/a.MP4", "/data/a.mp4"])
        #expect(Set(found[1][0].foldedRivals.map(\.path)) == ["/data/A.mp4", "/data/a.MP4"])
        #expect(found[2][0].foldedRivals.isEmpty)
    }

    @Test func `a base name is looked up where nothing folds to the path`() throws {
        let found = try files(
            [scene(1, "/data/x/A.mp4")], [item("1", "/media/y/a.mp4"), item("2", "D:\\z\\a.mp4"), item("3", "/b.mp4")])
        #expect(keys(found[0][0].named) == ["1", "2"])
    }

    @Test func `a path that moves between items and scenes is found at its last place`() throws {
        let (one, two) = (scene(1, "/data/a.mp4"), scene(2, "/data/b.mp4"))
        _ = try files([one, two], [item("1", "/media/a.mp4"), item("2", "/media/b.mp4")])
        // The first item's file goes to the second, the second scene's to the first.
        let found = try files(
            [scene(1, "/data/b.mp4"), scene(2)], [item("2", "/media/a.mp4"), item("1", "/media/c.mp4")])
        #expect(found[0][0].exact.isEmpty)
        let again = try files([scene(1, "/data/a.mp4")], [item("2", "/media/a.mp4", "/media/b.mp4")])
        #expect(keys(again[0][0].exact) == ["2"])
        #expect(again[0][0].exact[0].otherScenes == [])
    }

    /// The oracle compares every file with every part.
    @Test func `it finds what a search through everything finds`() throws {
        var numbers = SeededNumbers(seed: 8)
        let names = ["a.mp4", "A.mp4", "b.mp4", "caf\u{e9}.mp4", "cafe\u{301}.mp4", "CAF\u{c9}.mp4"]
        let (stash, plex) = (
            ["/data/", "/data/x/", "/else/", "/win/"], ["/media/", "/media/x/", "/else/", "D:\\Media\\", "d:/Media/"]
        )
        for round in 0..<20 {
            let fresh = try CandidateLookupTests()
            let scenes = (1...12).map { id in scene(id, numbers.pick(stash) + numbers.pick(names)) }
            let items = (1...12).map { id in
                item(
                    RatingKey(rawValue: "\(id)"), numbers.pick(plex) + numbers.pick(names),
                    library: Library.Key(rawValue: "\(id)"))
            }
            let found = try fresh.files(scenes, items, everyRung: true)
            func key(_ scene: SceneRow) -> String { exactPathKey(paths.toPlex(scene.files[0].path).path) }
            func key(_ item: Item) -> String { exactPathKey(item.parts[0].file) }
            for (scene, files) in zip(scenes, found) {
                let exact = items.filter { sameBytes(key($0), key(scene)) }
                #expect(keys(files[0].exact) == Set(exact.map(\.ratingKey.rawValue)), "round \(round)")
                let folded = items.filter { foldedPathKey(key($0)) == foldedPathKey(key(scene)) }
                #expect(keys(files[0].folded) == Set(folded.map(\.ratingKey.rawValue)), "round \(round)")
                let others = scenes.filter { $0.id != scene.id && sameBytes(key($0), key(scene)) }
                for candidate in files[0].exact { #expect(candidate.otherScenes == Set(others.map(\.id))) }
            }
        }
    }
}
