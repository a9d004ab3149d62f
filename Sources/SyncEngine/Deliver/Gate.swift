import Database
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel
import Transport

/// The gates in front of both servers for one worker: whether it may call, and a cheap look at one that failed. What
/// opens and closes them is shared by all processes through the database.
struct Gates: Sendable {
    let engine: Engine
    let lease: WorkerLease
    let leases: WorkerLeases

    /// What a server that rests means for who wants to call it.
    enum Admission: Sendable {
        case go
        case wait(until: Instant, Failure?)
    }

    /// Whether calls may be made. Where the server's rest is over, this asks it first, once and for all processes.
    ///
    /// - Parameter byHand: A person asked: one look is allowed although the server rests.
    func admit(to server: ServerName, byHand: Bool) async throws -> Admission {
        let now = engine.now().rawValue
        let breaker = try await engine.store.read { [jobs = engine.jobs] in
            try jobs.breaker(for: server.rawValue, now: now, in: $0)
        }
        if case .closed = breaker.state, breaker.restUntil.map({ $0 <= now || byHand }) ?? true { return .go }
        let admission = try await engine.store.write { [jobs = engine.jobs, lease, leases] in
            try jobs.admit(to: server.rawValue, by: lease.name, byHand: byHand, now: now, in: $0) {
                try leases.isHeld($0)
            }
        }
        switch admission {
        case .go(.ordinary): return .go
        case .wait(let until): return .wait(until: Instant(rawValue: until), nil)
        case .go(let pass): return try await probe(server, pass)
        }
    }

    private func probe(_ server: ServerName, _ pass: CircuitBreaker.Pass) async throws -> Admission {
        do {
            let failure = try await look(at: server)
            try await record(failure?.call ?? .answered, pass, server, failure)
            guard let failure else { return .go }
            let now = engine.now().rawValue
            let breaker = try await engine.store.read { [jobs = engine.jobs] in
                try jobs.breaker(for: server.rawValue, now: now, in: $0)
            }
            return .wait(until: Instant(rawValue: breaker.waitsUntil ?? now), failure)
        } catch {
            // Else nobody would be let through until the probe's time is up.
            try await record(.cancelled, pass, server, nil)
            throw error
        }
    }

    /// The cheapest question that needs all of the server; one request. `nil` where it was answered.
    func look(at server: ServerName) async throws -> Failure? {
        switch server {
        case .plex:
            do { _ = try await engine.plex.tryingOnce.libraries() } catch .cancelled { throw CancellationError() } catch
            {
                return Failure(error)
            }
        case .stash:
            do {
                let status = try await engine.stash.tryingOnce.systemStatus()
                if !status.isReady { return Failure(StashError.notReady(status: status.status)) }
            } catch .cancelled { throw CancellationError() } catch { return Failure(error) }
        }
        return nil
    }

    /// What a failure amounts to once the server was looked at: its own fault, or the server's.
    func judged(_ failure: Failure) async throws -> Failure {
        guard failure.isOpenToDoubt else { return failure }
        if try await resting(failure.server) != nil { return failure.asServerDown }
        let second = try await look(at: failure.server)
        return second?.asServerDown ?? failure.asOwnFault
    }

    /// Why the server is to be left alone now; `nil` where it may be asked. For who has waited since it was let through.
    func resting(_ server: ServerName) async throws -> Failure? {
        let now = engine.now().rawValue
        return try await engine.store.read { [jobs = engine.jobs] transaction in
            let breaker = try jobs.breaker(for: server.rawValue, now: now, in: transaction)
            if case .closed = breaker.state { return nil }
            let outages = try jobs.outages(of: server.rawValue, since: now, in: transaction)
            return Failure(resting: server, cause: outages.last { $0.end == nil }?.cause ?? "It asked for that.")
        }
    }

    /// A person's command was answered by both servers: one that was left alone until now is back.
    func answeredByHand() async throws {
        for server in ServerName.allCases where try await resting(server) != nil {
            try await record(.answered, .byHand, server, nil)
        }
    }

    private func record(
        _ call: CircuitBreaker.Call, _ pass: CircuitBreaker.Pass, _ server: ServerName, _ failure: Failure?
    ) async throws {
        let now = engine.now().rawValue
        _ = try await engine.store.write { [jobs = engine.jobs] transaction in
            try jobs.record(
                call, of: pass, to: server.rawValue, cause: failure?.error.description ?? "", now: now, in: transaction)
        }
    }

    /// Takes note of how a call outside a batch went; `nil` was answered.
    func record(_ failure: Failure?, of server: ServerName) async throws {
        try await record(failure?.call ?? .answered, .ordinary, server, failure)
    }

    /// Takes note of a failure outside a batch.
    func record(_ failure: Failure) async throws { try await record(failure.call, .ordinary, failure.server, failure) }
}

extension Gates {
    /// The engine with clients whose reads stop trying once a server rests, whichever process found it down. Each try
    /// that finds it down counts as a call of its own: so many workers together open the breaker as fast as one.
    var watchedEngine: Engine {
        engine.with(stash: engine.stash.watched(by: watch(.stash)), plex: engine.plex.watched(by: watch(.plex)))
    }

    private func watch(_ server: ServerName) -> ReadRetry.Watch {
        ReadRetry.Watch(
            failed: { error in
                guard let failure = Failure(error), case .serverDown = failure.verdict else { return }
                // The read's own failure is what matters; that of the store is met by the next who writes.
                do { try await record(.missed(), .ordinary, server, failure) } catch { return }
            },
            mayTryAgain: { do { return try await resting(server) == nil } catch { return false } })
    }
}

extension CircuitBreaker {
    /// The earliest instant at which anybody may call; `nil` where that is now.
    fileprivate var waitsUntil: Int? {
        let byState: Int? =
            switch state {
            case .closed: nil
            case .open(let until), .probing(_, let until): until
            }
        return [byState, restUntil].compactMap { $0 }.max()
    }
}

extension Engine {
    /// Where workers of this state folder hold their leases.
    var leases: WorkerLeases { WorkerLeases(folder: stateFolder + "/workers") }
}
