/// What can go wrong with an answer.
public enum StashFault: Sendable {
    /// The answer comes late.
    case latency(Duration)
    /// 401 with an empty body, as for a wrong key.
    case refused
    /// 429, with `Retry-After` where it is given.
    case tooManyRequests(retryAfter: String?)
    /// 500, 502, 503 and so on, with an HTML page as a proxy sends it.
    case serverError(Int)
    /// The connection is reset before any answer.
    case reset
    /// The connection closes after so many bytes of the body.
    case truncated(after: Int)
    /// The body stops after so many bytes, and the connection stays open.
    case stalled(after: Int)
    /// Nothing is sent until the client leaves.
    case hang
    /// 200 with the login page.
    case loginPage
    /// 200, `errors` with this text, `data` null.
    case errors(String)
    /// 200 with a body that is no JSON from its middle on.
    case garbled
    /// 200, and the body never ends.
    case endless
    /// As a server that is not set up or must be migrated answers.
    case notReady(StashReadiness)
}

/// When a fault happens.
public struct StashFaultRule: Sendable {
    /// What happens.
    public var fault: StashFault
    /// Requests that go well before it.
    public var skipping: Int
    /// How often it happens; nil for ever.
    public var times: Int?
    /// Only requests whose document has this field outermost (`findScenes`), or whose path begins so (`/scene/`).
    public var on: String?

    /// A fault on requests.
    public init(_ fault: StashFault, skipping: Int = 0, times: Int? = nil, on: String? = nil) {
        (self.fault, self.skipping, self.times, self.on) = (fault, skipping, times, on)
    }

    func applies(to path: String, _ roots: [StashRequest.Root]) -> Bool {
        guard let on else { return true }
        return on.hasPrefix("/") ? path.hasPrefix(on) : roots.contains { $0.name == on }
    }
}

extension FakeStash {
    /// The faults that are switched on. The first rule that applies, and is due, decides; a latency leaves the rest to decide too.
    public var faults: [StashFaultRule] {
        get { read { $0.faults } }
        set { change { $0.faults = newValue } }
    }

    /// Switches a fault on, beside those that are.
    public func fail(_ fault: StashFault, skipping: Int = 0, times: Int? = nil, on: String? = nil) {
        change { $0.faults.append(StashFaultRule(fault, skipping: skipping, times: times, on: on)) }
    }

    /// Switches all faults off.
    public func heal() { faults = [] }

    /// Every request since the start or the last ``forgetRequests()``.
    public var requests: [StashRequest] { read { $0.requests } }

    /// How often each outermost field was asked for, by its alias where it has one.
    public var counts: [String: Int] {
        read { state in
            var counts: [String: Int] = [:]
            for request in state.requests {
                for root in request.roots { counts[root.alias ?? root.name, default: 0] += 1 }
            }
            return counts
        }
    }

    /// Begins a new log.
    public func forgetRequests() { change { $0.requests = [] } }
}

extension StashState {
    /// The faults of one request, counted down.
    mutating func takeFaults(path: String, roots: [StashRequest.Root]) -> [StashFault] {
        var taken: [StashFault] = []
        for place in faults.indices where faults[place].applies(to: path, roots) {
            if faults[place].skipping > 0 {
                faults[place].skipping -= 1
                continue
            }
            if let times = faults[place].times {
                guard times > 0 else { continue }
                faults[place].times = times - 1
            }
            taken.append(faults[place].fault)
            if case .latency = faults[place].fault { continue }
            break
        }
        return taken
    }
}
