/// Where a scene without an item belongs, and how sure it is that Plex lacks it.
public struct MissingJudge: Sendable {
    public let paths: PathMap
    /// Of every library of the server, unsupported ones included.
    public let roots: LibraryRoots
    public let chosen: Set<Library.Key>
    public let clocks: ServerClocks

    public init(paths: PathMap, roots: LibraryRoots, chosen: Set<Library.Key>, clocks: ServerClocks) {
        (self.paths, self.roots, self.chosen, self.clocks) = (paths, roots, chosen, clocks)
    }

    public enum Whereabouts: Sendable {
        /// All its paths are under no mapping and no root.
        case unmapped
        /// All are below libraries that were not chosen.
        case elsewhere
        /// Below chosen libraries, or, with no place, under a mapping that leads below no root.
        case here([LibraryRoots.Place])
    }

    public func places(of path: String) -> [LibraryRoots.Place] { roots.places(of: paths.toPlex(path).path) }

    public func whereabouts(of files: [Scene.File]) -> Whereabouts {
        let all = files.map { (isMapped: paths.toPlex($0.path).isMapped, places: places(of: $0.path)) }
        if all.allSatisfy({ !$0.isMapped && $0.places.isEmpty }) { return .unmapped }
        let isElsewhere = all.allSatisfy { file in
            !file.places.isEmpty && !file.places.contains { chosen.contains($0.library.key) }
        }
        if isElsewhere { return .elsewhere }
        return .here(all.flatMap(\.places).filter { chosen.contains($0.library.key) })
    }

    /// The first place below a chosen library that holds byte for byte.
    public func surePlace(of files: [Scene.File]) -> LibraryRoots.Place? {
        files.lazy.flatMap { places(of: $0.path) }.first { $0.isSure && chosen.contains($0.library.key) }
    }

    /// When the latest of the files came to its place, by our clock; `nil` where a time cannot be read.
    public func appeared(_ files: [Scene.File]) -> Instant? {
        var latest: Instant?
        for file in files {
            guard let created = file.createdAt.instant, let updated = file.updatedAt.instant else { return nil }
            latest = max(latest ?? created, max(created, updated))
        }
        return latest.map(clocks.ours(stash:))
    }

    public func wasScanned(_ library: Library, since appeared: Instant) -> Bool {
        library.scannedAt.map { clocks.ours(plexSeconds: $0) >= appeared } ?? false
    }

    /// Whether the library was listed in full and scanned after the files appeared.
    func isSurelyMissing(
        _ files: [Scene.File], _ places: [LibraryRoots.Place], _ libraries: [Library.Key: LibraryKnowledge]
    ) -> Bool {
        guard let place = places.first(where: \.isSure), let appeared = appeared(files),
            let listedAt = libraries[place.library.key]?.listedAt
        else { return false }
        return listedAt >= appeared && wasScanned(place.library, since: appeared)
    }
}
