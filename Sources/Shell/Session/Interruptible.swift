import Glibc
import Synchronization
import Terminal

/// Runs `body` as a task that `^C` and SIGTERM cancel: for a script or a single command, as the prompt does it itself.
///
/// `body` may clean up; a second `^C` ends the process at once, as if nobody had listened. Not within a session.
///
/// - Returns: what `body` returned; where a signal came, 128 and its number.
public func interruptible(_ body: @escaping @Sendable () async -> Int32) async -> Int32 {
    await interruptible(by: .ofProcess, body)
}

func interruptible(by signals: Signals, _ body: @escaping @Sendable () async -> Int32) async -> Int32 {
    guard let mailbox = Mailbox() else { return await body() }
    let before = signals.listen(ringing: mailbox.rope)
    defer { signals.restore(before) }
    let task = Task { await body() }
    let heard = Mutex<Int32?>(nil)
    let watching = Task {
        await withCheckedContinuation { done in
            startThread {
                done.resume(returning: firstSignal(mailbox, signals))
            }
        }
    }
    let canceller = Task {
        guard let signal = await watching.value else { return }
        heard.withLock { $0 = signal }
        task.cancel()
        signals.restore(before)  // the next one ends the process
    }
    let code = await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        task.cancel()
    }
    mailbox.post { $0.isLeaving = true }
    await canceller.value
    return heard.withLock { $0 }.map { 128 + $0 } ?? code
}

private func firstSignal(_ mailbox: Mailbox, _ signals: Signals) -> Int32? {
    while true {
        var bell = pollfd(fd: mailbox.bell, events: Int16(POLLIN), revents: 0)
        _ = poll(&bell, 1, -1)
        let isOver = mailbox.empty().isLeaving
        if signals.takeInterrupt() { return SIGINT }
        if let signal = signals.endingSignal { return signal }
        if isOver { return nil }
    }
}
