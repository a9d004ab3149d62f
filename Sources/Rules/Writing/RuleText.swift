public import SyncModel

extension Rule {
    /// The rule as a rules file holds it, a line a key, with only what is not the default. Reading it gives the same rule.
    public var lines: [String] {
        var lines = ["name: \(name.asYAML)", "when: \(trigger.text)"]
        if let timezone { lines.append("timezone: \(timezone.identifier)") }
        lines.append("scope: \(scope.asYAML)")
        if !gaps.isEmpty { lines.append("gaps: \(gaps.asYAML)") }
        lines.append("do: \(action.rawValue)")
        if let limit { lines.append("limit: \(limit)") }
        if jitter > 0 { lines.append("jitter: \(jitter.asSpan)") }
        if catchUp != .latest { lines.append("catch_up: \(catchUp.asYAML)") }
        if overlap != .skip { lines.append("overlap: \(overlap.rawValue)") }
        if let deadline { lines.append("deadline: \(deadline.asSpan)") }
        if onFailure != .continue { lines.append("on_failure: \(onFailure.rawValue)") }
        if !isEnabled { lines.append("enabled: false") }
        return lines
    }
}

extension Rule.CatchUp {
    /// As a rules file says it.
    public var asYAML: String {
        switch self {
        case .latest: "latest"
        case .none: "none"
        case .within(let seconds): "{within: \(seconds.asSpan)}"
        }
    }
}

extension Scope {
    /// As a rules file says it.
    public var asYAML: String {
        let byKey = by == .updated ? "" : ", by: \(by.rawValue)"
        switch kind {
        case .all: return "all"
        case .last(_, let name):
            if by == .updated, name == "24h" || name == "7days" { return name }
            let span = name.hasPrefix("last ") ? String(name.dropFirst(5)) : name
            return "{last: \(span)\(byKey)}"
        case .range(let from, let to):
            let ends = [from.map { "from: \($0.asYAML)" }, to.map { "to: \($0.asYAML)" }].compactMap { $0 }
            return "{\(ends.joined(separator: ", "))\(byKey)}"
        }
    }
}

extension Scope.End {
    fileprivate var asYAML: String {
        switch self {
        case .day(let day): day.text
        case .instant(let instant): "\"\(instant.rfc3339)\""
        }
    }
}

extension GapFilter {
    /// As a rules file says it, on one line.
    public var asYAML: String {
        var keys: [String] = []
        func add(_ key: String, _ values: [String]) {
            guard let first = values.first else { return }
            keys.append("\(key): " + (values.count == 1 ? first : "[\(values.joined(separator: ", "))]"))
        }
        if !types.isEmpty {
            keys.append("types: [\(GapType.allCases.filter(types.contains).map(\.rawValue).listedPlainly)]")
        }
        if !fields.isEmpty {
            keys.append("fields: [\(Field.allCases.filter(fields.contains).map(\.rawValue).listedPlainly)]")
        }
        if let confidence { keys.append("confidence: \(confidence.rawValue)") }
        add("library", libraries.map(\.asYAML))
        add("studio", studios.map(\.pattern.asYAML))
        add("performers", performers.map(\.pattern.asYAML))
        add("tags", tags.map(\.pattern.asYAML))
        add("path", paths.map(\.pattern.asYAML))
        if let isOrganized { keys.append("organized: \(isOrganized)") }
        if let rating { keys.append("rating: \"\(rating.comparison.rawValue) \(rating.rating)\"") }
        if let not = not.first, self.not.count == 1 {
            keys.append("not: \(not.asYAML)")
        } else if !not.isEmpty {
            // Dropping what any of several match: a file says so with `not: {any: […]}`.
            keys.append("not: {any: [\(not.map(\.asYAML).listedPlainly)]}")
        }
        if !any.isEmpty { keys.append("any: [\(any.map(\.asYAML).listedPlainly)]") }
        return "{\(keys.listedPlainly)}"
    }
}

extension [String] {
    fileprivate var listedPlainly: String { joined(separator: ", ") }
}

extension String {
    /// A text of YAML 1.2: plain where it is a simple word, else in double quotes with escapes.
    public var asYAML: String {
        let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "~"]
        let isPlain =
            !words.contains(lowercased()) && unicodeScalars.first.map { $0.properties.isAlphabetic } == true
            && unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./".unicodeScalars.contains($0)
            }
        if isPlain { return self }
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            default:
                if scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
                    || [0x2028, 0x2029, 0xfeff].contains(scalar.value)
                {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text + "\""
    }
}
