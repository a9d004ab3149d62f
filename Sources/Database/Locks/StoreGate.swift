#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The lock beside the database under which every write transaction and every checkpoint runs, in every process.
///
/// SQLite 3.40 has a rare race between a writer that starts the WAL anew and another that checkpoints it; behind one gate
/// the two never meet. The gate is also what writers queue at, so that none fails as busy.
///
/// Two files: who waits for the gate holds the *turn*. So a program that writes in a tight loop, and would win the gate
/// back each time before a waiter looks, has to queue behind that waiter.
final class StoreGate {
    private let gate: Int32
    private let turn: Int32
    private let path: String
    private let limit: Duration

    /// - Parameter limit: How long to wait for the gate. A transaction holds it for milliseconds, so only a stopped or
    ///   hanging program makes it run out.
    init(beside database: String, limit: Duration = .seconds(60)) throws {
        path = database + ".lock"
        self.limit = limit
        gate = try LockFile.open(path)
        do { turn = try LockFile.open(database + ".turn") } catch {
            close(gate)
            throw error
        }
    }

    deinit {
        close(turn)
        close(gate)
    }

    /// Runs `body` while no other program, and no other store of this one, writes.
    /// - Throws: ``StoreError/busy(path:seconds:)`` when the gate is not free in time; else what `body` throws.
    func hold<Result>(_ body: () throws -> Result) throws -> Result {
        try enter()
        defer { flock(gate, LOCK_UN) }
        return try body()
    }

    private func enter() throws {
        let start = ContinuousClock.now
        // The turn is a courtesy, the gate is the lock: who is stopped while it holds the turn must not stop all.
        let hasTurn = try wait(for: turn, until: start + min(limit, .seconds(5)))
        defer { if hasTurn { flock(turn, LOCK_UN) } }
        guard try wait(for: gate, until: start + limit) else {
            throw StoreError.busy(path: path, seconds: Int(limit / .seconds(1)))
        }
    }

    /// `flock` has no time limit, so this looks again and again, ever less often: from 50 µs to 2 ms.
    private func wait(for file: Int32, until deadline: ContinuousClock.Instant) throws -> Bool {
        var pause: UInt32 = 50
        while try !LockFile.tryLock(file, path: path) {
            guard ContinuousClock.now < deadline else { return false }
            usleep(pause)
            pause = min(pause * 2, 2000)
        }
        return true
    }
}
