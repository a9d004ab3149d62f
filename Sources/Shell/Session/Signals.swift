import Glibc
import Synchronization

/// The signals that a session hears. Process-wide, as signals are: one session at a time.
///
/// A handler may do almost nothing, so it sets a flag and rings the bell of the session.
enum Signals {
    private static let rope = Atomic<Int32>(-1)
    private static let interrupted = Atomic<Bool>(false)
    private static let resized = Atomic<Bool>(false)
    /// The signal that asks the process to end.
    private static let ending = Atomic<Int32>(0)
    private static let heard = [SIGINT, SIGWINCH, SIGTERM, SIGHUP]

    /// Hears signals from now on, until ``restore(_:)``. Broken pipes are errors of `write` from now on, for good.
    static func listen(ringing descriptor: Int32) -> [sigaction] {
        signal(SIGPIPE, SIG_IGN)
        rope.store(descriptor, ordering: .sequentiallyConsistent)
        interrupted.store(false, ordering: .relaxed)
        resized.store(false, ordering: .relaxed)
        ending.store(0, ordering: .relaxed)
        return heard.map { number in
            var (action, before) = (sigaction(), sigaction())
            action.__sigaction_handler.sa_handler = { Signals.take($0) }
            action.sa_flags = SA_RESTART
            sigaction(number, &action, &before)
            return before
        }
    }

    static func restore(_ actions: [sigaction]) {
        for (number, action) in zip(heard, actions) {
            var action = action
            sigaction(number, &action, nil)
        }
        rope.store(-1, ordering: .sequentiallyConsistent)
    }

    /// Whether `^C` was pressed since the last time.
    static func takeInterrupt() -> Bool { interrupted.exchange(false, ordering: .relaxed) }
    static func takeResize() -> Bool { resized.exchange(false, ordering: .relaxed) }
    static var endingSignal: Int32? {
        let number = ending.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Runs on whatever thread the signal met.
    private static func take(_ number: Int32) {
        let before = errno
        switch number {
        case SIGINT: interrupted.store(true, ordering: .relaxed)
        case SIGWINCH: resized.store(true, ordering: .relaxed)
        default: ending.store(number, ordering: .relaxed)
        }
        var byte: UInt8 = 1
        let descriptor = rope.load(ordering: .relaxed)
        if descriptor >= 0 { _ = write(descriptor, &byte, 1) }
        errno = before
    }
}
