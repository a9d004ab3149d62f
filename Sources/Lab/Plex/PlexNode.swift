import JSON

/// One element of an answer of Plex, from which JSON and XML are written alike.
struct PlexNode {
    /// A value whose form differs between server ages.
    enum Scalar {
        case text(String)
        case number(Int)
        case decimal(Double)
        case flag(Bool)
        /// `ratingKey`, section `key`: text on a current server, a number on the oldest.
        case textID(Int)
        /// `librarySectionID`: a number on a current server, text on an older one.
        case numberID(Int)
        /// A day; the oldest servers put a time behind it.
        case day(String)
    }

    var name: StaticString
    var attributes: [(name: StaticString, value: Scalar)]
    /// Children of one name stand together; in JSON they become an array of that name, none of them no array.
    var children: [(name: StaticString, nodes: [PlexNode])]

    init(
        _ name: StaticString, _ attributes: [(StaticString, Scalar?)] = [],
        _ children: [(StaticString, [PlexNode])] = []
    ) {
        self.name = name
        self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
        self.children = children.filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }
    }

    init(tag kind: StaticString, _ tag: String, id: Int? = nil, filter: String? = nil) {
        self.init(
            kind,
            [
                ("id", id.map { .number($0) }), ("filter", id.flatMap { id in filter.map { .text("\($0)=\(id)") } }),
                ("tag", .text(tag)),
            ])
    }
}

// MARK: JSON

extension PlexNode {
    func json(_ age: PlexBehaviour.Age) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        write(to: &writer, nil, age)
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter, _ key: StaticString?, _ age: PlexBehaviour.Age) {
        writer.object(key) { writer in
            for (name, value) in attributes { value.write(name, to: &writer, age) }
            for (name, nodes) in children {
                writer.array(name) { writer in
                    for node in nodes { node.write(to: &writer, nil, age) }
                }
            }
        }
    }
}

extension PlexNode.Scalar {
    fileprivate func write(_ name: StaticString, to writer: inout JSONWriter, _ age: PlexBehaviour.Age) {
        switch (self, age) {
        case (.flag(let flag), .current): writer.write(name, flag)
        case (.flag(let flag), .older): writer.write(name, flag ? 1 : 0)
        case (.textID(let id), .oldest): writer.write(name, id)
        case (.numberID(let id), .current): writer.write(name, id)
        case (.number(let number), _): writer.write(name, number)
        case (.decimal(let number), _): writer.write(name, number)
        default: writer.write(name, text(age))
        }
    }

    /// As XML has it, and JSON where it has text.
    func text(_ age: PlexBehaviour.Age) -> String {
        switch self {
        case .text(let text): text
        case .number(let number), .textID(let number), .numberID(let number): String(number)
        case .decimal(let number): number.description
        case .flag(let flag): flag ? "1" : "0"
        case .day(let day): age == .oldest ? "\(day) 00:00:00" : day
        }
    }
}

// MARK: XML

extension PlexNode {
    /// The element with all below it, without the XML declaration. In XML an item is a `Video`, a library a `Directory`.
    func xml(_ age: PlexBehaviour.Age) -> [UInt8] {
        var bytes: [UInt8] = []
        appendXML(to: &bytes, age)
        return bytes
    }

    private func appendXML(to bytes: inout [UInt8], _ age: PlexBehaviour.Age) {
        let element = "\(name)" == "Metadata" ? "Video" : "\(name)"
        bytes.append(contentsOf: "<\(element)".utf8)
        for (name, value) in attributes {
            bytes.append(contentsOf: " \(name)=\"".utf8)
            Self.escape(value.text(age), into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        guard !children.isEmpty else { return bytes.append(contentsOf: "/>".utf8) }
        bytes.append(UInt8(ascii: ">"))
        for (_, nodes) in children { for node in nodes { node.appendXML(to: &bytes, age) } }
        bytes.append(contentsOf: "</\(element)>".utf8)
    }

    /// Control characters that XML 1.0 cannot hold are left out; those it can are written by number.
    private static func escape(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case 9, 10, 13: bytes.append(contentsOf: "&#\(byte);".utf8)
            case 0..<32: break
            default: bytes.append(byte)
            }
        }
    }
}
