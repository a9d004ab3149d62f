import Database
import Lab
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel
import Synchronization
import TestSupport
import Transport

@testable import SyncEngine

/// A clock that goes with the machine's and can be set forward.
final class TestClock: Sendable {
    private let ahead = Mutex(0)

    func advance(_ duration: Duration) { ahead.withLock { $0 += Int(duration / .milliseconds(1)) } }

    var now: Instant {
        let (seconds, attoseconds) = Self.epoch.duration(to: .now).components
        let elapsed = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        return Instant(rawValue: Self.start + elapsed + ahead.withLock { $0 })
    }

    private static let epoch = ContinuousClock.now
    private static let start = unixSeconds() * 1000
}

/// A made world on two fake servers, and an engine with a state folder of its own.
final class Bench: Sendable {
    let servers: LabServers
    let folder = TemporaryFolder()
    let clock = TestClock()
    let store: Store

    var stash: FakeStash { servers.stash }
    var plex: FakePlex { servers.plex }

    init(_ world: World, release: Lab.StashRelease = .v0_30) throws {
        let clock = self.clock
        servers = try LabServers(world: world, release: release, clock: { clock.now.seconds })
        store = try Self.open(folder)
    }

    deinit { servers.stop() }

    private static func open(_ folder: TemporaryFolder) throws -> Store {
        try Store.open(at: folder("plexsync.db"), schemas: [QueueSchema.schema, LedgerSchema.schema])
    }

    var settings: EngineSettings {
        var settings = EngineSettings()
        settings.libraries = servers.world.libraries
        settings.paths = servers.world.mappings.map { PathMapping(stash: $0.stash, plex: $0.plex) }
        settings.stashURL = servers.stash.url
        return settings
    }

    /// - Parameters:
    ///   - store: Another process's view of the same file, where one is wanted.
    ///   - plex: Stands between us and Plex.
    ///   - patience: How long Plex may take for an answer.
    func engine(
        store other: Store? = nil, plex wrap: (any Transport) -> any Transport = { $0 }, token: String? = nil,
        patience: Duration? = nil, pace: Pace? = nil, with change: (inout EngineSettings) -> Void = { _ in }
    ) -> Engine {
        var settings = self.settings
        change(&settings)
        let clock = self.clock
        let retry = ReadRetry(sleep: { _ in })
        var limits = PlexClient.usualLimits
        limits.total = patience ?? limits.total
        return Engine(
            store: other ?? store, stateFolder: folder.path, settings: settings,
            stash: StashClient(url: stash.url, apiKey: servers.stashKey, transport: CurlTransport(), retry: retry),
            plex: PlexClient(
                url: plex.url, token: token ?? servers.plexToken, clientIdentifier: "test", version: "1",
                transport: wrap(CurlTransport()), retry: retry, limits: limits),
            jobs: JobStore(maxWaiting: 100_000, pace: pace),
            activity: NoActivity(), now: { clock.now })
    }

    /// A second process on the same state folder.
    func secondStore() throws -> Store { try Self.open(folder) }

    /// Waiting moves the clock; every job is due again at once after its wait.
    var options: DrainOptions {
        var options = DrainOptions()
        let clock = self.clock
        options.sleep = { clock.advance($0) }
        options.jitter = { 1 }
        return options
    }

    func enqueue(_ scenes: [Int], priority: Queue.Priority = .hook) async throws {
        let now = clock.now.rawValue
        _ = try await store.write { transaction in
            try JobStore(maxWaiting: 100_000).enqueue(
                scenes.map { NewJob(key: "scene:\($0)", priority: priority, why: ["hook"]) }, now: now, in: transaction)
        }
    }

    func jobs(_ states: Set<JobState> = Set(JobState.allCases)) async throws -> [Job] {
        try await store.read { try JobStore().jobs(JobFilter(states: states), in: $0) }
    }

    /// Every gap there is, by scene.
    func gaps(_ engine: Engine? = nil) async throws -> [Int: Gap] {
        let found = Found()
        _ = try await (engine ?? self.engine()).findGaps(GapQuery()) { await found.add($0.gap) }
        return await found.gaps
    }

    func reconcile(_ engine: Engine? = nil, _ change: (inout ReconcileRequest) -> Void = { _ in }) async throws
        -> ReconcileReport
    {
        var request = ReconcileRequest(query: GapQuery())
        change(&request)
        return try await (engine ?? self.engine()).reconcile(request) { _ in }
    }

    func item(_ key: Int) throws -> PlexItem {
        guard let item = plex.library.items.first(where: { $0.ratingKey == key }) else { throw NoSuchItem(key: key) }
        return item
    }

    struct NoSuchItem: Error { let key: Int }

    private actor Found {
        var gaps: [Int: Gap] = [:]
        func add(_ gap: Gap) { gaps[gap.scene.rawValue] = gap }
    }
}
