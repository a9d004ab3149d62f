import Spelling

/// Reads the keys of one mapping. Each method reports what is wrong with its key and goes on, so that one pass finds
/// everything; a result of `nil` means that the key is absent or that its fault was reported.
///
/// A key that is not in its table is unknown; without a table, one that is never asked for.
public final class MappingDecoder {
    public let log: FaultLog
    /// What it is, for sentences: `plex`, `rules[2]`; empty for the file as a whole.
    public let path: String
    public let span: Span
    private let entries: [Entry]
    /// Whether the file was read to its end (``Document/isWhole``).
    public let isWhole: Bool
    private let table: KeyTable?
    private var asked: [String] = []

    init(_ entries: [Entry], _ span: Span, path: String, of table: KeyTable?, isWhole: Bool, log: FaultLog) {
        (self.entries, self.span, self.path, self.isWhole, self.log) = (entries, span, path, isWhole, log)
        self.table = table
    }

    /// All keys in the file's order, for messages.
    public var keys: [Entry] { entries }

    /// `plex.url`, as sentences name a key.
    public func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value as it stands, `null` included; `nil` where the key is absent.
    public func raw(_ key: String) -> Node? { entry(key)?.value }

    func entry(_ key: String) -> Entry? {
        if !asked.contains(key) { asked.append(key) }
        return entries.first { $0.key == key }
    }

    /// The value, where it says something: `key:` alone is a fault, since nobody means it.
    public func node(_ key: String) -> Node? {
        guard let entry = entry(key) else { return nil }
        if entry.value.isNull {
            log.report(
                .emptyValue, at: entry.keySpan.start, "'\(name(key))' has no value; give it one, or remove the key")
            return nil
        }
        return entry.value.content == .unreadable ? nil : entry.value
    }

    /// Reports that a mandatory key is absent; does nothing where it is there.
    public func require(_ key: String, _ remedy: String = "") {
        guard entry(key) == nil, isWhole else { return }
        log.report(.missingKey, at: span.start, "'\(name(key))' is missing" + (remedy.isEmpty ? "" : "; \(remedy)"))
    }

    /// Reports something at a key's value, or at the mapping where the key is absent; `nearest` is looked for only where the
    /// fault is kept.
    public func report(
        _ code: Fault.Code, at key: String, _ message: String, nearest: @autoclosure () -> String? = nil
    ) {
        log.report(code, at: entry(key)?.value.mark ?? span.start, message, nearest: nearest())
    }

    /// Reports every key that nobody asked for. Called by ``FaultLog/mapping(_:path:isWhole:_:)``.
    func reportUnknown() {
        if let table { assert(table.names == Set(asked), "\(path) is read by other keys than its table has") }
        let known = table?.keys.map(\.name) ?? asked
        for entry in entries where !known.contains(entry.key) && !log.isFull {
            let key = visible(entry.key)
            let candidate = nearest(to: entry.key, in: known)
            let choice = candidate == nil && known.count <= 12 ? "; known here: \(known.joined(separator: ", "))" : ""
            log.report(.unknownKey, at: entry.keySpan.start, "unknown key '\(key)'\(choice)", nearest: candidate)
        }
    }
}

extension FaultLog {
    /// Reads a mapping, and afterwards reports the keys that are unknown.
    ///
    /// - Parameters:
    ///   - path: What it is, for sentences.
    ///   - table: The keys that it may have; those that `body` asks for unless given.
    ///   - isWhole: Whether the file was read to its end (``Document/isWhole``); if not, no key is reported missing.
    /// - Returns: `nil` where the node is no mapping, which is reported.
    @discardableResult
    public func mapping<Value>(
        _ node: Node, path: String, of table: KeyTable? = nil, isWhole: Bool = true, _ body: (MappingDecoder) -> Value
    ) -> Value? {
        guard case .mapping(let entries) = node.content else {
            if node.content != .unreadable {
                report(
                    .wrongType, at: node.mark,
                    "\(path.isEmpty ? "the file" : "'\(path)'") takes a mapping (key: value), not \(node.kind)")
            }
            return nil
        }
        let decoder = MappingDecoder(entries, node.span, path: path, of: table, isWhole: isWhole, log: self)
        let value = body(decoder)
        decoder.reportUnknown()
        return value
    }
}
