/// Something that goes wrong at a fake Plex: what, for which requests, from when, how often.
public struct PlexFault: Sendable {
    public enum Kind: Sendable {
        /// Answers right, but late.
        case latency(Duration)
        /// A small HTML page with this status, as 401, 403, 500 and 503 come.
        case status(Int)
        /// 429 with a `Retry-After` as given, whatever it is; none where `nil`.
        case tooManyRequests(retryAfter: String?)
        /// The connection is reset instead of an answer.
        case reset
        /// The connection is reset after so many bytes of the body.
        case resetAfter(Int)
        /// The connection ends after half of the body.
        case cut
        /// Half of the body under a header that fits it: whole to HTTP, cut to JSON.
        case truncated
        /// A page of a proxy, with status 200.
        case html
        /// Nothing comes until the client leaves.
        case hang
        /// Each page after the first of a listing knows a quarter fewer items.
        case shrinkingTotal
        /// A page has this many rows, whatever was asked for.
        case pageSize(Int)
        /// Every page is the first one.
        case offsetIgnored
        /// No paging: every listing is whole.
        case pagingIgnored
        /// A listing knows only the first so many items (a library half loaded; 0 for an empty one).
        case listsOnly(Int)
        /// Edits are answered with 200, and nothing changes.
        case ignoresEdits
        /// The last text of an edit is stored in another form: what is read back is not what was sent.
        case storesOtherForm
        /// Edits are carried out, but the answer is a reset: the client cannot know.
        case editsThenResets
    }

    /// The requests that can be hit.
    public enum Scope: Sendable {
        case all
        /// All but `/identity`, which a Plex answers while its library still starts.
        case library
        /// Lists of items.
        case listings
        /// Items by their rating keys.
        case items
        /// Every PUT, POST and DELETE.
        case writes
        /// Requests whose path begins so.
        case path(String)
    }

    public var kind: Kind
    public var scope: Scope
    /// How many requests of the scope are let through first.
    public var after: Int
    /// How many are hit then; `nil` for all to come.
    public var times: Int?

    public init(_ kind: Kind, on scope: Scope = .library, after: Int = 0, times: Int? = nil) {
        (self.kind, self.scope, self.after, self.times) = (kind, scope, after, times)
    }
}

extension PlexFault.Scope {
    func covers(method: String, path: String) -> Bool {
        switch self {
        case .all: true
        case .library: path != "/identity"
        case .listings:
            method == "GET" && path.hasPrefix("/library/sections/") && path.hasSuffix("/all")
                && path != "/library/sections/all"
        case .items: method == "GET" && path.hasPrefix("/library/metadata/")
        case .writes: method != "GET" && method != "HEAD"
        case .path(let start): path.hasPrefix(start)
        }
    }
}

/// The faults switched on, each with its count of requests seen.
struct ArmedFaults: Sendable {
    private var armed: [(fault: PlexFault, seen: Int)] = []

    init(_ faults: [PlexFault] = []) { armed = faults.map { ($0, 0) } }

    var faults: [PlexFault] { armed.map(\.fault) }

    /// Counts the request for every fault that covers it, and says which hit it.
    mutating func hit(method: String, path: String) -> [PlexFault.Kind] {
        var hits: [PlexFault.Kind] = []
        for index in armed.indices where armed[index].fault.scope.covers(method: method, path: path) {
            let fault = armed[index].fault
            let seen = armed[index].seen
            armed[index].seen += 1
            if seen >= fault.after, fault.times.map({ seen < fault.after + $0 }) ?? true { hits.append(fault.kind) }
        }
        return hits
    }
}
