/// Keeps a server that fails from being asked, by every process: its state lives in the store.
///
/// A value with no clock, lock or log in it: instants come in, in UTC milliseconds. Only failures of the server count (no
/// connection, time-out, 5xx, 429); a 404 is an answer.
public struct CircuitBreaker: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Calls go through.
        case closed(missesInARow: Int)
        /// None does, until then one may probe.
        case open(until: Int)
        /// One caller asks whether the server is back; it has until then.
        case probing(by: String, until: Int)
    }

    /// When to open, and for how long.
    public struct Limits: Hashable, Sendable {
        public var missesInARow = 5
        /// With so many calls in a minute, half of them missed is enough.
        public var callsInAMinute = 10
        public var firstRest: Duration = .seconds(15)
        public var longestRest: Duration = .seconds(300)
        public var longestRetryAfter: Duration = .seconds(3600)
        /// A probe that takes longer is thought lost.
        public var probe: Duration = .seconds(60)

        public init() {}
    }

    /// What a call was let through as.
    public enum Pass: Hashable, Sendable {
        case ordinary, probe
        /// A person asked, who may try once although the server rests.
        case byHand
    }

    public enum Admission: Hashable, Sendable {
        case go(Pass)
        /// Not before then, in UTC milliseconds.
        case wait(until: Int)
    }

    /// How a call ended.
    public enum Call: Hashable, Sendable {
        case answered
        case missed(retryAfter: Duration? = nil)
        /// We ended it ourselves: nothing is learnt.
        case cancelled
    }

    /// What a call has changed.
    public enum Change: Hashable, Sendable { case opened, closed }

    public private(set) var state: State
    /// Times it opened since it was last closed: each rest is twice the one before.
    public private(set) var openings: Int
    /// The server itself asked to be left alone until then.
    public private(set) var restUntil: Int?
    private(set) var recent: RecentCalls
    public let limits: Limits

    public init(limits: Limits = Limits()) {
        self.init(state: .closed(missesInARow: 0), openings: 0, restUntil: nil, recent: RecentCalls(), limits: limits)
    }

    init(state: State, openings: Int, restUntil: Int?, recent: RecentCalls, limits: Limits = Limits()) {
        self.state = state
        self.openings = openings
        self.restUntil = restUntil
        self.recent = recent
        self.limits = limits
    }

    /// Pulls back what the clock has left too far ahead: no rest is longer than its rule allows.
    public mutating func hold(to now: Int) {
        switch state {
        case .closed: break
        case .open(let until): state = .open(until: min(until, now + limits.longestRest.wholeMilliseconds))
        case .probing(let caller, let until):
            state = .probing(by: caller, until: min(until, now + limits.probe.wholeMilliseconds))
        }
        restUntil = restUntil.map { min($0, now + limits.longestRetryAfter.wholeMilliseconds) }
    }

    /// Asks to make a call. A caller that may go as a probe is the only one until it is recorded.
    /// - Parameters:
    ///   - caller: Names the process; only a prober's name is kept.
    ///   - byHand: A person asked for this call.
    public mutating func admit(_ caller: String, byHand: Bool = false, at now: Int) -> Admission {
        let isClosed = if case .closed = state { true } else { false }
        if byHand { return .go(isClosed ? .ordinary : .byHand) }
        if let restUntil, now < restUntil { return .wait(until: max(restUntil, waitsUntil ?? restUntil)) }
        switch state {
        case .closed: return .go(.ordinary)
        case .open(let until) where now < until: return .wait(until: until)
        case .probing(_, let until) where now < until: return .wait(until: until)
        case .open, .probing:
            state = .probing(by: caller, until: now + limits.probe.wholeMilliseconds)
            return .go(.probe)
        }
    }

    private var waitsUntil: Int? {
        switch state {
        case .closed: nil
        case .open(let until), .probing(_, let until): until
        }
    }

    /// The prober is gone: the next caller may probe.
    public mutating func forgetProbe(at now: Int) {
        if case .probing = state { state = .open(until: now) }
    }

    /// Takes note of how a call ended.
    ///
    /// While the server rests only the probe and a person's call count: what was under way when it opened tells nothing new.
    public mutating func record(_ call: Call, of pass: Pass, at now: Int) -> Change? {
        if case .missed(let wanted?) = call, wanted > .zero {
            let until = now + min(wanted, limits.longestRetryAfter).wholeMilliseconds
            restUntil = max(restUntil ?? until, until)
        }
        switch (state, call, pass) {
        case (.closed, .cancelled, _): return nil
        case (.closed(let misses), _, _): return recordClosed(call == .answered ? 0 : misses + 1, at: now)
        case (_, .answered, .probe), (_, .answered, .byHand): return close()
        case (.probing, .missed, .probe): return open(at: now)
        case (.probing, .cancelled, .probe):
            state = .open(until: now)  // else no probe would ever be let through again
            return nil
        case (.open, _, _), (.probing, _, _): return nil
        }
    }

    private mutating func recordClosed(_ misses: Int, at now: Int) -> Change? {
        recent.add(missed: misses > 0, at: now)
        state = .closed(missesInARow: misses)
        let many = recent.calls >= limits.callsInAMinute && recent.missed * 2 >= recent.calls
        guard misses > 0, misses >= limits.missesInARow || many else { return nil }
        return open(at: now)
    }

    /// Opens anew. That a probe failed is no change.
    private mutating func open(at now: Int) -> Change? {
        let wasClosed = if case .closed = state { true } else { false }
        let rest = min(limits.firstRest * (1 << min(openings, 20)), limits.longestRest)
        state = .open(until: now + rest.wholeMilliseconds)
        openings += 1
        return wasClosed ? .opened : nil
    }

    private mutating func close() -> Change {
        state = .closed(missesInARow: 0)
        (openings, restUntil, recent) = (0, nil, RecentCalls())
        return .closed
    }
}
