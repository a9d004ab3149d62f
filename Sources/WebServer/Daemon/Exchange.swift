import CMicroHTTPD

/// One request while it arrives. Touched by its connection's thread alone.
final class Exchange {
    let target: String
    var begun = false
    private(set) var body: [UInt8] = []
    /// Bytes beyond the limit.
    private(set) var overflow = 0
    /// Whether the connection closes, unannounced, behind the answer.
    var hangUp = false

    init(_ target: String) { self.target = target }

    /// A client that waits for `100 Continue` is refused before it sends. Any other is drained first: a close with unread bytes
    /// is an RST, and the client would lose the 413.
    func expectsTooMuch(_ connection: OpaquePointer, limit: Int) -> Bool {
        guard let length = MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length"),
            let count = Int(String(cString: length))
        else { return false }
        if (0...limit).contains(count) { body.reserveCapacity(count) }
        return count > limit && MHD_lookup_connection_value(connection, .HEADER_KIND, "Expect") != nil
    }

    /// Past the limit the bytes are dropped; past 64 times the limit the answer is false.
    func take(_ bytes: UnsafeRawBufferPointer, limit: Int) -> Bool {
        if overflow == 0, body.count + bytes.count <= limit {
            body.append(contentsOf: bytes)
        } else {
            overflow += bytes.count
            body = []
        }
        return overflow / 64 <= limit
    }
}
