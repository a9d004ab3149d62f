import SyncModel

/// How long the drainer stays: decided from what it sees in the queue, without a clock of its own.
struct DrainerStay: Sendable {
    /// What waits.
    struct Outlook: Hashable, Sendable {
        /// When the next job is due; `nil` where none will be.
        var due: Instant?
        /// Jobs that wait, due or not.
        var waiting: Int
        /// Somebody else sees to the queue: a host, or the person who has paused it.
        var isLeftToOthers: Bool

        static let nothing = Outlook(due: nil, waiting: 0, isLeftToOthers: true)
    }

    enum Verdict: Hashable, Sendable {
        case work, leave
        case wait(Duration)
    }

    /// Seconds for which jobs are waited for of which nothing came or went. A Plex that is down overnight is back by then.
    static let longest = 86_400
    /// Seconds for which a Stash that does not answer is waited for.
    static let patienceWithStash = 60
    /// Looks at an empty queue: three seconds, for hooks come one after another.
    private static let looksAtNothing = 12
    /// Looks at short intervals before they become longer: a minute.
    private static let quickLooks = 240

    private var lastChange: Instant
    private var waiting: Int?
    private var looks = 0

    init(_ now: Instant) { lastChange = now }

    /// Jobs were tried.
    mutating func worked() { looks = 0 }

    /// What to do now; each call is one look.
    mutating func judge(_ outlook: Outlook, _ now: Instant) -> Verdict {
        if outlook.isLeftToOthers { return .leave }
        if waiting != outlook.waiting { (waiting, lastChange) = (outlook.waiting, now) }
        let isWorthIt = now < lastChange.advanced(seconds: Self.longest)
        if let due = outlook.due, due <= now { return isWorthIt ? .work : .leave }
        looks += 1
        guard outlook.due == nil ? looks <= Self.looksAtNothing : isWorthIt else { return .leave }
        return .wait(looks > Self.quickLooks ? .seconds(1) : .milliseconds(250))
    }

    /// Whether a Stash that has not answered since is not waited for any longer.
    func isOver(stashDownSince since: Instant?, _ now: Instant) -> Bool {
        since.map { now >= $0.advanced(seconds: Self.patienceWithStash) } ?? false
    }
}
