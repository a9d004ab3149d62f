import Glibc
import Synchronization

/// The signals that a session hears.
///
/// A handler may do almost nothing, so it sets a flag and rings the bell of the session.
final class Signals: Sendable {
    /// Those of the process. They are process-wide, as signals are: one session at a time.
    static let ofProcess = Signals(handlesProcess: true)
    private static let heard = [SIGINT, SIGWINCH, SIGTERM, SIGHUP]

    private let handlesProcess: Bool
    private let rope = Atomic<Int32>(-1)
    private let interrupted = Atomic<Bool>(false)
    private let resized = Atomic<Bool>(false)
    /// The signal that asks the process to end.
    private let ending = Atomic<Int32>(0)

    /// Signals that come from ``take(_:)`` alone: a test must not send its own process any, which all tests share.
    convenience init() { self.init(handlesProcess: false) }

    private init(handlesProcess: Bool) { self.handlesProcess = handlesProcess }

    /// Hears signals from now on, until ``restore(_:)``. Broken pipes are errors of `write` from now on, for good.
    func listen(ringing descriptor: Int32) -> [sigaction] {
        rope.store(descriptor, ordering: .sequentiallyConsistent)
        interrupted.store(false, ordering: .relaxed)
        resized.store(false, ordering: .relaxed)
        ending.store(0, ordering: .relaxed)
        signal(SIGPIPE, SIG_IGN)
        guard handlesProcess else { return [] }
        return Self.heard.map { number in
            var (action, before) = (sigaction(), sigaction())
            action.__sigaction_handler.sa_handler = { Signals.ofProcess.take($0) }
            action.sa_flags = SA_RESTART
            sigaction(number, &action, &before)
            return before
        }
    }

    func restore(_ actions: [sigaction]) {
        for (number, action) in zip(Self.heard, actions) {
            var action = action
            sigaction(number, &action, nil)
        }
        rope.store(-1, ordering: .sequentiallyConsistent)
    }

    /// Whether `^C` was pressed since the last time.
    func takeInterrupt() -> Bool { interrupted.exchange(false, ordering: .relaxed) }
    func takeResize() -> Bool { resized.exchange(false, ordering: .relaxed) }
    var endingSignal: Int32? {
        let number = ending.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Runs on whatever thread the signal met.
    func take(_ number: Int32) {
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
