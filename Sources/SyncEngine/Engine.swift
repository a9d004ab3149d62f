public import Database
public import PlexAPI
public import Queue
public import StashAPI
public import SyncModel

/// The use cases, with all that they need; made once per process.
public struct Engine: Sendable {
    public let store: Store
    /// Folder of the database and of the locks beside it.
    public let stateFolder: String
    public let settings: EngineSettings
    public let stash: StashClient
    public let plex: PlexClient
    public let jobs: JobStore
    public let activity: any Activity
    /// Our own clock.
    public let now: @Sendable () -> Instant

    public init(
        store: Store, stateFolder: String, settings: EngineSettings, stash: StashClient, plex: PlexClient,
        jobs: JobStore, activity: any Activity, now: @escaping @Sendable () -> Instant
    ) {
        (self.store, self.stateFolder, self.settings, self.stash) = (store, stateFolder, settings, stash)
        (self.plex, self.jobs, self.activity, self.now) = (plex, jobs, activity, now)
    }

    /// Runs a write again where another program, stopped in the midst of one of its own, kept the state locked: nobody
    /// else can do our work meanwhile, so nothing is gained by giving up.
    ///
    /// - Throws: ``StoreError/busy(path:seconds:)`` after five tries, each of a minute.
    func patiently<Result>(_ write: () async throws -> Result) async throws -> Result {
        for _ in 1...4 {
            do { return try await write() } catch let error as StoreError {
                guard case .busy = error else { throw error }
                activity.warn("\(error) The worker goes on when it is free.")
                try Task.checkCancellation()
            }
        }
        return try await write()
    }

    /// The same with other clients of both servers.
    func with(stash: StashClient, plex: PlexClient) -> Engine {
        Engine(
            store: store, stateFolder: stateFolder, settings: settings, stash: stash, plex: plex, jobs: jobs,
            activity: activity, now: now)
    }

    /// The same on another store, such as a private copy.
    func with(store: Store) -> Engine {
        Engine(
            store: store, stateFolder: stateFolder, settings: settings, stash: stash, plex: plex, jobs: jobs,
            activity: activity, now: now)
    }
}
