import PlexAPI
import Queue
import StashAPI

/// The one place where it is decided what an error of a server means for the job that met it (`DESIGN.md` 6). No switch
/// here has a `default`: a new error does not compile until it is decided.
extension Verdict {
    init(_ error: StashError) {
        switch error {
        case .unreachable, .timedOut, .notReady: self = .serverDown()
        case .tooManyRequests(_, let wait): self = .serverDown(retryAfter: wait)
        case .overloaded(let status, _, let wait):
            self = (502...504).contains(status) ? .serverDown(retryAfter: wait) : .tryAgain(retryAfter: wait)
        case .tokenRefused, .forbidden, .redirectedToLogin: self = .pauseQueue
        case .redirected, .notJSON, .malformed, .tooLarge, .queryRefused, .serverFault, .status: self = .tryAgain()
        case .cancelled: self = .serverDown()
        }
    }

    init(_ error: PlexError) {
        switch error {
        case .unreachable, .timedOut: self = .serverDown()
        case .tooManyRequests(_, let wait): self = .serverDown(retryAfter: wait)
        case .overloaded(_, _, let wait): self = .serverDown(retryAfter: wait)
        case .tokenRefused, .forbidden: self = .pauseQueue
        // An item that is gone is looked for anew; the others may pass.
        case .notFound, .busy, .truncated, .notJSON, .unexpectedAnswer, .redirected, .refused: self = .tryAgain()
        // The same request would be refused for ever.
        case .badRequest, .failed: self = .giveUp
        case .cancelled: self = .serverDown()
        }
    }
}

extension CircuitBreaker.Call {
    init(_ error: StashError) {
        switch error {
        case .unreachable, .timedOut, .notReady, .notJSON: self = .missed()
        case .tooManyRequests(_, let wait), .overloaded(_, _, let wait): self = .missed(retryAfter: wait)
        case .tokenRefused, .forbidden, .redirectedToLogin, .redirected, .malformed, .tooLarge, .queryRefused,
            .serverFault, .status:
            self = .answered
        case .cancelled: self = .cancelled
        }
    }

    init(_ error: PlexError) {
        switch error {
        // An answer that was cut, or is a proxy's page, is no answer of Plex.
        case .unreachable, .timedOut, .truncated, .notJSON, .busy: self = .missed()
        case .tooManyRequests(_, let wait), .overloaded(_, _, let wait): self = .missed(retryAfter: wait)
        case .refused(_, let status): self = status >= 500 ? .missed() : .answered
        case .tokenRefused, .forbidden, .notFound, .badRequest, .unexpectedAnswer, .redirected, .failed:
            self = .answered
        case .cancelled: self = .cancelled
        }
    }
}

/// Whether the cheapest question tells more: is it the server, or this one request? A server that says when to come
/// back, or refuses the token, has told all.
extension StashError {
    var isOpenToDoubt: Bool {
        switch self {
        case .unreachable, .timedOut, .notJSON: true
        case .overloaded(let status, _, let wait): wait == nil && !(502...504).contains(status)
        case .notReady, .tokenRefused, .forbidden, .redirectedToLogin, .redirected, .malformed, .tooLarge,
            .queryRefused, .serverFault, .status, .tooManyRequests, .cancelled:
            false
        }
    }
}

extension PlexError {
    var isOpenToDoubt: Bool {
        switch self {
        case .unreachable, .timedOut, .truncated, .notJSON, .busy: true
        case .refused(_, let status): status >= 500
        case .unexpectedAnswer, .redirected, .tokenRefused, .forbidden, .notFound, .badRequest, .tooManyRequests,
            .overloaded, .failed, .cancelled:
            false
        }
    }
}

extension EngineError {
    /// Whether something came, but no JSON or not all of it.
    fileprivate var isUnreadableAnswer: Bool {
        switch self {
        case .stashProbe(.notJSON), .plexProbe(.notJSON), .plexProbe(.truncated): true
        default: false
        }
    }
}

/// The servers as the queue names them.
public enum ServerName: String, CaseIterable, Hashable, Sendable {
    case stash, plex

    /// As sentences begin with it.
    var title: String {
        switch self {
        case .stash: "Stash"
        case .plex: "Plex"
        }
    }
}

/// A failed exchange, as the queue sees it.
struct Failure: Error, Hashable, Sendable {
    let server: ServerName
    let verdict: Verdict
    let call: CircuitBreaker.Call
    /// Whether a look at the server may tell more than the failure itself.
    let isOpenToDoubt: Bool
    /// The same as a use case throws it.
    let error: EngineError

    init(_ error: StashError) {
        (server, verdict, call) = (.stash, Verdict(error), CircuitBreaker.Call(error))
        isOpenToDoubt = error.isOpenToDoubt
        self.error = .stashProbe(error)
    }

    init(_ error: PlexError) {
        (server, verdict, call) = (.plex, Verdict(error), CircuitBreaker.Call(error))
        isOpenToDoubt = error.isOpenToDoubt
        self.error = .plexProbe(error)
    }

    /// No call was made, since the server is being left alone.
    init(resting server: ServerName, cause: String) {
        (self.server, verdict, call, isOpenToDoubt) = (server, .serverDown(), .cancelled, false)
        error = .resting(server, cause: cause)
    }

    private init(_ other: Failure, _ verdict: Verdict, call: CircuitBreaker.Call? = nil) {
        (server, error, isOpenToDoubt) = (other.server, other.error, false)
        (self.verdict, self.call) = (verdict, call ?? other.call)
    }

    /// What a use case threw; `nil` for what is no failure of a server.
    init?(_ error: any Error) {
        switch error {
        case EngineError.stashProbe(let error), EngineError.stashRead(let error): self.init(error)
        case EngineError.plexProbe(let error), EngineError.plexRead(let error): self.init(error)
        case let error as StashError: self.init(error)
        case let error as PlexError: self.init(error)
        case EngineError.resting(let server, let cause): self.init(resting: server, cause: cause)
        default: return nil
        }
    }

    /// A server that says nothing sensible to the cheapest question either is down, whatever it said before.
    var asServerDown: Failure {
        switch verdict {
        case .tryAgain(let wait): Failure(self, .serverDown(retryAfter: wait))
        case .giveUp, .notInPlexYet, .done: Failure(self, .serverDown())
        case .serverDown, .pauseQueue: self
        }
    }

    /// A failure right after a good answer to the cheapest question is that request's own. A page or a cut body counts
    /// for nothing then: the server has answered.
    var asOwnFault: Failure {
        var verdict = verdict
        if case .serverDown(let wait) = verdict { verdict = .tryAgain(retryAfter: wait) }
        return Failure(self, verdict, call: error.isUnreadableAnswer ? .answered : call)
    }

    /// Whether the rest of the batch would fare no better.
    var stopsBatch: Bool {
        switch verdict {
        case .serverDown, .pauseQueue: true
        case .done, .tryAgain, .notInPlexYet, .giveUp: false
        }
    }

    func ending(mark: [UInt8]? = nil) -> Ending {
        Ending(verdict, error: error.description, code: error.code, mark: mark)
    }
}
