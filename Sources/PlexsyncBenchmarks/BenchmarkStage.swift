import Database
import Foundation
import Lab
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncEngine
import SyncModel
import Transport

/// A large made library on two fake servers, and a state folder of its own.
struct BenchmarkStage {
    let servers: LabServers
    private let folder = Self.makeName()

    init(scenes: Int) throws { servers = try LabServers(world: World.large(scenes: scenes)) }

    static func makeName() -> String { NSTemporaryDirectory() + "plexsync-benchmark-\(UUID().uuidString)" }

    static func remove(_ folder: String) {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    func end() {
        servers.stop()
        Self.remove(folder)
    }

    /// - Parameter state: Name of the state folder; another one knows nothing of what the first has seen.
    func engine(_ transport: any Transport = CurlTransport(), in state: String = "state") throws -> Engine {
        let folder = "\(self.folder)/\(state)"
        var settings = EngineSettings()
        settings.paths = servers.world.mappings.map { PathMapping(stash: $0.stash, plex: $0.plex) }
        settings.libraries = servers.world.libraries
        settings.stashURL = servers.stash.url
        return Engine(
            store: try Store.open(at: folder + "/plexsync.db", schemas: [QueueSchema.schema, LedgerSchema.schema]),
            stateFolder: folder, settings: settings,
            stash: StashClient(url: servers.stash.url, apiKey: servers.stashKey, transport: transport),
            plex: PlexClient(
                url: servers.plex.url, token: servers.plexToken, clientIdentifier: "benchmark", version: "0",
                transport: transport), jobs: JobStore(maxWaiting: .max), activity: NoActivity(),
            now: { Instant(rawValue: Int(Date().timeIntervalSince1970 * 1000)) })
    }
}
