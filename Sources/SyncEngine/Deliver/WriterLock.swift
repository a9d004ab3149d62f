import Database
import Queue

/// The right to write to one Plex server, held by one batch of all processes at a time: nobody of us writes to an item
/// between another's reading it and its read-back.
///
/// Its file says whose it is. A worker that hangs, or was stopped, keeps its lock with it; once its jobs' leases have run
/// out the file is taken away from it and a new one is made, as its jobs are taken away and given to another.
struct WriterLock: Sendable {
    let path: String
    /// The name of the worker's lease.
    let worker: String

    /// - Parameter isAtWork: Whether the worker of that name has jobs whose lease runs.
    /// - Returns: `nil` where another worker at work holds it for all of `limit`.
    func take(within limit: Duration, isAtWork: (String) async throws -> Bool) async throws -> OSLock? {
        let start = ContinuousClock.now
        while true {
            if let lock = try await attempt(isAtWork: isAtWork) { return lock }
            guard start.duration(to: .now) < limit else { return nil }
            try await Task.sleep(for: .milliseconds(50), clock: .suspending)
        }
    }

    /// Who takes the lock, and who takes it away, does so with the turn in hand: so a file that was just taken by a living
    /// worker is never the one that is removed.
    private func attempt(isAtWork: (String) async throws -> Bool) async throws -> OSLock? {
        guard let turn = try OSLock.take(at: path + ".turn") else { return nil }
        defer { turn.release() }
        if let lock = try OSLock.take(at: path) {
            try lock.write(worker)
            return lock
        }
        guard let holder = try OSLock.text(at: path), !holder.isEmpty, try await !isAtWork(holder) else { return nil }
        try OSLock.forget(path)
        let lock = try OSLock.take(at: path)
        try lock?.write(worker)
        return lock
    }
}
