import CMicroHTTPD

/// A spoilt body, read by MHD piece by piece on the connection's thread.
final class Feed {
    private let body: [UInt8]
    private let faults: Faults
    /// Where it ends, or breaks.
    private let limit: Int
    private let socket: Int32
    private let stopping: Int32
    /// Before each piece; an endless body only looks whether someone still wants it.
    private var pause: Duration? { faults.drip ?? (limit == .max ? .zero : nil) }

    init(_ response: Response, socket: Int32, stopping: Int32) {
        body = response.body
        faults = response.faults
        limit =
            switch response.faults.broken {
            case .closeAfter(let count), .resetAfter(let count), .stallAfter(let count):
                min(max(0, count), response.body.count)
            case .endless: .max
            default: response.body.count
            }
        self.socket = socket
        self.stopping = stopping
    }

    /// MHD owns the feed from here on, and gives it back when the answer has ended.
    func response() -> OpaquePointer? {
        MHD_create_response_from_callback(
            faults.chunked || limit == .max ? cmhd_size_unknown : UInt64(body.count), 16 << 10,
            { context, position, buffer, room in
                guard let context, let buffer else { return cmhd_end_with_error }
                return Unmanaged<Feed>.fromOpaque(context).takeUnretainedValue()
                    .read(at: Int(clamping: position), into: UnsafeMutableRawBufferPointer(start: buffer, count: room))
            },
            Unmanaged.passRetained(self).toOpaque(),
            { context in
                guard let context else { return }
                Unmanaged<Feed>.fromOpaque(context).release()
            })
    }

    private func read(at position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard position < limit, !body.isEmpty else { return end() }
        if let pause, cmhd_wait(socket, stopping, pause.milliseconds) != 0 { return cmhd_end_with_error }
        let start = position % body.count
        let count = min(faults.drip == nil ? buffer.count : 1, body.count - start, limit - position)
        body.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[start..<start + count])) }
        return count
    }

    private func end() -> Int {
        switch faults.broken {
        case .resetAfter: cmhd_reset(socket)
        case .stallAfter: cmhd_wait(socket, stopping, -1)
        case .closeAfter: break
        default: return cmhd_end_of_stream
        }
        return cmhd_end_with_error
    }
}
