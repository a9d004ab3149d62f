import Database
import Ledger
import SyncModel

/// Where a scene without an item belongs, and how sure it is that Plex lacks it.
struct MissingJudge: Sendable {
    let paths: PathMap
    /// Of every library of the server, unsupported ones included.
    let roots: LibraryRoots
    let chosen: Set<Library.Key>
    let servers: ProbedServers

    init(paths: PathMap, roots: LibraryRoots, chosen: Set<Library.Key>, servers: ProbedServers) {
        (self.paths, self.roots, self.chosen, self.servers) = (paths, roots, chosen, servers)
    }

    enum Whereabouts {
        /// All its paths are under no mapping and no root.
        case unmapped
        /// All are below libraries that were not chosen.
        case elsewhere
        /// Below chosen libraries, or, with no place, under a mapping that leads below no root.
        case here([LibraryRoots.Place])
    }

    func places(of path: String) -> [LibraryRoots.Place] { roots.places(of: paths.toPlex(path).path) }

    func whereabouts(of row: SceneRow) -> Whereabouts {
        let all = row.files.map { (isMapped: paths.toPlex($0.path).isMapped, places: places(of: $0.path)) }
        if all.allSatisfy({ !$0.isMapped && $0.places.isEmpty }) { return .unmapped }
        let isElsewhere = all.allSatisfy { file in
            !file.places.isEmpty && !file.places.contains { chosen.contains($0.library.key) }
        }
        if isElsewhere { return .elsewhere }
        return .here(all.flatMap(\.places).filter { chosen.contains($0.library.key) })
    }

    /// The first place below a chosen library that holds byte for byte.
    func surePlace(of row: SceneRow) -> LibraryRoots.Place? {
        row.files.lazy.flatMap { places(of: $0.path) }.first { $0.isSure && chosen.contains($0.library.key) }
    }

    /// When the latest of the scene's files came to its place, by our clock; `nil` where a time cannot be read.
    func appeared(_ row: SceneRow) -> Instant? {
        var latest: Instant?
        for file in row.files {
            guard let created = file.createdAt.instant, let updated = file.updatedAt.instant else { return nil }
            latest = max(latest ?? created, max(created, updated))
        }
        return latest.map(servers.ours(stash:))
    }

    func wasScanned(_ library: Library, since appeared: Instant) -> Bool {
        library.scannedAt.map { servers.ours(plexSeconds: $0) >= appeared } ?? false
    }

    /// Whether the library was listed in full and scanned after the file appeared.
    func isSurelyMissing(
        _ row: SceneRow, _ places: [LibraryRoots.Place], _ libraries: [Library.Key: LibraryKnowledge]
    ) -> Bool {
        guard let place = places.first(where: \.isSure), let appeared = appeared(row),
            let listedAt = libraries[place.library.key]?.listedAt
        else { return false }
        return listedAt >= appeared && wasScanned(place.library, since: appeared)
    }
}

extension MissingJudge {
    /// Which of these libraries have scenes below their folders. O(files), with one look at the roots for each folder.
    func withScenesBelow(
        _ libraries: Set<Library.Key>, in transaction: ReadTransaction
    ) throws -> Set<Library.Key> {
        if libraries.isEmpty { return [] }
        var (folders, found): (Set<[UInt8]>, Set<Library.Key>) = ([], [])
        var latest: [UInt8] = []
        try SceneIndex.eachPath(in: transaction) { path in
            // A root ends at a separator, so what precedes the last one decides for all files of a folder.
            guard let end = path.utf8.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else {
                return
            }
            let folder = path.utf8[...end]
            if folder.elementsEqual(latest) { return }
            latest = Array(folder)
            guard folders.insert(latest).inserted else { return }
            found.formUnion(places(of: path).lazy.map(\.library.key).filter(libraries.contains))
        }
        return found
    }
}
