import Database
import Lab
import Ledger
import PlexAPI
import Queue
import Rules
import StashAPI
import SyncEngine
import SyncModel
import Synchronization
import TestSupport
import Testing
import Transport
import YAML

/// Two fake servers over a small world, one state folder, rules as a text, and a clock that is set by hand; any number of
/// hosts may be started on them.
final class HostBench: Sendable {
    struct BadRules: Error, CustomStringConvertible { let description: String }

    let folder = TemporaryFolder()
    let servers: LabServers
    let store: Store
    let gate = GatedTransport()
    private let clock: Mutex<Instant>
    private let yaml: Mutex<String>
    private let told = Mutex<[HostNews]>([])
    private let late = Mutex<(@Sendable () throws -> Void)?>(nil)

    init(_ rules: String, at start: String = "2026-03-01T00:00:00Z") throws {
        let start = try #require(Instant(rfc3339: start))
        clock = Mutex(start)
        yaml = Mutex(rules)
        let box = ClockBox()
        servers = try LabServers(world: World.make(seed: 5, scenes: 30, now: start.seconds), clock: { box.seconds })
        store = try Store.open(
            at: folder("plexsync.db"), schemas: [QueueSchema.schema, LedgerSchema.schema])
        box.set(start)
        self.box = box
    }

    private let box: ClockBox

    deinit { servers.stop() }

    var now: Instant { clock.withLock { $0 } }
    var news: [HostNews] { told.withLock { $0 } }
    var codes: [String] { news.map(\.code) }
    func forgetNews() { told.withLock { $0 = [] } }

    func set(_ time: String) throws { set(try #require(Instant(rfc3339: time))) }
    func set(_ time: Instant) {
        clock.withLock { $0 = time }
        box.set(time)
    }
    func advance(_ seconds: Int) { set(now.advanced(seconds: seconds)) }

    /// Has it done while the configuration is read next, too late for that reading.
    func writeLate(_ write: @escaping @Sendable () throws -> Void) { late.withLock { $0 = write } }

    /// What a host reads from now on.
    func write(_ rules: String) { yaml.withLock { $0 = rules } }

    func host(
        files: [String] = [],
        work: (@Sendable (Engine, WorkerPace) async throws -> Void)? = nil
    ) async throws -> AutomationHost {
        var around = HostSurroundings(
            load: { [self] noted in
                for file in files { noted.note(file) }
                let rules = Result { try self.rules() }
                if let write = late.withLock({ late in
                    defer { late = nil }
                    return late
                }) {
                    try write()
                }
                return HostPlan(engine: engine(), rules: try rules.get())
            },
            tell: { [self] news in told.withLock { $0.append(news) } })
        around.work = work
        return try await AutomationHost(around)
    }

    func engine() -> Engine {
        Engine(
            store: store, stateFolder: folder.path, settings: settings,
            stash: StashClient(url: servers.stash.url, apiKey: servers.stashKey, transport: gate),
            plex: PlexClient(
                url: servers.plex.url, token: servers.plexToken, clientIdentifier: "bench", version: "0",
                transport: gate),
            jobs: JobStore(), activity: NoActivity(), now: { [self] in now })
    }

    private var settings: EngineSettings {
        var settings = EngineSettings()
        settings.paths = servers.world.mappings.map { PathMapping(stash: $0.stash, plex: $0.plex) }
        settings.zone = .utc
        return settings
    }

    private func rules() throws -> RuleEngine {
        let document = Document(bytes: Array(yaml.withLock { $0 }.utf8), file: "rules.yaml")
        var rules: [Rule] = []
        if let root = document.root {
            document.log.mapping(root, path: "", isWhole: document.isWhole) {
                rules = $0.rules("rules", enabledFields: FieldSettings().enabled)
            }
        }
        if let fault = document.log.faults.first { throw BadRules(description: fault.description) }
        return RuleEngine(rules: rules, zone: .utc)
    }

    /// Ticks of all hosts, side by side, and then what they have started.
    func tick(_ hosts: [AutomationHost]) async throws {
        // Two rounds: a run leaves its turn to what waits for it.
        for _ in 1...3 {
            for host in hosts { try await host.tick() }
            for host in hosts { await host.settle() }
        }
    }

    /// Runs so far as `rule trigger result`, the oldest first.
    func runs() async throws -> [String] {
        try await records().map { "\($0.rule ?? "-") \($0.trigger) \($0.result.rawValue)" }
    }

    func records() async throws -> [RunRecord] {
        try await store.read { try RunLog.list(limit: 1000, in: $0) }.reversed()
    }
}

/// The lab's clock.
private final class ClockBox: Sendable {
    private let time = Mutex(0)
    var seconds: Int { time.withLock { $0 } }
    func set(_ instant: Instant) { time.withLock { $0 = instant.seconds } }
}

/// Real HTTP behind a gate: while it is shut, requests wait, and those of a cancelled task fail.
final class GatedTransport: Transport {
    private let inner = CurlTransport(CurlTransport.Options())
    private let state = Mutex<(isShut: Bool, waiting: [CheckedContinuation<Void, Never>], arrivals: Int)>(
        (false, [], 0))

    func shut() { state.withLock { $0.isShut = true } }

    func open() {
        let waiting = state.withLock { state in
            defer { state = (false, [], state.arrivals) }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    /// Requests that wait before the gate.
    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGo = state.withLock { state in
                    if state.isShut, !Task.isCancelled { state.waiting.append(continuation) }
                    return !state.isShut || Task.isCancelled
                }
                if mayGo { continuation.resume() }
            }
        } onCancel: {
            open()
        }
        return try await inner.send(request)
    }
}
