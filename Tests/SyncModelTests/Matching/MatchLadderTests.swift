import SyncModel
import Testing

@Suite struct MatchLadderTests {
    private let ladder = MatchLadder(knowsAllScenes: true)
    private static let file = Scene.File(id: 1, path: "/data/A.mp4", size: 1000, duration: 60.4)

    private func target(_ key: String) -> Target {
        Target(ratingKey: RatingKey(rawValue: key), library: Library.Key(rawValue: "1"))
    }

    private func candidate(
        _ key: String, size: Int = 0, duration: Int = 0, taken: Bool = false, others: Int...
    ) -> MatchCandidate {
        MatchCandidate(
            target: target(key), path: "/media/\(key).mp4", size: size, duration: duration,
            otherScenes: Set(others.map(Scene.ID.init(rawValue:))), isTaken: taken)
    }

    private func file(
        repaired: Bool = false, size: Int = 1000, duration: Double = 60.4, exact: [MatchCandidate] = [],
        folded: [MatchCandidate] = [], named: [MatchCandidate] = [], rivals: [Scene.File] = []
    ) -> MatchFile {
        MatchFile(
            Scene.File(id: 1, path: "/data/A.mp4", isPathRepaired: repaired, size: size, duration: duration),
            exact: exact,
            folded: folded, named: named, foldedRivals: rivals)
    }

    // MARK: Pinned and full path

    @Test func `a pin goes before everything`() {
        let files = [file(exact: [candidate("1", others: 7)])]
        #expect(ladder.match(files, pinned: [target("9")]) == .targets([target("9")], .pinned))
        #expect(ladder.match([], pinned: [target("9")]) == .targets([target("9")], .pinned))
    }

    @Test func `every item that plays a file of the scene by its full path is a target, once`() {
        let files = [
            file(exact: [candidate("1"), candidate("2")]), file(exact: [candidate("1")]),
            file(folded: [candidate("3")]),
        ]
        #expect(ladder.match(files) == .targets([target("1"), target("2")], .path))
    }

    @Test func `an item that plays files of two scenes is ambiguous`() {
        let files = [file(exact: [candidate("1")]), file(exact: [candidate("2", others: 7)])]
        #expect(ladder.match(files) == .ambiguous(.twoScenesInOneItem, candidates: [target("1"), target("2")]))
    }

    @Test func `a scene without files or candidates matches nothing`() {
        #expect(ladder.match([]) == .none)
        #expect(ladder.match([file()]) == .none)
    }

    // MARK: Repaired paths

    @Test func `a path that had to be repaired matches nothing for sure`() {
        let exact = file(repaired: true, exact: [candidate("1")], folded: [candidate("2")])
        #expect(ladder.match([exact]) == .ambiguous(.repairedPath, candidates: [target("2")]))
        #expect(ladder.match([file(repaired: true)]) == .ambiguous(.repairedPath, candidates: []))
    }

