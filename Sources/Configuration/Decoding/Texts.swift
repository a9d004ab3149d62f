import YAML

/// Texts of the file that may, or must not, hold references.
struct Texts {
    let references: References

    /// A text without references: where one stands, nobody would replace it.
    func plain(_ keys: MappingDecoder, _ key: String) -> String? {
        guard let text = keys.string(key) else { return nil }
        return Self.check(text, keys.log, keys.raw(key)?.mark ?? keys.span.start, keys.name(key)) ? text : nil
    }

    func plain(_ node: Node, _ name: String, _ log: FaultLog, takesNumbers: Bool = false) -> String? {
        Self.plain(node, name, log, takesNumbers: takesNumbers)
    }

    static func plain(_ node: Node, _ name: String, _ log: FaultLog, takesNumbers: Bool = false) -> String? {
        guard let text = log.string(node, name, takesNumbers: takesNumbers) else { return nil }
        return check(text, log, node.mark, name) ? text : nil
    }

    private static func check(_ text: String, _ log: FaultLog, _ mark: Mark, _ name: String) -> Bool {
        if !References.hasReference(text) { return true }
        log.report(.badReference, at: mark, "'\(name)' takes no ${…}; only url, api_key and token do")
        return false
    }

    /// A key or token: one reference and nothing else.
    func secret(_ keys: MappingDecoder, _ key: String) -> Secret? {
        guard let node = keys.node(key) else { return nil }
        let name = keys.name(key)
        // What is left of an unquoted ${…} inside { }, where a syntax error was told already.
        if !keys.isWhole, case .scalar(let scalar) = node.content, scalar.text == "$" { return nil }
        guard case .scalar(let scalar) = node.content, References.isReference(scalar.text) else {
            keys.log.hide(node.span)
            keys.report(
                .secretInClear, at: key,
                "'\(name)' must not stand in the file itself; write \"${env:NAME}\" or \"${file:PATH}\"")
            return nil
        }
        guard let value = resolved(scalar.text, keys, key) else { return nil }
        guard value.utf8.count <= References.most, value.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            keys.report(
                .badSecret, at: key,
                "what '\(name)' refers to holds blanks, line ends or other characters that no key has")
            return nil
        }
        return Secret(value)
    }

    /// A server's URL, in which references may stand.
    func url(_ keys: MappingDecoder, _ key: String) -> ServerURL? {
        guard let node = keys.node(key), case .scalar(let scalar) = node.content else {
            _ = keys.string(key)
            return nil
        }
        if !references.areRead, References.hasReference(scalar.text) { return .unread }
        guard scalar.value == .text, let value = resolved(scalar.text, keys, key) else {
            _ = keys.string(key)
            return nil
        }
        do { return try ServerURL(parsing: value) } catch {
            // A URL with a password in it must not be shown, and one that came from elsewhere is not there to be seen.
            keys.log.hide(node.span)
            keys.report(.badURL, at: key, "'\(keys.name(key))' \(error.reason)")
            return nil
        }
    }

    private func resolved(_ text: String, _ keys: MappingDecoder, _ key: String) -> String? {
        do { return try references.resolve(text) } catch {
            keys.report(error.code, at: key, "'\(keys.name(key))': \(error.message)")
            return nil
        }
    }
}
