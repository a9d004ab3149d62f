import Glibc

/// A made Stash and a made Plex that belong together, and what must be found out about them.
public struct World: Sendable {
    public var stash: StashLibrary
    public var plex: PlexLibrary
    /// What a first run finds when nothing is known before.
    public var truth: WorldTruth
    /// What a first run finds after an import of ``history``.
    public var truthWithHistory: WorldTruth
    /// Scene id to epoch seconds of its last sync by another tool; scenes among them that are long gone.
    public var history: [Int: Int]
    /// Ordered, the first that fits wins.
    public var mappings: [WorldMapping]
    /// Titles of the libraries that the configuration names.
    public var libraries: [String]
    /// The instant at which the world was made, unix seconds; nothing in it is later.
    public var now: Int

    /// A world of `scenes` scenes, or one more.
    ///
    /// Every ``WorldCase`` comes once as far as the size permits, then they come by their weight. The same seed and
    /// size make the same world, but for its times, which count back from `now` (by default, this moment).
    public static func make(seed: UInt64, scenes: Int, now: Int? = nil) -> World {
        var builder = WorldBuilder(seed: seed, now: now ?? Int(time(nil)))
        var once = WorldCase.allCases.shuffled(using: &builder.random)
        let often = WorldCase.allCases.flatMap { Array(repeating: $0, count: $0.weight) }
        while builder.stash.scenes.count < scenes { builder.make(once.popLast() ?? builder.random.pick(often)) }
        builder.makeStrangers(scenes / 20)
        return World(builder)
    }

    /// About eighty scenes, for people to look at: every kind of gap, and every outcome but one that needs a fault.
    public static func demo(now: Int? = nil) -> World {
        var builder = WorldBuilder(seed: 20, now: now ?? Int(time(nil)))
        for made in WorldCase.allCases { builder.make(made) }
        for _ in 1...6 { builder.make(.inSync) }
        builder.makeStrangers(3)
        return World(builder)
    }

    /// A world for measuring: nearly all in sync, nothing odd. 100 000 scenes take about a second to make.
    public static func large(scenes: Int, seed: UInt64 = 1, now: Int? = nil) -> World {
        var builder = WorldBuilder(seed: seed, now: now ?? Int(time(nil)))
        let kinds: [WorldCase] =
            Array(repeating: .inSync, count: 12) + Array(repeating: .listDecides, count: 6)
            + [.fresh, .emptyStudio]
        while builder.stash.scenes.count < scenes { builder.make(builder.random.pick(kinds)) }
        return World(builder)
    }

    init(_ builder: WorldBuilder) {
        var builder = builder
        builder.close()
        (stash, plex, now) = (builder.stash, builder.plex, builder.now)
        (truth, truthWithHistory, history) = (builder.truth, builder.truthWithHistory, builder.history)
        (mappings, libraries) = (Self.mappings, Self.chosenLibraries)
        history[stash.lastIDs.scene + 100] = now - 86_400
    }

    /// The other tool's `sync_timestamps.json`; it writes whole and broken seconds.
    public var historyJSON: String {
        let entries = history.sorted { $0.key < $1.key }.map { id, at in
            "\"\(id)\": \(at)\(id % 3 == 0 ? ".25" : "")"
        }
        return "{\(entries.joined(separator: ", "))}\n"
    }
}

extension WorldBuilder {
    /// Items that no scene knows.
    mutating func makeStrangers(_ count: Int) {
        for number in 0..<count {
            let file = PlexPart(
                "/media/clips/other/home video \(number).mp4", size: 900 + number, duration: 900 + number)
            let made = now - 50 * Self.day
            plex.items.append(
                PlexItem(
                    ratingKey: ratingKey(), section: 3, title: "home video \(number)", media: [PlexMedia([file])],
                    addedAt: made, updatedAt: made))
        }
    }
}
