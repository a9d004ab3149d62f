import Configuration
import Database
import StatusPage
import SyncEngine
import SyncModel
import Synchronization

/// The status page of a host: where the configuration wants it, with what the host knows.
final class HostPage: Sendable {
    private let wiring: Wiring
    private let startedAt: Instant

    private struct State: Sendable {
        var settings: Settings?
        var store: Store?
        var open: (listen: ListenAddress, server: StatusServer)?
        /// The address that can't be had, and when it is tried again.
        var refused: (listen: ListenAddress, again: ContinuousClock.Instant)?
        /// The latest first.
        var news: [(at: Instant, text: String)] = []
        var lastBeat = ContinuousClock.now
    }

    private let state = Mutex(State())
    private static let newsKept = 30
    private static let patience = Duration.seconds(15)

    init(_ wiring: Wiring) { (self.wiring, startedAt) = (wiring, wiring.now()) }

    func use(_ settings: Settings, _ store: Store) {
        state.withLock { state in (state.settings, state.store) = (settings, store) }
    }

    func note(_ news: HostNews, at now: Instant) {
        state.withLock { $0.news = [(now, news.description)] + $0.news.prefix(Self.newsKept - 1) }
    }

    func beat() { state.withLock { $0.lastBeat = .now } }

    /// Opens the page where the configuration has it now, and closes another. An address that somebody has, most likely
    /// another host, is no reason not to work: it is tried again now and then.
    ///
    /// - Returns: What there is to tell.
    func follow() -> [HostNews] {
        let (wanted, open, refused) = state.withLock { ($0.settings?.host.listen, $0.open, $0.refused) }
        if wanted == open?.listen { return [] }
        if let refused, refused.listen == wanted, .now < refused.again { return [] }
        guard let wanted else {
            close()
            return []
        }
        let server: StatusServer
        do { server = try makeServer(wanted) } catch {
            state.withLock { $0.refused = (wanted, .now + Self.patience) }
            let goesOn = open == nil ? "" : " The page stays where it was."
            return refused?.listen == wanted ? [] : [.trouble("There is no status page: \(error).\(goesOn)")]
        }
        state.withLock { state in (state.open, state.refused) = ((wanted, server), nil) }
        open?.server.stop()
        let host = wanted.host.contains(":") ? "[\(wanted.host)]" : wanted.host
        let everybody = "The status page on \(host) can be read by everybody who reaches this machine."
        return (wanted.isLoopback ? [] : [.trouble(everybody)]) + [.page("http://\(host):\(server.port)/")]
    }

    private func makeServer(_ listen: ListenAddress) throws -> StatusServer {
        let source = StatusServer.Source(
            snapshot: { [self] in try await snapshot() }, trouble: { [self] in trouble() })
        return try StatusServer(source, address: listen.host, port: listen.port)
    }

    func close() {
        let open = state.withLock { state in
            defer { state.open = nil }
            return state.open
        }
        open?.server.stop()
    }

    private func snapshot() async throws -> StatusSnapshot {
        let (settings, store, news) = state.withLock { ($0.settings, $0.store, $0.news) }
        let now = wiring.now()
        guard let settings, let store else { throw CommandEnd.failed("The host has not read its configuration yet.") }
        var snapshot = try await store.read { try StatusSnapshot(in: $0, now: now) }
        snapshot.next = try await settings.ruleEngine.next(in: store, now: now)
        snapshot.version = wiring.versions.first?.version ?? ""
        snapshot.startedAt = startedAt
        snapshot.requests = wiring.requests()
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
