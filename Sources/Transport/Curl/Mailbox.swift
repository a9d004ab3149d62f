import CCurl
import Glibc
import Synchronization

typealias Outcome = Result<HTTPReply, HTTPError>

/// What a task asks of the curl thread.
enum Order: Sendable {
    case start(UInt64, HTTPRequest, CheckedContinuation<Outcome, Never>)
    case cancel(UInt64)
    /// Resumed when the thread has ended.
    case stop(CheckedContinuation<Void, Never>?)
}

extension Order {
    /// Answers an order that no thread will take.
    func dismiss() {
        switch self {
        case .start(_, _, let continuation): continuation.resume(returning: .failure(.closed))
        case .cancel: break
        case .stop(let waiter): waiter?.resume()
        }
    }
}

/// Carries orders from any task to the curl thread, which it starts when first needed.
final class Mailbox: Sendable {
    private enum Thread { case unborn, alive, gone }

    private struct State {
        var lastID: UInt64 = 0
        var orders: [Order] = []
        var thread = Thread.unborn
        var stopping = false
        /// The multi handle's address, there from before the thread's first wait until after its last.
        /// `curl_multi_wakeup` is the one call that curl allows from other threads, and the lock keeps the handle alive meanwhile.
        var multi: UInt?
    }

    let options: CurlTransport.Options
    private let state = Mutex(State())
    /// Thread sanitizer cannot see into the standard library's lock: this repeats for it what the lock orders.
    private let edge = Atomic<Int>(0)

    init(_ options: CurlTransport.Options) { self.options = options }

    func newID() -> UInt64 {
        locked { state in
            state.lastID += 1
            return state.lastID
        }
    }

    func post(_ order: Order) {
        let taken = locked { state in
            switch order {
            case .start:
                if state.stopping { return false }
                if state.thread == .unborn { state.thread = startThread() ? .alive : .unborn }
            case .cancel: break
            case .stop: state.stopping = true
            }
            guard state.thread == .alive else { return false }
            state.orders.append(order)
            if state.orders.count == 1, let multi = state.multi {
                curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: multi))
            }
            return true
        }
        if !taken { order.dismiss() }
    }

    /// What the thread calls: the orders since the last time.
    func take(waking multi: UnsafeMutableRawPointer) -> [Order] {
        let address = UInt(bitPattern: multi)
        return locked { state in
            state.multi = address
            defer { state.orders = [] }
            return state.orders
        }
    }

    /// True, for ever, when the thread that has nothing more to do may end.
    func mayEnd() -> Bool {
        locked { state in
            guard state.stopping, state.orders.isEmpty else { return false }
            state.multi = nil
            state.thread = .gone
            return true
        }
    }

    /// What the thread calls if libcurl cannot be started: every order, now and later, is dismissed.
    func giveUp() {
        let orders = locked { state in
            state.thread = .gone
            state.stopping = true
            defer { state.orders = [] }
            return state.orders
        }
        for order in orders { order.dismiss() }
    }

    private func locked<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            _ = edge.load(ordering: .acquiring)
            defer { edge.store(0, ordering: .releasing) }
            return body(&state)
        }
    }

    /// False when the system has no thread to give.
    private func startThread() -> Bool {
        let mailbox = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { Mailbox.serve($0) }, mailbox.toOpaque())
        if code == 0 { pthread_detach(thread) } else { mailbox.release() }
        return code == 0
    }

    private static func serve(_ mailbox: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let mailbox else { return nil }
        // Signals go to the program's own threads. This also keeps a SIGPIPE that OpenSSL may raise, and CURLOPT_NOSIGNAL
        // leaves to us, from ending the process.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        let owner = Unmanaged<Mailbox>.fromOpaque(mailbox).takeRetainedValue()
        if let loop = CurlLoop(owner) { loop.run() } else { owner.giveUp() }
        return nil
    }
}
