import Spelling
public import SyncModel
public import YAML

extension MappingDecoder {
    /// Reads a list of rules of the only file there is.
    public func rules(_ key: String, enabledFields: [Field]) -> [Rule] {
        var places = RulePlaces()
        return rules(key, beside: RuleSurroundings(enabledFields: enabledFields), places: &places)
    }

    /// Reads a list of rules. One without a name or a trigger is left out; every fault is in the log.
    ///
    /// - Parameters:
    ///   - surroundings: What the rest of the configuration says.
    ///   - places: Where the rules of other files are, since names differ over all files; takes those of this one.
    public func rules(_ key: String, beside surroundings: RuleSurroundings, places: inout RulePlaces) -> [Rule] {
        let libraries = UsedLibraries(surroundings.libraries)
        return list(key) { node, path in
            log.mapping(node, path: path, of: .rule, isWhole: isWhole) { keys in
                keys.rule(surroundings, libraries, &places)
            } ?? nil
        } ?? []
    }

    private func rule(
        _ surroundings: RuleSurroundings, _ libraries: UsedLibraries, _ places: inout RulePlaces
    ) -> Rule? {
        require("name", "a short word")
        require("when", "such as daily, or manual")
        let name = ruleName(&places)
        let trigger = node("when").flatMap { log.trigger($0, self.name("when"), isWhole: isWhole) }
        var rule = Rule(name: name ?? "", trigger: trigger ?? .never)
        rule.timezone = zone("timezone")
        rule.scope = scope("scope", zone: rule.timezone ?? surroundings.zone) ?? rule.scope
        rule.gaps = filter("gaps", of: .gapsIn(libraries)) ?? rule.gaps
        rule.action = choice("do") ?? rule.action
        rule.limit = int("limit", in: Rule.limits)
        rule.jitter = span("jitter")?.seconds ?? 0
        rule.catchUp = catchUp("catch_up") ?? rule.catchUp
        rule.overlap = choice("overlap") ?? rule.overlap
        rule.deadline = span("deadline")?.seconds
        rule.onFailure = choice("on_failure") ?? rule.onFailure
        rule.isEnabled = bool("enabled") ?? true
        if let sentence = rule.gaps.idleness(surroundings.enabledFields) {
            report(.matchesNothing, at: "gaps", "'\(self.name("gaps"))' \(sentence)")
        }
        return name == nil || trigger == nil ? nil : rule
    }

    private func ruleName(_ places: inout RulePlaces) -> String? {
        guard let name = string("name", takesNumbers: true) else { return nil }
        guard Rule.isName(name) else {
            report(.badName, at: "name", "'\(self.name("name"))' takes \(Rule.nameExpectation), not '\(visible(name))'")
            return nil
        }
        if let place = places[name] {
            let file = place.file == log.file ? "" : "\(escaped(place.file)), "
            report(
                .duplicateKey, at: "name", "there is a rule '\(escaped(name))' already, in \(file)line \(place.line)")
            return nil
        }
        places[name] = RulePlaces.Place(file: log.file, line: raw("name")?.mark.line ?? span.start.line)
        return name
    }

    private func catchUp(_ key: String) -> Rule.CatchUp? {
        guard let node = node(key) else { return nil }
        if case .mapping = node.content {
            return mapping(key, of: .catchUp) { keys in
                keys.require("within")
                return keys.span("within").map { .within(seconds: $0.seconds) }
            } ?? nil
        }
        return log.choice(node, name(key), of: CatchUpWord.self).map { $0 == .latest ? .latest : .none }
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

/// In which file and line each rule is, by its name without regard to case.
public struct RulePlaces: Hashable, Sendable {
    public struct Place: Hashable, Sendable {
        /// As faults show it.
        public let file: String
        /// Of its name, from 1.
        public let line: Int
    }

    private var places: [String: Place] = [:]
    public init() {}

    public internal(set) subscript(name: String) -> Place? {
        get { places[name.lowercased()] }
        set { places[name.lowercased()] = newValue }
    }
}

extension Fault.Code {
    public static let unknownZone = Self(rawValue: "unknown-zone")
}

/// The zone that was probably meant: in another case, by its city alone, or with a slip of the keyboard.
public func nearestZone(to name: String) -> String? {
    let wanted = name.lowercased().split(separator: " ").joined(separator: "_")
    return zoneSpellings[wanted] ?? knownZones.nearest(to: wanted)
}

private let knownZones = KnownWords(Zone.names + ["UTC"])

/// Zones by their whole name and by the end of it, in small letters.
private let zoneSpellings: [String: String] = {
    let names = Zone.names + ["UTC"]
    var zones = Dictionary(names.map { ($0.lowercased(), $0) }) { first, _ in first }
    for name in names {
        var rest = name.lowercased()[...]
        while let slash = rest.firstIndex(of: "/") {
            rest = rest[rest.index(after: slash)...]
            if zones[String(rest)] == nil { zones[String(rest)] = name }
        }
    }
    return zones
}()
