import Database
import Ledger
import PlexAPI
import StashAPI
public import SyncModel

/// How one scene was matched, with all that led there.
public struct MatchExplanation: Sendable {
    /// One file of the scene, on its way to an item.
    public struct File: Sendable {
        /// The file with its candidates on every rung.
        public let candidates: MatchFile
        /// Where Plex should know it.
        public let mapped: PathMap.Mapped
        /// Libraries under whose root that lies; the longest root decides.
        public let places: [LibraryRoots.Place]
    }

    public let scene: Scene.ID
    public let title: String?
    public let verdict: SceneVerdict
    public let match: MatchResult
    /// Set by a person; they come before every rung.
    public let pinned: [Target]
    public let files: [File]
}

/// What `match` found.
public struct MatchReport: Sendable {
    public let scenes: [MatchExplanation]
    /// Every library of the server.
    public let libraries: [Library]
    /// Keys of those that are indexed.
    public let used: Set<Library.Key>
    public let doubts: [String]
}

/// What a person names to `match`.
public enum MatchSubject: Hashable, Sendable {
    case scene(Scene.ID)
    /// As Stash sees it, or as Plex does.
    case path(String)
}

extension Engine {
    /// Finds the item of a scene and says how, rung by rung. Reads both servers as a search does, and writes to neither.
    ///
    /// - Throws: ``EngineError/noSuchScene(_:)`` where Stash has no such scene, or none with such a file.
    public func explainMatch(of subject: MatchSubject) async throws -> MatchReport {
        try await looking { engine in
            let servers = try await engine.probe()
            var request = SearchRequest()
            let wanted = try await engine.scenes(meantBy: subject)
            request.scenes = Set(wanted)
            var scanned: [ScannedScene] = []
            let end = try await engine.search(request, servers) { scanned += $0 }
            guard !scanned.isEmpty else { throw EngineError.noSuchScene(subject.text) }
            let explaining = MatchExplaining(engine: engine, servers: servers)
            return MatchReport(
                scenes: try await explaining.explain(scanned), libraries: servers.plex.libraries,
                used: Set(servers.libraries.map(\.key)), doubts: end.doubts)
        }
    }

    /// A path is Stash's own if Stash knows it; else it is taken for one of Plex and mapped back.
    private func scenes(meantBy subject: MatchSubject) async throws -> [Scene.ID] {
        guard case .path(let path) = subject else {
            if case .scene(let id) = subject { return [id] }
            return []
        }
        let paths = [path] + PathMap(settings.paths).toStash(path).filter { !sameBytes($0, path) }
        let owners = try await reading { () async throws(StashError) in try await stash.sceneIDs(atPaths: paths) }
        guard let found = paths.lazy.compactMap({ owners[$0] }).first(where: { !$0.isEmpty }) else {
            throw EngineError.noSuchScene(path)
        }
        return found
    }
}

extension MatchSubject {
    fileprivate var text: String {
        switch self {
        case .scene(let id): String(id.rawValue)
        case .path(let path): path
        }
    }
}

/// Gathers what the ladder saw.
private struct MatchExplaining: Sendable {
    let engine: Engine
    let servers: ProbedServers

    func explain(_ scanned: [ScannedScene]) async throws -> [MatchExplanation] {
        let (paths, roots) = (PathMap(engine.settings.paths), LibraryRoots(servers.plex.libraries))
        let lookup = CandidateLookup(server: servers.server, paths: paths)
        let indexed = Set(servers.libraries.map(\.key))
        return try await engine.store.read { [server = servers.server] transaction in
            try scanned.map { scanned in
                let row = try SceneIndex.rows([scanned.verdict.scene], in: transaction).first
                let files = try row.map { try lookup.files(of: [$0], everyRung: true, in: transaction) }?.first ?? []
                return MatchExplanation(
                    scene: scanned.verdict.scene, title: row?.title, verdict: scanned.verdict, match: scanned.match,
                    pinned: try Pins.targets(of: scanned.verdict.scene, server: server, in: transaction),
                    files: files.map { file in
                        let mapped = paths.toPlex(file.file.path)
                        return MatchExplanation.File(
                            candidates: file.within(indexed), mapped: mapped,
                            places: roots.places(of: mapped.path))
                    })
            }
        }
    }
}
