import SyncModel

/// Ends a worker whose plan is no longer the host's.
private struct OutOfDate: Error {}

/// How a worker waits within a host: by the host's own beat, so that an idle one wakes once a second and asks nothing.
public struct WorkerPace: Sendable {
    /// Waits all of the time.
    public let rest: @Sendable (Duration) async throws -> Void
    /// Waits until somebody has written to the database, at most so long; `nil` is for ever.
    public let awaitJobs: @Sendable (Duration?) async throws -> Void
}

/// What a worker waits for.
struct WorkerWait: Sendable {
    /// `nil`: no time ends it.
    let until: Instant?
    let endsWithChange: Bool
    let generation: Int
}

extension AutomationHost {
    /// Keeps a worker at work.
    func work(_ now: Instant) {
        guard let work = around.work, worker == nil, workerRest.map({ $0.until <= now }) ?? true else { return }
        let (engine, mine) = (plan.engine, generation)
        changesWorkedOff = storeChanges
        let pace = WorkerPace(
            rest: { [weak self] duration in
                guard let self else { throw CancellationError() }
                try await self.rest(duration, endsWithChange: false, of: mine)
            },
            awaitJobs: { [weak self] duration in
                guard let self else { throw CancellationError() }
                try await self.rest(duration, endsWithChange: true, of: mine)
            })
        worker = Task {
            do {
                try await work(engine, pace)
                workerEnded(nil)
            } catch is OutOfDate {
                workerEnded(nil)
            } catch is CancellationError {
                workerEnded(nil)
            } catch {
                workerEnded(error)
            }
        }
    }

    /// Wakes the worker where its wait is over.
    func beat(_ now: Instant) async {
        if let wait = workerWait, isOver(wait, now) { await pulse.beat() }
    }

    private func isOver(_ wait: WorkerWait, _ now: Instant) -> Bool {
        wait.generation != generation || wait.until.map { $0 <= now } ?? false
            || (wait.endsWithChange && changesWorkedOff != storeChanges)
    }

    private func rest(_ duration: Duration?, endsWithChange: Bool, of generation: Int) async throws {
        let until = duration.map {
            plan.engine.now().advanced(milliseconds: Int(min($0, .seconds(86_400)) / .milliseconds(1)) - Self.early)
        }
        let wait = WorkerWait(until: until, endsWithChange: endsWithChange, generation: generation)
        defer { workerWait = nil }
        // What was written since the worker looked is looked at now; a time that has come waits for the beat all the same.
        if !endsWithChange || changesWorkedOff == storeChanges {
            workerWait = wait
            repeat { try await pulse.next() } while !isOver(wait, plan.engine.now())
        }
        changesWorkedOff = storeChanges
        if generation != self.generation { throw OutOfDate() }
    }

    /// Milliseconds by which a beat may come early and still be the one that was meant.
    private static let early = 500

    private func workerEnded(_ error: (any Error)?) {
        worker = nil
        guard let error else {
            workerRest = nil
            return
        }
        let seconds = min(300, max(15, (workerRest?.seconds ?? 0) * 2))
        workerRest = (plan.engine.now().advanced(seconds: seconds), seconds)
        around.tell(.workerFailed("\(error)"))
    }
}
