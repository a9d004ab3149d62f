public import SyncModel
public import YAML

extension MappingDecoder {
    /// Reads a list of rules. One without a name or a trigger is left out; every fault is in the log.
    ///
    /// - Parameter enabledFields: What `sync.fields` switches on: a filter for any other field can keep nothing.
    public func rules(_ key: String, enabledFields: [Field]) -> [Rule] {
        var places: [String: Int] = [:]
        return list(key) { node, path in
            log.mapping(node, path: path, isWhole: isWhole) { keys in
                keys.rule(enabledFields, names: &places)
            } ?? nil
        } ?? []
    }

    private func rule(_ enabledFields: [Field], names: inout [String: Int]) -> Rule? {
        require("name", "a short word")
        require("when", "such as daily, or manual")
        let name = ruleName(&names)
        let trigger = node("when").flatMap { log.trigger($0, self.name("when"), isWhole: isWhole) }
        var rule = Rule(name: name ?? "", trigger: trigger ?? .never)
        rule.timezone = zone("timezone")
        rule.scope = scope("scope") ?? rule.scope
        rule.gaps = filter("gaps", of: .gaps) ?? rule.gaps
        rule.action = choice("do") ?? rule.action
        rule.limit = int("limit", in: 1...10_000_000)
        rule.jitter = span("jitter")?.seconds ?? 0
        rule.catchUp = catchUp("catch_up") ?? rule.catchUp
        rule.overlap = choice("overlap") ?? rule.overlap
        rule.deadline = span("deadline")?.seconds
        rule.onFailure = choice("on_failure") ?? rule.onFailure
        rule.isEnabled = bool("enabled") ?? true
        if !rule.gaps.fields.isEmpty, rule.gaps.fields.isDisjoint(with: enabledFields) {
            report(
                .matchesNothing, at: "gaps",
                "'\(self.name("gaps"))' can match nothing: none of its fields is on in sync.fields")
        }
        return name == nil || trigger == nil ? nil : rule
    }

    private func ruleName(_ names: inout [String: Int]) -> String? {
        guard let name = string("name", takesNumbers: true) else { return nil }
        let isWord = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)
        }
        guard isWord, name.count <= 64, !name.hasPrefix("-") else {
            report(
                .badName, at: "name",
                "'\(self.name("name"))' takes letters, digits, '-', '_' and '.', at most 64, not '\(visible(name))'")
            return nil
        }
        if let line = names[name.lowercased()] {
            report(.duplicateKey, at: "name", "there is a rule '\(visible(name))' already, in line \(line)")
            return nil
        }
        names[name.lowercased()] = raw("name")?.mark.line
        return name
    }

    private func catchUp(_ key: String) -> Rule.CatchUp? {
        guard let node = node(key) else { return nil }
        if case .mapping = node.content {
            return mapping(key) { keys in
                keys.require("within")
                return keys.span("within").map { .within(seconds: $0.seconds) }
            } ?? nil
        }
        enum Word: String, CaseIterable { case latest, none }
        return log.choice(node, name(key), of: Word.self).map { $0 == .latest ? .latest : .none }
    }

    /// A time zone's name.
    public func zone(_ key: String) -> Zone? {
        guard let name = string(key) else { return nil }
        if let zone = Zone(identifier: name) { return zone }
        report(
            .unknownZone, at: key, "'\(visible(name))' is no time zone; it takes a name such as Europe/Berlin",
            nearest: nearestZone(to: name))
        return nil
    }
}

extension Fault.Code {
    public static let unknownZone = Self(rawValue: "unknown-zone")
}

/// The zone that was probably meant: in another case, by its city alone, or with a slip of the keyboard.
func nearestZone(to name: String) -> String? {
    let names = Zone.names + ["UTC"]
    let wanted = name.lowercased().split(separator: " ").joined(separator: "_")
    if let same = names.first(where: { $0.lowercased() == wanted }) { return same }
    if let city = names.first(where: { $0.lowercased().hasSuffix("/\(wanted)") }) { return city }
    return nearest(to: wanted, in: names)
}
