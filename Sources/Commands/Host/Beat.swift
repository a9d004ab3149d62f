import Foundation
import Glibc
import Synchronization

/// A beat a second, from a thread of its own.
///
/// Each wait is relative and the system's own, so a clock that is set by hand, or faked for the program by libfaketime,
/// neither holds it up nor hurries it; a deadline of Swift's would be missed then.
final class Beat: Sendable {
    private struct State: Sendable {
        var waiting: CheckedContinuation<Void, Never>?
        var hasEnded = false
    }

    private let state = Mutex(State())
    private static let milliseconds: Int32 = 1000

    init() {
        Thread.detachNewThread { [weak self] in
            while true {
                _ = poll(nil, 0, Self.milliseconds)
                guard let self, !state.withLock({ $0.hasEnded }) else { return }
                release()
            }
        }
    }

    /// Returns at the next beat. For one task at a time.
    /// - Throws: `CancellationError`, at once.
    func next() async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.hasEnded { return true }
                    state.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            release()
        }
        try Task.checkCancellation()
    }

    func end() {
        state.withLock { $0.hasEnded = true }
        release()
    }

    private func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
