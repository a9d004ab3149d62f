import Configuration
import Database
import Rules
import StatusPage
import SyncEngine
import SyncModel
import Synchronization

/// What a host is given of the world: its configuration, its page, systemd, and whom it tells.
final class HostSetting: Sendable {
    private let app: App
    private let delivers: Bool
    private let tell: @Sendable (HostNews) -> Void
    private let notice: ServiceNotice
    private let startedAt: Instant

    private struct State: Sendable {
        var settings: Settings?
        var store: Store?
        var page: (listen: ListenAddress, server: StatusServer)?
        /// The latest first.
        var news: [(at: Instant, text: String)] = []
        var lastBeat = ContinuousClock.now
        var lastSign: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private static let newsKept = 30

    init(_ app: App, delivers: Bool, tell: @escaping @Sendable (HostNews) -> Void) {
        (self.app, self.delivers, self.tell) = (app, delivers, tell)
        notice = ServiceNotice(environment: app.wiring.environment)
        startedAt = app.wiring.now()
    }

    /// The host, ready to run, with its page where one is wanted.
    func start() async throws -> AutomationHost {
        var around = HostSurroundings(load: { [self] in try await load() }, tell: { [self] in take($0) })
        around.beat = { [self] in beat() }
        if delivers {
            around.work = { engine, sleep in
                var options = DrainOptions()
                (options.waits, options.isByHand, options.sleep) = (true, false, sleep)
                _ = try await engine.drain(options)
            }
        }
        let host = try await AutomationHost(around)
        try servePage()
        notice.send(.ready)
        return host
    }

    /// Tells why the host ended although nobody asked it to.
    func report(_ error: any Error) { take(.trouble("The host has ended: \(error)")) }

    /// Closes the page and tells systemd.
    func end() {
        notice.send(.stopping)
        let page = state.withLock { state in
            defer { state.page = nil }
            return state.page
        }
        page?.server.stop()
    }

    // MARK: Configuration

    private func load() async throws -> HostPlan {
        let read = FilesRead()
        let path = try await app.workspace.location(app.choices).rulesFile
        let settings = try await app.workspace.settings(at: path, files: read.reader)
        for warning in settings.warnings { take(.trouble(warning.description)) }
        let engine = try await app.workspace.engine(settings, app.choices, QuietActivity(take))
        state.withLock { state in (state.settings, state.store) = (settings, engine.store) }
        return HostPlan(engine: engine, rules: settings.ruleEngine, files: read.all)
    }

    private func take(_ news: HostNews) {
        let line = (at: app.wiring.now(), text: news.description)
        state.withLock { state in state.news = [line] + state.news.prefix(Self.newsKept - 1) }
        tell(news)
        guard case .reloaded = news else { return }
        do { try servePage() } catch { tell(.trouble("\(error)")) }
    }

    private func beat() {
        let now = ContinuousClock.now
        let signs = state.withLock { state in
            state.lastBeat = now
            guard let interval = notice.watchdog, state.lastSign.map({ $0.duration(to: now) >= interval / 2 }) ?? true
            else { return false }
            state.lastSign = now
            return true
        }
        if signs { notice.send(.watchdog) }
    }

    // MARK: The page

    /// Opens the page where the configuration has it now; closes another.
    private func servePage() throws {
        let (wanted, old) = state.withLock { ($0.settings?.host.listen, $0.page) }
        if wanted == old?.listen { return }
        state.withLock { $0.page = nil }
        old?.server.stop()
        guard let wanted else { return }
        if !wanted.isLoopback {
            tell(.trouble("The status page on \(wanted.host) can be read by everybody who reaches this machine."))
        }
        let source = StatusServer.Source(
            snapshot: { [self] in try await snapshot() }, trouble: { [self] in trouble() })
        let server = try StatusServer(source, address: wanted.host, port: wanted.port)
        state.withLock { $0.page = (wanted, server) }
        tell(.trouble("The status page is at http://\(wanted.host):\(server.port)/."))
    }

    private func snapshot() async throws -> StatusSnapshot {
        let (settings, store, news) = state.withLock { ($0.settings, $0.store, $0.news) }
        let now = app.wiring.now()
        guard let settings, let store else { throw CommandEnd.failed("The host has not read its configuration yet.") }
        var snapshot = try await store.read { try StatusSnapshot(in: $0, now: now) }
        snapshot.next = try await settings.ruleEngine.next(in: store, now: now)
        snapshot.version = app.wiring.versions.first?.version ?? ""
        snapshot.startedAt = startedAt
        snapshot.requests = app.wiring.requests()
        snapshot.news = news
        return snapshot
    }

    /// Well is who has looked at the clock within the last half minute.
    private func trouble() -> String? {
        let silence = state.withLock { $0.lastBeat.duration(to: .now) }
        return silence < .seconds(30)
            ? nil : "The host has not looked at the clock for \(silence.components.seconds) s."
    }
}

/// Warnings of use cases become news; progress does not.
private struct QuietActivity: Activity {
    private let take: @Sendable (HostNews) -> Void
    init(_ take: @escaping @Sendable (HostNews) -> Void) { self.take = take }
    func progress(_ step: Step) {}
    func warn(_ sentence: String) { take(.trouble(sentence)) }
}
