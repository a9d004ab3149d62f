import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// What becomes of scenes that Plex has no item for: it is asked for one scan of each folder, and they wait.
struct FolderScans: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    /// A folder is not asked for twice within this time, by whichever process. A file that came after the scan has to
    /// wait so long at worst.
    private static let interval = Duration.seconds(600)

    func work(_ missing: [ScannedScene], _ work: inout BatchWork) async throws {
        if missing.isEmpty { return }
        if engine.settings.missing != .enqueue, !batch.isByHand {
            for one in missing { work.settle(one.verdict.scene, .done("missing")) }
            return
        }
        var asked: Set<LibraryFolder> = []
        for one in missing {
            let folder = folder(of: one.verdict.scene, work)
            if let folder, asked.insert(folder).inserted, let failure = try await ask(for: folder, work) {
                if failure.stopsBatch { throw failure }
                engine.activity.warn("Plex was asked to scan \(folder.path): \(failure.error.description)")
                work.note(failure)
            }
            let job = work.jobOfScene[one.verdict.scene]
            work.settle(
                one.verdict.scene,
                .end(
                    Ending(
                        .notInPlexYet, error: sentence(folder), code: "not-in-plex",
                        mark: job.flatMap { work.marks[$0.id] })))
        }
    }

    private func sentence(_ folder: LibraryFolder?) -> String {
        guard let folder else {
            return
                "Plex has no item for its file, and there is no folder to scan for it alone: scan the library in Plex."
        }
        return "Plex has no item for its file yet; it was asked to scan \(folder.path)."
    }

    /// The folder of the first file that lies for sure below a library that is used.
    private func folder(of scene: Scene.ID, _ work: BatchWork) -> LibraryFolder? {
        guard let row = work.rows.first(where: { $0.id == scene }) else { return nil }
        let servers = work.known.servers
        let paths = PathMap(engine.settings.paths)
        let roots = LibraryRoots(servers.plex.libraries)
        let chosen = Set(servers.libraries.map(\.key))
        for file in row.files where !file.isPathRepaired {
            let path = paths.toPlex(file.path).path
            let place = roots.places(of: path).first { $0.isSure && chosen.contains($0.library.key) }
            if let place, let folder = LibraryFolder(parentFolder(of: path), in: place.library) { return folder }
        }
        return nil
    }

    private func ask(for folder: LibraryFolder, _ work: BatchWork) async throws -> Failure? {
        let server = work.known.servers.server.rawValue
        let subject = "scan \(server) \(folder.library.rawValue) \(folder.path)"
        let now = engine.now().rawValue
        let may = try await engine.store.write { [jobs = engine.jobs] in
            try jobs.mayAsk(subject, every: Self.interval, now: now, in: $0)
        }
        guard may else { return nil }
        do {
            try await engine.plex.scan(folder)
            return nil
        } catch {
            try await engine.store.write { [jobs = engine.jobs] in try jobs.takeBack(asking: subject, in: $0) }
            if case .cancelled = error { throw CancellationError() }
            return try await batch.gates.judged(Failure(error))
        }
    }
}

/// What stands before the last separator, in either platform's spelling.
func parentFolder(of path: String) -> String {
    let isWindows = path.utf8.contains(UInt8(ascii: "\\")) || path.utf8.dropFirst().first == UInt8(ascii: ":")
    let end = path.utf8.lastIndex { $0 == UInt8(ascii: "/") || (isWindows && $0 == UInt8(ascii: "\\")) }
    return end.map { String(path[..<$0]) } ?? ""
}
