import Database
import Ledger
import Queue
import SyncModel

/// The right to write to one Plex server, held by one batch of all processes at a time: nobody of us writes to an item
/// between another's reading it and its read-back.
///
/// Its file says whose it is. A worker that hangs, or was stopped, keeps its lock with it; once its jobs' leases have run
/// out the file is taken away from it and a new one is made, as its jobs are taken away and given to another. A person's
/// undo has no jobs: it keeps the lock for as long as it lives.
struct WriterLock: Sendable {
    enum Holder: Hashable, Sendable {
        /// By the name of its lease.
        case worker(String)
        case undo(String)

        init?(text: String) {
            if text.isEmpty { return nil }
            self = text.hasPrefix(Self.undoMark) ? .undo(String(text.dropFirst(Self.undoMark.count))) : .worker(text)
        }

        var text: String {
            switch self {
            case .worker(let name): name
            case .undo(let name): Self.undoMark + name
            }
        }

        private static let undoMark = "undo "
    }

    let path: String
    let holder: Holder

    /// - Parameter isAtWork: Whether that holder may still write: a worker with jobs whose lease runs, an undo that lives.
    /// - Returns: `nil` where another one at work holds it for all of `limit`.
    func take(within limit: Duration, isAtWork: (Holder) async throws -> Bool) async throws -> OSLock? {
        let start = ContinuousClock.now
        while true {
            if let lock = try await attempt(isAtWork: isAtWork) { return lock }
            guard start.duration(to: .now) < limit else { return nil }
            try await Task.sleep(for: .milliseconds(50), clock: .suspending)
        }
    }

    /// Who takes the lock, and who takes it away, does so with the turn in hand: so a file that was just taken by a living
    /// worker is never the one that is removed.
    private func attempt(isAtWork: (Holder) async throws -> Bool) async throws -> OSLock? {
        guard let turn = try OSLock.take(at: path + ".turn") else { return nil }
        defer { turn.release() }
        if let lock = try OSLock.take(at: path) {
            try lock.write(holder.text)
            return lock
        }
        guard let other = try OSLock.text(at: path).flatMap(Holder.init(text:)), try await !isAtWork(other) else {
            return nil
        }
        try OSLock.forget(path)
        let lock = try OSLock.take(at: path)
        try lock?.write(holder.text)
        return lock
    }
}

extension Engine {
    /// Waits, `limit` at most, for the right to write to that Plex server: one at a time, in all processes.
    func takeWriterLock(
        _ servers: ProbedServers, as holder: WriterLock.Holder, within limit: Duration
    ) async throws -> OSLock? {
        let path = "\(stateFolder)/writer-\(servers.server.rawValue).lock"
        return try await WriterLock(path: path, holder: holder).take(within: limit, isAtWork: isAtWork)
    }

    private func isAtWork(_ holder: WriterLock.Holder) async throws -> Bool {
        switch holder {
        case .worker(let name):
            let now = self.now().rawValue
            return try await store.read { [jobs] in try jobs.isAtWork(name, now: now, in: $0) }
        case .undo(let name): return try leases.isHeld(name)
        }
    }
}
