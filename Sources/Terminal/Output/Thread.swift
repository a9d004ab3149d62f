import Glibc

/// Runs `body` on a thread of its own: for calls that block as long as a person takes, which no task of the pool may.
///
/// - Precondition: the system can start a thread, within a second.
package func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Box(body)).toOpaque()
    var failure = EAGAIN
    for attempt in 0..<100 where failure == EAGAIN {
        // A system that is short of threads for a moment may have one in the next.
        if attempt > 0 { usleep(10_000) }
        failure = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, context)
    }
    precondition(failure == 0, "no thread could be started: \(String(cString: strerror(failure)))")
}