    @Test func `another file of the scene may still match by its full path`() {
        let files = [file(repaired: true), file(exact: [candidate("1")])]
        #expect(ladder.match(files) == .targets([target("1")], .path))
        #expect(
            ladder.match([file(repaired: true), file(folded: [candidate("1")])])
                == .ambiguous(.repairedPath, candidates: [target("1")]))
    }

    // MARK: Folded path

    @Test func `a folded path that is unique on both sides matches, whatever its size`() {
        #expect(ladder.match([file(folded: [candidate("1", size: 5)])]) == .targets([target("1")], .folded))
    }

    @Test func `a file that is another scene's by its full path is no candidate`() {
        #expect(ladder.match([file(folded: [candidate("1", size: 1000, taken: true, others: 7)])]) == .none)
        let two = [file(folded: [candidate("1", taken: true, others: 7), candidate("2")])]
        #expect(ladder.match(two) == .targets([target("2")], .folded))
    }

    @Test func `an item that plays another scene's file beside the folded one is ambiguous, not missing`() {
        let files = [file(folded: [candidate("1", others: 7)])]
        #expect(ladder.match(files) == .ambiguous(.twoScenesInOneItem, candidates: [target("1")]))
    }

    @Test(arguments: [
        (1000, 60_000, 5, 60_000, true), (1000, 60_000, 1000, 90_000, true), (1000, 0, 5, 0, true),
        (1000, 61_400, 5, 0, true),  // a second apart is agreement
        (1000, 61_401, 5, 0, false), (1000, 60_000, 1000, 60_000, false), (5, 60_000, 6, 60_000, false),
        (0, 60_000, 5, 60_000, false),  // an unknown size breaks no tie
        (1000, 0, 1000, 90_000, true),
    ])
    func `of several folded candidates the one with the file's size and duration matches`(
        size: Int, duration: Int, otherSize: Int, otherDuration: Int, isMatch: Bool
    ) {
        let files = [
            file(folded: [
                candidate("1", size: size, duration: duration),
                candidate("2", size: otherSize, duration: otherDuration),
            ])
        ]
        let both = [target("1"), target("2")]
        #expect(
            ladder.match(files)
                == (isMatch
                    ? .targets([target("1")], .sizeAndDuration) : .ambiguous(.severalCandidates, candidates: both)))
    }

    @Test(arguments: [(500, 60.4, true), (1000, 90.0, true), (1000, 60.4, false), (1000, 0.0, false)])
    func `with a rival in Stash, size and duration must be this file's alone`(
        size: Int, duration: Double, isMatch: Bool
    ) {
        let rival = Scene.File(id: 2, path: "/data/a.mp4", size: size, duration: duration)
        let files = [file(folded: [candidate("1", size: 1000, duration: 60_000)], rivals: [rival])]
        #expect(
            ladder.match(files)
                == (isMatch
                    ? .targets([target("1")], .sizeAndDuration) : .ambiguous(.notUnique, candidates: [target("1")])))
    }

    @Test func `a rival makes even a single candidate prove itself`() {
        let rival = Scene.File(id: 2, path: "/data/a.mp4", size: 7, duration: 7)
        let files = [file(folded: [candidate("1", size: 8)], rivals: [rival])]
        #expect(ladder.match(files) == .ambiguous(.notUnique, candidates: [target("1")]))
    }

    @Test func `a doubt about one file is a doubt about the scene`() {
        let files = [file(folded: [candidate("1")]), file(folded: [candidate("2"), candidate("3")])]
        #expect(
            ladder.match(files) == .ambiguous(.severalCandidates, candidates: [target("1"), target("2"), target("3")]))
    }

    @Test func `without all scenes known the folded rung is never sure`() {
        let partly = MatchLadder(knowsAllScenes: false)
        #expect(
            partly.match([file(folded: [candidate("1")])]) == .ambiguous(.incompleteIndex, candidates: [target("1")]))
        #expect(partly.match([file(exact: [candidate("1")])]) == .targets([target("1")], .path))
        #expect(partly.match([file()]) == .none)
    }

    // MARK: Names

    @Test(arguments: [
        (1000, 0, true), (5, 60_000, true), (5, 61_400, true), (5, 61_500, false), (5, 0, false), (0, 0, false),
    ])
    func `a base name is a hint where size or duration agrees, and never a match`(
        size: Int, duration: Int, isHint: Bool
    ) {
        let files = [file(named: [candidate("1", size: size, duration: duration)])]
        #expect(ladder.match(files) == (isHint ? .ambiguous(.nameOnly, candidates: [target("1")]) : .none))
    }

    @Test func `a name of what another scene plays is no hint`() {
        #expect(ladder.match([file(named: [candidate("1", size: 1000, others: 7)])]) == .none)
    }

    @Test func `a folded match goes before a name`() {
        let files = [file(folded: [candidate("1")], named: [candidate("2", size: 1000)])]
        #expect(ladder.match(files) == .targets([target("1")], .folded))
    }
}
