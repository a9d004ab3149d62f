/// An answer, whole or spoilt on purpose.
public struct Response: Sendable {
    /// 200 to 599.
    public var status: Int
    /// Sent in this order; `Content-Length` and `Date` are added. A field with a line break in it is left out.
    public var headers: [(name: String, value: String)]
    /// Sent as it is; with `HEAD` only its length is announced.
    public var body: [UInt8]
    /// What goes wrong on the way; nothing unless set.
    public var faults: Faults

    /// An answer of bytes.
    public init(
        _ status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        faults: Faults = Faults()
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.faults = faults
    }

    /// An answer of text.
    public init(_ status: Int = 200, text: String, type: String = "text/plain; charset=utf-8") {
        self.init(status, headers: [("Content-Type", type)], body: Array(text.utf8))
    }
}
