/// A request as it arrived.
public struct Request: Sendable {
    /// As sent, in upper case as a rule.
    public let method: String
    /// The request target as sent, still percent-encoded.
    public let target: String
    /// Every field in order.
    public let headers: [(name: String, value: String)]
    /// Whole, at most the server's `bodyLimit`.
    public let body: [UInt8]

    /// A request made by hand, to call a handler without a server.
    public init(
        method: String = "GET", target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The target without its query, decoded.
    public var path: String { target.prefix { $0 != "?" }.percentDecoded() }

    /// The fields of the query in order, names and values decoded, `+` as a space. A field without `=` has an empty value.
    public var query: [(name: String, value: String)] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return target[target.index(after: mark)...].split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            return (
                name.percentDecoded(plusIsSpace: true), pair.dropFirst(name.count + 1).percentDecoded(plusIsSpace: true)
            )
        }
    }

    /// The first field of the query called `name`; case counts.
    public func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The value of the first header called `name`, whatever its case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}

extension Substring {
    /// What stands for itself or is no valid escape stays; bytes that are no UTF-8 become U+FFFD.
    fileprivate func percentDecoded(plusIsSpace: Bool = false) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let value = rest.leadingHexPair else {
                    bytes.append(byte)
                    continue
                }
                bytes.append(value)
                rest = rest.dropFirst(2)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring.UTF8View {
    fileprivate var leadingHexPair: UInt8? {
        let digits = prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return digits.count == 2 ? UInt8(digits[0] * 16 + digits[1]) : nil
    }
}
