import SyncModel
import TestSupport
import Testing

@Suite struct PathPrefixTests {
    @Test(arguments: [
        ("/data", "/data/a.mp4", ["a.mp4"]), ("/data/", "/data/a.mp4", ["a.mp4"]),
        ("/data//", "/data/a/b.mp4", ["a", "b.mp4"]),
        ("/data", "/data", []), ("/data", "/data/", []), ("/data", "/database/a.mp4", nil),
        ("/data", "/Data/a.mp4", nil),
        ("/data", "data/a.mp4", nil), ("/data", "/", nil), ("/", "/data/a.mp4", ["data", "a.mp4"]),
        ("/", "data/a.mp4", nil),
        ("/data/a", "/data/a\\b.mp4", nil), ("/data", "/data/a\\b.mp4", ["a\\b.mp4"]),
        ("/data", "/data//a//b.mp4", ["a", "b.mp4"]),
        ("/caf\u{e9}", "/cafe\u{301}/a.mp4", nil),  // bytes decide
        ("C:\\Media", "C:\\Media\\a.mp4", ["a.mp4"]), ("C:\\Media\\", "c:/Media/x\\a.mp4", ["x", "a.mp4"]),
        ("c:/Media", "C:\\Media\\a.mp4", ["a.mp4"]), ("C:\\Media", "C:\\media\\a.mp4", nil),
        ("C:\\", "c:\\a.mp4", ["a.mp4"]),
        ("C:", "C:\\a.mp4", ["a.mp4"]), ("C:\\Media", "D:\\Media\\a.mp4", nil), ("C:\\Media", "C:\\Media2\\a.mp4", nil),
        ("\\\\nas\\share", "\\\\nas\\share\\a.mp4", ["a.mp4"]), ("\\\\nas\\share\\", "//nas/share/a.mp4", ["a.mp4"]),
        ("\\\\nas\\share", "\\\\nas\\share2\\a.mp4", nil),
    ])
    func `a prefix matches whole components, and a trailing separator means nothing`(
        prefix: String, path: String, rest: [String]?
    ) {
        #expect(PathPrefix(prefix).remainder(of: path) == rest)
        #expect(PathPrefix(prefix).contains(path) == (rest != nil))
    }

    @Test(arguments: [
        ("/media/clips", ["a", "b.mp4"], "/media/clips/a/b.mp4"), ("/media/clips/", ["b.mp4"], "/media/clips/b.mp4"),
        ("/", ["b.mp4"], "/b.mp4"), ("/media", [], "/media"), ("/", [], "/"),
        ("D:\\Media", ["a", "b.mp4"], "D:\\Media\\a\\b.mp4"),
        ("D:\\", ["b.mp4"], "D:\\b.mp4"), ("D:", ["b.mp4"], "D:\\b.mp4"),
        ("D:/Media/", ["a", "b.mp4"], "D:/Media/a/b.mp4"),
        ("\\\\nas\\share", ["b.mp4"], "\\\\nas\\share\\b.mp4"), ("/media", ["a\\b.mp4"], "/media/a\\b.mp4"),
    ])
    func `what comes below takes the separators of the prefix`(prefix: String, parts: [String], path: String) {
        #expect(PathPrefix(prefix).appending(parts) == path)
    }
}

@Suite struct PathMapTests {
    private let map = PathMap([
        PathMapping(stash: "/data/old/", plex: "/archive"), PathMapping(stash: "/data", plex: "/media/clips/"),
        PathMapping(stash: "/win", plex: "D:\\Media\\"), PathMapping(stash: "E:\\Films", plex: "/films"),
        PathMapping(stash: "\\\\nas\\x", plex: "F:/x"),
    ])

    @Test(arguments: [
        ("/data/a.mp4", "/media/clips/a.mp4", true), ("/data/old/a.mp4", "/archive/a.mp4", true),
        ("/data/older/a.mp4", "/media/clips/older/a.mp4", true), ("/win/a/b.mp4", "D:\\Media\\a\\b.mp4", true),
        ("E:\\Films\\a\\b.mp4", "/films/a/b.mp4", true), ("e:/Films/b.mp4", "/films/b.mp4", true),
        ("\\\\nas\\x\\b.mp4", "F:/x/b.mp4", true), ("/elsewhere/a.mp4", "/elsewhere/a.mp4", false),
        ("/database/a.mp4", "/database/a.mp4", false),
        ("/data/cafe\u{301}.mp4", "/media/clips/cafe\u{301}.mp4", true),
    ])
    func `the first mapping that matches wins, and without one a path stays`(
        stash: String, plex: String, isMapped: Bool
    ) {
        let mapped = map.toPlex(stash)
        #expect(sameBytes(mapped.path, plex))
        #expect(mapped.isMapped == isMapped)
    }

