/// A mapping of the configuration: prefixes as Stash and as Plex see them.
public struct WorldMapping: Sendable, Equatable {
    public var stash, plex: String
    public init(_ stash: String, _ plex: String) { (self.stash, self.plex) = (stash, plex) }
}

/// A folder that both servers see, each under its own name, and the library that lists it in Plex.
struct WorldPlace: Sendable {
    var stash: String
    var plex: String
    var section: Int

    static let clips = WorldPlace(stash: "/data/clips/", plex: "/media/clips/", section: 3)
    static let archive = WorldPlace(stash: "/archive/", plex: "/srv/archive/", section: 5)
    static let windows = WorldPlace(stash: "/win/", plex: "D:\\Videos\\", section: 7)
    /// Mapped by the first rule, before the one for `/data/clips`.
    static let old = WorldPlace(stash: "/data/clips/old/", plex: "/srv/archive/old/", section: 5)
    /// The same path on both sides, below no mapping.
    static let same = WorldPlace(stash: "/media/more/", plex: "/media/more/", section: 3)
    /// Below the root of Clips, and itself a root of a library that is chosen too.
    static let best = WorldPlace(stash: "/data/clips/best/", plex: "/media/clips/best/", section: 13)
    static let hidden = WorldPlace(stash: "/private/", plex: "/media/private/", section: 9)
    /// Below the root of Clips, but nearer to the root of a library that is not chosen.
    static let nested = WorldPlace(stash: "/data/clips/hidden/", plex: "/media/clips/hidden/", section: 9)
    static let shows = WorldPlace(stash: "/shows/", plex: "/media/shows/", section: 11)
    /// Mapped, but to no library.
    static let nowhere = WorldPlace(stash: "/misc/", plex: "/mnt/misc/", section: 0)

    static let usual = [clips, clips, clips, archive]

    /// Turns a path of this place as Stash has it into Plex's; the rest takes the separators of Plex's prefix.
    func plexPath(_ path: String) -> String {
        let rest = path.dropFirst(stash.count)
        return plex + (plex.contains("\\") ? String(rest.map { $0 == "/" ? "\\" : $0 }) : String(rest))
    }
}

extension World {
    static let mappings = [
        WorldMapping("/data/clips/old/", "/srv/archive/old/"), WorldMapping("/data/clips", "/media/clips"),
        WorldMapping("/archive/", "/srv/archive/"), WorldMapping("/win/", "D:\\Videos\\"),
        WorldMapping("/private/", "/media/private/"), WorldMapping("/shows", "/media/shows"),
        WorldMapping("/misc/", "/mnt/misc/"),
    ]
    static let chosenLibraries = ["Clips", "Archive", "Windows", "Best"]

    /// The libraries at a time when Plex last scanned them a few hours ago, Archive two days ago.
    static func sections(now: Int) -> [PlexSection] {
        let hour = 3600
        return [
            PlexSection(key: 3, title: "Clips", roots: ["/media/clips", "/media/more"], scannedAt: now - 6 * hour),
            PlexSection(key: 5, title: "Archive", roots: ["/srv/archive"], scannedAt: now - 48 * hour),
            PlexSection(key: 7, title: "Windows", roots: ["D:\\Videos"], scannedAt: now - 6 * hour),
            PlexSection(
                key: 9, title: "Private", agent: "tv.plex.agents.movie", scanner: "Plex Movie",
                roots: ["/media/private", "/media/clips/hidden"], scannedAt: now - 6 * hour),
            PlexSection(
                key: 11, type: "show", title: "Shows", agent: "tv.plex.agents.series", scanner: "Plex TV Series",
                roots: ["/media/shows"], scannedAt: now - 6 * hour),
            PlexSection(key: 13, title: "Best", roots: ["/media/clips/best"], scannedAt: now - 6 * hour),
        ]
    }
}

extension World {
    /// The path as Plex has it: by the first mapping whose prefix it has, unchanged where there is none.
    public func plexPath(_ path: String) -> String { Self.plexPath(path, mappings) }

    static func plexPath(_ path: String, _ mappings: [WorldMapping]) -> String {
        for mapping in mappings {
            let prefix = mapping.stash.hasSuffix("/") ? mapping.stash : mapping.stash + "/"
            guard path.hasPrefix(prefix) else { continue }
            let isWindows = mapping.plex.contains("\\")
            let separator: Character = isWindows ? "\\" : "/"
            let root = mapping.plex.last == separator ? mapping.plex : mapping.plex + String(separator)
            return root + String(path.dropFirst(prefix.count).map { isWindows && $0 == "/" ? separator : $0 })
        }
        return path
    }
}
