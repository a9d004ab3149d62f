import Glibc
import Synchronization
import WebServer

/// A Stash over real HTTP on loopback, as nasty as the real ones were seen to be: times as text in several offsets, refused
/// documents, errors with status 200, one dead id failing a query, names that are not UTF-8.
public final class FakeStash: Sendable {
    private let core: StashCore
    private let server: HTTPServer

    /// Starts to listen.
    /// - Parameters:
    ///   - release: Whose schema and manners it has.
    ///   - utcOffset: Seconds east of UTC in which it writes times, until ``utcOffset`` is changed.
    ///   - apiKey: Accepted in the header `ApiKey` and the query parameter `apikey`; without credentials any key is refused.
    ///   - credentials: With them every request must be authorised.
    ///   - port: 0 takes a free one.
    ///   - clock: Seconds since 1970; the machine's by default. Changes are stamped with it, answers dated by it.
    /// - Throws: `HTTPServer.StartError` where the port cannot be had.
    public init(
        library: StashLibrary, release: StashRelease = .v0_30, utcOffset: Int = 0, apiKey: String? = nil,
        credentials: StashCredentials? = nil, port: Int = 0, clock: (@Sendable () -> Int)? = nil
    ) throws {
        let state = StashState(
            library: library, release: release, utcOffset: utcOffset, apiKey: apiKey, credentials: credentials,
            clock: clock ?? { Int(time(nil)) })
        let core = try StashCore(state)
        self.core = core
        server = try HTTPServer(port: port, bodyLimit: 64 << 20) { core.answer($0) }
    }

    /// `http://127.0.0.1:PORT`
    public var url: String { "http://127.0.0.1:\(server.port)" }
    /// The port it listens on.
    public var port: Int { server.port }

    /// Ends all connections, running requests after `grace` at the latest.
    public func stop(grace: Duration = .zero) { server.stop(grace: grace) }

    /// The library as it is now.
    public var library: StashLibrary { core.read { $0.library } }

    /// Changes the library behind everybody's back: no time moves but those that `edit` sets.
    @discardableResult
    public func update<Result: Sendable>(_ edit: (inout StashLibrary) throws -> Result) rethrows -> Result {
        try core.change { try $0.edit(edit) }
    }

    /// The state that edits, faults and the log share.
    func change<Result: Sendable>(_ edit: (inout StashState) throws -> Result) rethrows -> Result {
        try core.change(edit)
    }

    func read<Result: Sendable>(_ look: (StashState) throws -> Result) rethrows -> Result { try core.read(look) }
}

/// Who may log in.
public struct StashCredentials: Sendable {
    /// Both must be set for Stash to ask for them.
    public var username: String
    /// In clear.
    public var password: String

    /// A login.
    public init(username: String, password: String) { (self.username, self.password) = (username, password) }
}

extension FakeStash {
    /// Whether it can be used.
    public var readiness: StashReadiness {
        get { read { $0.readiness } }
        set { change { $0.readiness = newValue } }
    }

    /// Seconds east of UTC in which it writes times from now on, as after a restart in another zone.
    public var utcOffset: Int {
        get { read { $0.utcOffset } }
        set { change { $0.utcOffset = newValue } }
    }

    /// The task queue.
    public var jobs: [StashJob] {
        get { read { $0.jobs } }
        set { change { $0.jobs = newValue } }
    }
}
