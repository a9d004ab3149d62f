/// One beat that several loops wait for, so that an idle host wakes once a second and not once for each of them.
actor Pulse {
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var last = 0

    /// Returns at the next beat, or at once where the task is cancelled.
    func next() async throws {
        last += 1
        let id = last
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { waiters[id] = continuation }
            }
        } onCancel: {
            Task { await self.release(id) }
        }
        try Task.checkCancellation()
    }

    func beat() {
        let all = waiters.values
        waiters = [:]
        for waiter in all { waiter.resume() }
    }

    /// Whether anybody waits for the next beat.
    var isAwaited: Bool { !waiters.isEmpty }

    private func release(_ id: Int) { waiters.removeValue(forKey: id)?.resume() }
}
