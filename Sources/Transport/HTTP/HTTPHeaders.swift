/// Header fields in order; names compare without regard to case.
///
/// Printing one shows the names alone: values hold tokens and keys.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// Every field as it is sent or was received; a name may come several times.
    public var fields: [(name: String, value: String)]

    /// Headers with these fields, in this order.
    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// Headers from a literal such as `["Accept": "application/json"]`, in its order.
    public init(dictionaryLiteral fields: (String, String)...) { self.fields = fields.map { (name: $0, value: $1) } }

    /// The value of the first field called `name`, whatever its case. Setting puts it in the place of the first and drops the
    /// others; `nil` drops them all.
    public subscript(name: String) -> String? {
        get {
            let wanted = name.lowercased()
            return fields.first { $0.name.lowercased() == wanted }?.value
        }
        set {
            let wanted = name.lowercased()
            let place = fields.firstIndex { $0.name.lowercased() == wanted }
            fields.removeAll { $0.name.lowercased() == wanted }
            if let newValue { fields.insert((name: name, value: newValue), at: place ?? fields.endIndex) }
        }
    }

    /// Same fields in the same order, names without regard to case.
    public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
        left.fields.elementsEqual(right.fields) {
            $0.value == $1.value && $0.name.lowercased() == $1.name.lowercased()
        }
    }

    /// Feeds the fields to `hasher`, names in lower case.
    public func hash(into hasher: inout Hasher) {
        for field in fields {
            hasher.combine(field.name.lowercased())
            hasher.combine(field.value)
        }
    }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names, as in `Accept, X-Plex-Token`.
    public var description: String { fields.map(\.name).joined(separator: ", ") }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Without children, so that `dump` and failing expectations show no values either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