    @Test(arguments: [
        ("/media/clips/a.mp4", ["/data/a.mp4"]), ("/archive/a.mp4", ["/data/old/a.mp4"]),
        ("d:/Media/a/b.mp4", ["/win/a/b.mp4"]), ("/films/a/b.mp4", ["E:\\Films\\a\\b.mp4", "/films/a/b.mp4"]),
        ("/elsewhere/a.mp4", ["/elsewhere/a.mp4"]),
        // Stash would map this one to /archive: nothing leads here.
        ("/media/clips/old/a.mp4", []),
        // A path that a mapping takes elsewhere does not stand for itself.
        ("/data/a.mp4", []),
    ])
    func `the way back gives the paths that lead here, and no other`(plex: String, stash: [String]) {
        let found = map.toStash(plex)
        #expect(Set(found).isSuperset(of: stash))
        for path in found { #expect(sameBytes(exactPathKey(map.toPlex(path).path), exactPathKey(plex))) }
        if !stash.contains(plex), !plex.hasPrefix("/media"), stash.isEmpty { #expect(found.isEmpty) }
    }

    @Test func `a mapped path leads back to where it came from, for made-up mappings and paths`() {
        var numbers = SeededNumbers(seed: 7)
        let heads = ["/data", "/data/", "/data/a", "/m", "C:\\M", "c:/M/", "\\\\nas\\s", "/", "D:\\"]
        for _ in 0..<5000 {
            let lines = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
                PathMapping(stash: numbers.pick(heads), plex: numbers.pick(heads))
            }
            let map = PathMap(lines)
            let parts = (0..<Int.random(in: 1...3, using: &numbers)).map { _ in
                numbers.pick(["a", "b", "é", "e\u{301}", "x.mp4"])
            }
            let stash = PathPrefix(numbers.pick(heads)).appending(parts)
            let plex = map.toPlex(stash)
            let back = map.toStash(plex.path)
            guard back.contains(where: { sameBytes(exactPathKey($0), exactPathKey(stash)) }),
                back.allSatisfy({ sameBytes(exactPathKey(map.toPlex($0).path), exactPathKey(plex.path)) })
            else {
                Issue.record("\(stash) by \(lines) is \(plex.path), and back \(back)")
                return
            }
        }
    }

    @Test func `other mappings, and other orders, have other fingerprints`() {
        let lines = map.mappings
        let prints = [
            map, PathMap(lines.reversed()), PathMap([]), PathMap([lines[0]]), PathMap(Array(lines.dropLast())),
        ]
        .map(\.fingerprint)
        #expect(Set(prints).count == prints.count)
    }
}

@Suite struct PathKeyTests {
    @Test(arguments: [
        ("/data/A.mp4", "/data/a.mp4", false, true), ("/data/cafe\u{301}", "/data/caf\u{e9}", false, true),
        ("d:\\m\\a", "D:/m/a", true, true), ("D:\\M\\a", "D:\\m\\a", false, true), ("/a\\b", "/a/b", false, true),
        ("/data/a", "/data/b", false, false), ("/data/straße", "/data/STRASSE", false, true),
        ("//a", "/a", false, false),
    ])
    func `the exact key keeps bytes, the folded one only what is read`(
        one: String, other: String, isExact: Bool, isFolded: Bool
    ) {
        #expect(sameBytes(exactPathKey(one), exactPathKey(other)) == isExact)
        #expect((foldedPathKey(exactPathKey(one)) == foldedPathKey(exactPathKey(other))) == isFolded)
    }

    @Test(arguments: [
        ("/data/a.mp4", "a.mp4"), ("/data/a\\b.mp4", "a\\b.mp4"), ("D:\\m\\a.mp4", "a.mp4"), ("D:/m/a.mp4", "a.mp4"),
        ("a.mp4", "a.mp4"), ("\\\\nas\\s\\a.mp4", "a.mp4"), ("/", "/"),
    ])
    func `a base name is the last component`(path: String, name: String) {
        #expect(baseName(of: path) == name)
    }
}

@Suite struct LibraryRootsTests {
    private let roots = LibraryRoots([
        Library(key: Library.Key(rawValue: "1"), title: "All", roots: ["/media"]),
        Library(key: Library.Key(rawValue: "2"), title: "Clips", roots: ["/media/clips/", "/more"]),
        Library(key: Library.Key(rawValue: "3"), title: "Clips too", roots: ["/media/clips"]),
        Library(key: Library.Key(rawValue: "4"), title: "Windows", roots: ["D:\\Media"]),
        Library(key: Library.Key(rawValue: "5"), title: "Nowhere"),
    ])

    @Test(arguments: [
        ("/media/a.mp4", ["1"], true), ("/media/clips/a.mp4", ["2", "3"], true), ("/media/clips2/a.mp4", ["1"], true),
        ("/more/x/a.mp4", ["2"], true), ("d:/Media/a.mp4", ["4"], true), ("/Media/Clips/a.mp4", ["2", "3"], false),
        ("D:\\media\\a.mp4", ["4"], false), ("/else/a.mp4", [], true), ("/media2/a.mp4", [], true), ("", [], true),
        // A root that holds byte for byte goes before a longer one that holds only folded.
        ("/media/Clips/a.mp4", ["1"], true),
    ])
    func `the longest root decides, and one folder may belong to two libraries`(
        path: String, libraries: [String], isSure: Bool
    ) {
        let places = roots.places(of: path)
        #expect(Set(places.map(\.library.key.rawValue)) == Set(libraries))
        #expect(places.count == libraries.count)
        #expect(places.allSatisfy { $0.isSure == isSure })
        #expect(roots.place(of: path)?.library.key == places.first?.library.key)
    }
}
