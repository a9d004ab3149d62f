import CMicroHTTPD
import Glibc
import Synchronization

/// What the callbacks share. It outlives the daemon, which holds an unretained pointer to it.
final class Core: Sendable {
    private let handler: HTTPServer.Handler
    private let bodyLimit: Int
    /// Requests between their first line and their end.
    private let active = Atomic(0)
    private let closing = Atomic(false)
    /// Readable, for ever, when the server stops: every fault that waits looks at it.
    private let stopping = eventfd(0, Int32(EFD_CLOEXEC))
    /// Readable when the last request ended while the server stops.
    private let idle = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    init(handler: @escaping HTTPServer.Handler, bodyLimit: Int) {
        self.handler = handler
        self.bodyLimit = bodyLimit
    }

    deinit {
        close(stopping)
        close(idle)
    }

    // MARK: Stopping

    func wake() {
        closing.store(true, ordering: .sequentiallyConsistent)
        eventfd_write(stopping, 1)
    }

    func waitUntilIdle(atMost grace: Duration) {
        let end = ContinuousClock.now + grace
        while active.load(ordering: .sequentiallyConsistent) > 0 {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            cmhd_wait(-1, idle, max(1, left.milliseconds))
            var count: eventfd_t = 0
            eventfd_read(idle, &count)
        }
    }

    // MARK: A request's life

    func open(_ target: String) -> UnsafeMutableRawPointer {
        active.add(1, ordering: .relaxed)
        return Unmanaged.passRetained(Exchange(target)).toOpaque()
    }

    func complete(_ connection: OpaquePointer?, _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) {
        guard let slot, let raw = slot.pointee else { return }
        let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeRetainedValue()
        slot.pointee = nil
        if exchange.hangUp, let connection { shutdown(cmhd_socket(connection), Int32(SHUT_RDWR)) }
        // Both in one order with `wake` and `waitUntilIdle`: one of the two sides sees the other.
        let left = active.subtract(1, ordering: .sequentiallyConsistent).newValue
        if left == 0, closing.load(ordering: .sequentiallyConsistent) { eventfd_write(idle, 1) }
    }

    /// Called without a body, then for each piece of it, then with none again.
    func handle(
        _ connection: OpaquePointer, _ method: String, _ piece: UnsafeRawBufferPointer, _ exchange: Exchange
    ) -> MHD_Result {
        if !exchange.begun {
            exchange.begun = true
            guard exchange.expectsTooMuch(connection, limit: bodyLimit) else { return .YES }
            return send(.tooLarge, on: connection, exchange)
        }
        if !piece.isEmpty { return exchange.take(piece, limit: bodyLimit) ? .YES : .NO }
        if exchange.overflow > 0 { return send(.tooLarge, on: connection, exchange) }
        let request = Request(
            method: method, target: exchange.target, headers: headers(of: connection), body: exchange.body)
        return send(handler(request), on: connection, exchange)
    }

    private func send(_ response: Response, on connection: OpaquePointer, _ exchange: Exchange) -> MHD_Result {
        let socket = cmhd_socket(connection)
        let faults = response.faults
        if let latency = faults.latency, cmhd_wait(socket, stopping, latency.milliseconds) == 1 { return .NO }
        switch faults.broken {
        case .hang:
            cmhd_wait(socket, stopping, -1)
            return .NO
        case .reset:
            cmhd_reset(socket)
            return .NO
        default: break
        }
        guard let made = make(response, socket: socket) else { return .NO }
        defer { MHD_destroy_response(made) }
        for (name, value) in response.headers { MHD_add_response_header(made, name, value) }
        if closing.load(ordering: .relaxed) { MHD_add_response_header(made, "Connection", "close") }
        if let idle = faults.idle {
            exchange.hangUp = idle <= 0
            if idle > 0 { cmhd_set_idle(connection, UInt32(clamping: idle)) }
        }
        return MHD_queue_response(connection, UInt32(clamping: response.status), made)
    }

    private func make(_ response: Response, socket: Int32) -> OpaquePointer? {
        if response.faults.touchBody { return Feed(response, socket: socket, stopping: stopping).response() }
        return response.body.withUnsafeBytes {
            // Copied, so MHD does not write to it.
            MHD_create_response_from_buffer(
                $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    private func headers(of connection: OpaquePointer) -> [(name: String, value: String)] {
        let list = HeaderList()
        let collect: MHD_KeyValueIterator = { context, _, name, value in
            guard let context, let name else { return .NO }
            Unmanaged<HeaderList>.fromOpaque(context).takeUnretainedValue().fields
                .append((String(cString: name), value.map { String(cString: $0) } ?? ""))
            return .YES
        }
        MHD_get_connection_values(connection, .HEADER_KIND, collect, Unmanaged.passUnretained(list).toOpaque())
        return list.fields
    }
}

/// What the iterator over the headers fills.
private final class HeaderList {
    var fields: [(name: String, value: String)] = []
}

extension Response {
    fileprivate static var tooLarge: Response { Response(413, text: "the request body is too large\n") }
}

extension Duration {
    /// Never negative, which would mean for ever.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        if seconds > 1_000_000 { return 1_000_000_000 }
        return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
