import Spelling

extension MappingDecoder {
    /// A text. A number or `true` is none: quotes make it one.
    ///
    /// - Parameter takesNumbers: For names, which may be a number (a library's key, a tag `2024`): taken as written.
    public func string(_ key: String, takesNumbers: Bool = false) -> String? {
        node(key).flatMap { log.string($0, name(key), takesNumbers: takesNumbers) }
    }

    /// `true` or `false`.
    public func bool(_ key: String) -> Bool? { node(key).flatMap { log.bool($0, name(key)) } }

    /// A whole number.
    public func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let scalar) = node.content, case .int(let number) = scalar.value else {
            log.report(
                .wrongType, at: node.mark, "'\(name(key))' takes a whole number, not \(node.kind)\(quoteHint(node))")
            return nil
        }
        guard range.contains(number) else {
            log.report(
                .outOfRange, at: node.mark,
                "'\(name(key))' takes \(range.lowerBound) to \(range.upperBound), not \(number)")
            return nil
        }
        return number
    }

    private func quoteHint(_ node: Node) -> String {
        guard case .scalar(let scalar) = node.content, scalar.value == .text, !scalar.text.isEmpty,
            scalar.text.utf8.allSatisfy({ (48...57).contains($0) })
        else { return "" }
        return scalar.isPlain ? " (no leading zeros)" : " (no quotes)"
    }

    /// One of a few words.
    public func choice<Word>(_ key: String, of type: Word.Type = Word.self) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        node(key).flatMap { log.choice($0, name(key)) }
    }

    /// A mapping inside this one.
    ///
    /// - Parameter table: The keys that it may have; those that `body` asks for unless given.
    public func mapping<Value>(
        _ key: String, of table: KeyTable? = nil, _ body: (MappingDecoder) -> Value
    ) -> Value? {
        node(key).flatMap { log.mapping($0, path: name(key), of: table, isWhole: isWhole, body) }
    }

    /// A list, each element read by `read` with its path; elements that it refused are left out.
    ///
    /// - Parameters:
    ///   - takesOne: Whether a single value may stand for a list of one.
    ///   - most: How many elements it may have; what stands behind them is not read.
    public func list<Element>(
        _ key: String, takesOne: Bool = false, most: Int = .max, _ read: (Node, _ path: String) -> Element?
    ) -> [Element]? {
        guard let node = node(key) else { return nil }
        let name = name(key)
        if case .list(let items) = node.content {
            if items.count > most {
                log.report(
                    .outOfRange, at: items[most].mark, "'\(name)' takes at most \(most) elements, not \(items.count)")
            }
            return items.prefix(most).enumerated().compactMap { index, item in
                // A file with so many faults is not used, and each takes its time.
                if log.isFull { return nil }
                let path = "\(name)[\(index)]"
                if item.isNull {
                    log.report(.emptyValue, at: item.mark, "'\(path)' has no value")
                    return nil
                }
                return item.content == .unreadable ? nil : read(item, path)
            }
        }
        if takesOne { return read(node, name).map { [$0] } ?? [] }
        log.report(.wrongType, at: node.mark, "'\(name)' takes a list, not \(node.kind)")
        return nil
    }

    /// A list of texts.
    public func strings(_ key: String, takesOne: Bool = false, takesNumbers: Bool = false) -> [String]? {
        list(key, takesOne: takesOne) { log.string($0, $1, takesNumbers: takesNumbers) }
    }
}

extension FaultLog {
    /// A text that is not empty.
    public func string(_ node: Node, _ name: String, takesNumbers: Bool = false) -> String? {
        guard case .scalar(let scalar) = node.content else {
            if node.content != .unreadable {
                let hint = Self.looksLikeTemplate(node) ? "; a text with { } must stand in quotes" : ""
                report(.wrongType, at: node.mark, "'\(name)' takes a text, not \(node.kind)\(hint)")
            }
            return nil
        }
        switch scalar.value {
        case .text where scalar.text.isEmpty:
            report(.emptyValue, at: node.mark, "'\(name)' is an empty text")
            return nil
        case .text: return scalar.text
        case .int where takesNumbers, .float where takesNumbers: return scalar.text
        case .int, .float, .bool, .null:
            report(
                .wrongType, at: node.mark,
                "'\(name)' takes a text, not \(node.kind); put it in quotes if it is meant so")
            return nil
        }
    }

    /// `true` or `false`, and what YAML 1.1 took for them is told so.
    public func bool(_ node: Node, _ name: String) -> Bool? {
        if case .scalar(let scalar) = node.content {
            if case .bool(let bool) = scalar.value { return bool }
            let old = ["yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"]
            if let meant = old[scalar.text.lowercased()] {
                report(.wrongType, at: node.mark, "'\(name)' takes true or false, not \(node.kind)", nearest: meant)
                return nil
            }
        }
        if node.content != .unreadable {
            report(.wrongType, at: node.mark, "'\(name)' takes true or false, not \(node.kind)")
        }
        return nil
    }

    /// One of the words that `Word` has.
    public func choice<Word>(_ node: Node, _ name: String, of type: Word.Type = Word.self) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let text = string(node, name, takesNumbers: true) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        report(
            .unknownWord, at: node.mark, "'\(name)' takes \(listed(words)), not '\(visible(text))'",
            nearest: nearest(to: text, in: words))
        return nil
    }

    /// `{studio}: {title}` without quotes is a mapping to YAML.
    private static func looksLikeTemplate(_ node: Node) -> Bool {
        guard case .mapping(let entries) = node.content else { return false }
        return entries.contains { $0.value.isNull }
    }
}

/// `a, b or c`
public func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
