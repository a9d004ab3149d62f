import Configuration
import Database
import Rules
import SyncEngine
import SyncModel
import Synchronization

/// What a host is given of the world: its configuration, its page, systemd, and whom it tells.
final class HostSetting: Sendable {
    private let app: App
    private let delivers: Bool
    private let tell: @Sendable (HostNews) -> Void
    private let notice: ServiceNotice
    private let page: HostPage
    private let heart = Beat()

    private struct State: Sendable {
        var lastSign: ContinuousClock.Instant?
        var isReady = false
        var host: AutomationHost?
        var wantsStop = false
        /// Those of the configuration, told once.
        var warnings: [String] = []
    }

    private let state = Mutex(State())

    init(_ app: App, delivers: Bool, tell: @escaping @Sendable (HostNews) -> Void) {
        (self.app, self.delivers, self.tell) = (app, delivers, tell)
        notice = ServiceNotice(environment: app.wiring.environment)
        page = HostPage(app.wiring)
    }

    /// The host, ready to run, with its page where one is wanted.
    func start() async throws -> AutomationHost {
        var around = HostSurroundings(load: { [self] in try await load($0) }, tell: { [self] in take($0) })
        around.beat = { [self] in beat() }
        around.sleep = { [heart] _ in try await heart.next() }
        around.reloads = { [notice] in notice.send(.reloading) }
        if delivers {
            around.work = { engine, pace in
                var options = DrainOptions()
                (options.waits, options.isByHand) = (true, false)
                (options.sleep, options.awaitJobs) = (pace.rest, pace.awaitJobs)
                _ = try await engine.drain(options)
            }
        }
        let host = try await AutomationHost(around)
        let wantsStop = state.withLock { state in
            (state.isReady, state.host) = (true, host)
            return state.wantsStop
        }
        if wantsStop { await host.stop() }
        followPage()
        notice.send(.ready)
        return host
    }

    /// Has the host stop, as soon as there is one.
    func stop() async {
        let host = state.withLock { state in
            state.wantsStop = true
            return state.host
        }
        await host?.stop()
    }

    /// Has the host read its configuration anew; one that is not there yet will read it anyway.
    func reload() async { await state.withLock { $0.host }?.reload() }

    /// Tells why the host ended although nobody asked it to.
    func report(_ error: any Error) { take(.trouble("The host has ended: \(error)")) }

    /// Closes the page.
    func end() {
        page.close()
        heart.end()
    }

    private func load(_ files: FilesNoted) async throws -> HostPlan {
        let location = try await app.workspace.location(app.choices)
        let path = location.rulesFile
        // Later, a file that is gone is a change like any other.
        if !state.withLock({ $0.isReady }), let missing = location.missingFile { throw missing }
        let settings = try await app.workspace.settings(at: path, files: files.reader)
        let warnings = settings.warnings.map(\.description)
        let isNew = state.withLock { state in
            defer { state.warnings = warnings }
            return state.warnings != warnings
        }
        if isNew { for warning in warnings { take(.trouble(warning)) } }
        let engine = try await app.workspace.engine(settings, app.choices, QuietActivity(take))
        page.use(settings, engine.store)
        return HostPlan(engine: engine, rules: settings.ruleEngine)
    }

    private func take(_ news: HostNews) {
        page.note(news, at: app.wiring.now())
        tell(news)
        switch news {
        case .reloaded:
            followPage()
            notice.send(.ready)  // after `.reloading`, as systemd wants it
        case .reloadRefused: notice.send(.ready)
        case .stopping: notice.send(.stopping)
        default: break
        }
    }

    private func followPage() {
        for news in page.follow() { take(news) }
    }

    private func beat() {
        page.beat()
        let now = ContinuousClock.now
        let (signs, isReady) = state.withLock { state in
            guard let interval = notice.watchdog, state.lastSign.map({ $0.duration(to: now) >= interval / 2 }) ?? true
            else { return (false, state.isReady) }
            state.lastSign = now
            return (true, state.isReady)
        }
        if signs { notice.send(.watchdog) }
        if isReady { followPage() }
    }
}

/// Warnings of use cases become news; progress does not.
private struct QuietActivity: Activity {
    private let take: @Sendable (HostNews) -> Void
    init(_ take: @escaping @Sendable (HostNews) -> Void) { self.take = take }
    func progress(_ step: Step) {}
    func warn(_ sentence: String) { take(.trouble(sentence)) }
}
