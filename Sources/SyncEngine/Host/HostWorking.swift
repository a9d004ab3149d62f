import SyncModel

/// Ends a worker whose plan is no longer the host's.
private struct OutOfDate: Error {}

extension AutomationHost {
    /// Keeps a worker at work.
    func work(_ now: Instant) {
        guard let work = around.work, worker == nil, workerRest.map({ $0.until <= now }) ?? true else { return }
        let (engine, mine) = (plan.engine, generation)
        worker = Task {
            do {
                try await work(engine) { [weak self] duration in
                    guard let self else { throw CancellationError() }
                    try await self.rest(duration, of: mine, engine)
                }
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

    /// Waits by the host's own beat: an idle host wakes once a second.
    private func rest(_ duration: Duration, of generation: Int, _ engine: Engine) async throws {
        let until = engine.now().advanced(milliseconds: Int(duration / .milliseconds(1)) - Self.early)
        repeat {
            try await pulse.next()
            if generation != self.generation { throw OutOfDate() }
        } while engine.now() < until
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
