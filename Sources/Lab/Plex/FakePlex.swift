import Glibc
import Synchronization
import WebServer

/// A Plex Media Server over real HTTP on loopback, as nasty as `apis/plex.md` says real ones are.
///
/// Everything it holds can be read and changed while it runs; every request is kept for tests to look at.
public final class FakePlex: Sendable {
    private let state: SharedState
    private let server: HTTPServer

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - token: What `X-Plex-Token` must say; anything else is a 401.
    ///   - port: 0 takes a free one.
    ///   - clock: Unix seconds, the machine's by default; edits and scans stamp items with it.
    /// - Throws: `HTTPServer.StartError` where the port cannot be had.
    public init(
        library: PlexLibrary, token: String, port: Int = 0,
        clock: (@Sendable () -> Int)? = nil
    ) throws {
        let state = SharedState(PlexState(library: library, token: token, clock: clock ?? { Int(time(nil)) }))
        self.state = state
        server = try HTTPServer(port: port, bodyLimit: 32 << 20) { state.answer($0) }
    }

    /// `http://127.0.0.1:PORT`
    public var url: String { "http://127.0.0.1:\(server.port)" }
    public var port: Int { server.port }

    /// Ends all connections, running requests after `grace` at the latest.
    public func stop(grace: Duration = .zero) { server.stop(grace: grace) }

    /// The library as it is now.
    public var library: PlexLibrary { state.read { $0.library } }

    /// Changes the library behind the program's back. Times are not moved: set `updatedAt` where Plex would.
    @discardableResult
    public func update<Result: Sendable>(_ edit: (inout PlexLibrary) throws -> Result) rethrows -> Result {
        try state.change { state in
            defer { state.reindex() }
            return try edit(&state.library)
        }
    }

    /// Changes one item as a person in front of Plex would: its `updatedAt` moves if anything changed.
    public func edit(_ ratingKey: Int, _ change: (inout PlexItem) -> Void) {
        state.change {
            $0.edit(ratingKey, change)
            $0.tags.forgetSpellings()
        }
    }

    public var behaviour: PlexBehaviour {
        get { state.read { $0.behaviour } }
        set {
            state.change {
                $0.behaviour = newValue
                $0.rows = [:]
            }
        }
    }

    /// What goes wrong from now on. Setting starts all counts anew.
    public var faults: [PlexFault] {
        get { state.read { $0.faults.faults } }
        set { state.change { $0.faults = ArmedFaults(newValue) } }
    }

    /// The token asked for; changing it refuses the old one.
    public var token: String {
        get { state.read { $0.token } }
        set { state.change { $0.token = newValue } }
    }

    // MARK: What was asked

    /// Every request since the start or the last reset, those that hit a fault among them.
    public var requests: [PlexRequest] { state.read { $0.requests } }
    public var requestCount: Int { state.read { $0.requests.count } }
    /// The PUTs on items, decoded.
    public var edits: [PlexEdit] { state.read { $0.requests.compactMap(\.edit) } }
    public func resetRequests() { state.change { $0.requests = [] } }
}

/// The state under its lock, and the way of one request through it.
private final class SharedState: Sendable {
    private let state: Mutex<PlexState>

    init(_ state: sending PlexState) { self.state = Mutex(state) }

    func read<Result: Sendable>(_ body: (PlexState) -> Result) -> Result { state.withLock { body($0) } }

    func change<Result: Sendable>(_ body: (inout PlexState) throws -> Result) rethrows -> Result {
        try state.withLock { try body(&$0) }
    }

    func answer(_ request: Request) -> Response {
        let (asked, token) = PlexRequest.reading(request)
        let (reply, faults, age) = state.withLock { state -> (PlexReply, [PlexFault.Kind], PlexBehaviour.Age) in
            state.countDownScans()
            let faults = state.faults.hit(method: asked.method, path: asked.path)
            let reply = state.reply(to: asked, token: token, body: request.body, faults)
            var noted = asked
            noted.status = reply.status
            state.requests.append(noted)
            return (reply, faults, state.behaviour.age)
        }
        var response = reply.response(xml: asked.wantsXML, age)
        for fault in faults { response.spoil(fault) }
        return response
    }
}

extension PlexState {
    /// Faults that answer by a status come first, then the proxy's limit, then the token, then Plex itself.
    mutating func reply(
        to request: PlexRequest, token given: String?, body: [UInt8], _ faults: [PlexFault.Kind]
    ) -> PlexReply {
        for fault in faults {
            switch fault {
            case .status(let status): return .page(status)
            case .tooManyRequests(let after):
                var reply = PlexReply.page(429)
                if let after { reply.headers.append(("Retry-After", after)) }
                return reply
            case .html:
                return PlexReply(content: .html("<!DOCTYPE html><html><body>Please sign in</body></html>"))
            case .hang, .reset: return .empty
            default: break
            }
        }
        if request.targetLength > behaviour.longestTarget { return .page(414) }
        guard given == token || request.path == "/identity" else { return .page(401) }
        return route(request, body: body, faults)
    }
}

extension PlexRequest {
    fileprivate static func reading(_ request: Request) -> (PlexRequest, token: String?) {
        let query = request.query
        let path = request.path
        let inQuery = query.last { $0.name == "X-Plex-Token" }?.value
        var asked = PlexRequest(
            method: request.method, path: path, query: query.filter { $0.name != "X-Plex-Token" },
            headers: request.headers.filter { $0.name.lowercased() != "x-plex-token" },
            targetLength: request.target.utf8.count, bodyLength: request.body.count, tokenInQuery: inQuery != nil,
            edit: edit(request.method, path, query))
        asked.status = 0
        return (asked, request.header("X-Plex-Token") ?? inQuery)
    }

    private static func edit(_ method: String, _ path: String, _ query: [(name: String, value: String)]) -> PlexEdit? {
        let steps = path.split(separator: "/")
        guard method == "PUT", steps.count >= 3, steps[0] == "library" else { return nil }
        if steps.count == 4, steps[1] == "sections", steps[3] == "all", let section = Int(steps[2]) {
            return PlexEdit(section: section, ids: [], query: query)
        }
        guard steps.count == 3, steps[1] == "metadata" else { return nil }
        let ids = steps[2].split(separator: ",").compactMap { Int($0) }
        var edit = PlexEdit(section: nil, ids: ids, query: query)
        edit.ids = ids
        return edit
    }
}

extension Response {
    fileprivate mutating func spoil(_ fault: PlexFault.Kind) {
        switch fault {
        case .latency(let time): faults.latency = time
        case .reset, .editsThenResets: faults.broken = .reset
        case .resetAfter(let count): faults.broken = .resetAfter(count)
        case .cut: faults.broken = .closeAfter(body.count / 2)
        case .truncated: body.removeLast(body.count / 2)
        case .hang: faults.broken = .hang
        default: break
        }
    }
}
