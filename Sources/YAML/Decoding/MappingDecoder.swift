/// Reads the keys of one mapping. Each method reports what is wrong with its key and goes on, so that one pass finds
/// everything; a result of `nil` means that the key is absent or that its fault was reported.
///
/// Whatever key is never asked for is unknown: the reading code is the only list of keys there is.
public final class MappingDecoder {
    public let log: FaultLog
    /// What it is, for sentences: `plex`, `rules[2]`; empty for the file as a whole.
    public let path: String
    public let span: Span
    private let entries: [Entry]
    /// Whether the file was read to its end (``Document/isWhole``).
    public let isWhole: Bool
    private var asked: [String] = []

    init(_ entries: [Entry], _ span: Span, path: String, isWhole: Bool, log: FaultLog) {
        (self.entries, self.span, self.path, self.isWhole, self.log) = (entries, span, path, isWhole, log)
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

    /// Reports something at a key's value, or at the mapping where the key is absent.
    public func report(_ code: Fault.Code, at key: String, _ message: String, nearest: String? = nil) {
        log.report(code, at: entry(key)?.value.mark ?? span.start, message, nearest: nearest)
    }

    /// Reports every key that nobody asked for. Called by ``FaultLog/mapping(_:path:isWhole:_:)``.
    func reportUnknown() {
        for entry in entries where !asked.contains(entry.key) {
            let key = visible(entry.key)
            let candidate = nearest(to: entry.key, in: asked)
            let choice = candidate == nil && asked.count <= 12 ? "; known here: \(asked.joined(separator: ", "))" : ""
            log.report(.unknownKey, at: entry.keySpan.start, "unknown key '\(key)'\(choice)", nearest: candidate)
        }
    }
}

extension FaultLog {
    /// Reads a mapping, and afterwards reports the keys that `body` did not ask for.
    ///
    /// - Parameters:
    ///   - path: What it is, for sentences.
    ///   - isWhole: Whether the file was read to its end (``Document/isWhole``); if not, no key is reported missing.
    /// - Returns: `nil` where the node is no mapping, which is reported.
    @discardableResult
    public func mapping<Value>(
        _ node: Node, path: String, isWhole: Bool = true, _ body: (MappingDecoder) -> Value
    ) -> Value? {
        guard case .mapping(let entries) = node.content else {
            if node.content != .unreadable {
                report(
                    .wrongType, at: node.mark,
                    "\(path.isEmpty ? "the file" : "'\(path)'") takes a mapping (key: value), not \(node.kind)")
            }
            return nil
        }
        let decoder = MappingDecoder(entries, node.span, path: path, isWhole: isWhole, log: self)
        let value = body(decoder)
        decoder.reportUnknown()
        return value
    }
}
