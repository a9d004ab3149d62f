public import Rules
public import SyncModel
import YAML

/// Makes up changes of the rules of one configuration file and the files it includes.
public struct RulesEditor: Sendable {
    private let path: String
    private let environment: [String: String]
    private let files: FileReader
    private let systemZone: Zone

    /// The parameters are those of ``Settings/load(path:environment:files:systemZone:)``.
    public init(
        path: String, environment: [String: String], files: FileReader = .system, systemZone: Zone = .current
    ) {
        (self.path, self.environment, self.files, self.systemZone) = (path, environment, files, systemZone)
    }

    /// Puts a rule behind the others of the first file.
    ///
    /// - Throws: ``ConfigurationFaults`` where the configuration is faulty, before or after; ``RulesChangeFault`` where the
    ///   rule can't be put in.
    public func adding(_ rule: Rule) throws -> RulesChange {
        // A key without a value is a fault of the file, and what is done here mends it.
        let old = try read(path)
        let bytes = withList(old)
        let before = try load(path, holding: bytes)
        if let place = before.rulePlaces[rule.name] {
            throw RulesChangeFault.nameTaken(rule.name, file: place.file, line: place.line)
        }
        let objections = rule.objections(beside: before.ruleSurroundings)
        guard objections.isEmpty else { throw RulesChangeFault.objections(objections) }
        let (after, settings) = try edited(path, bytes) { (edit) throws(ListEdit.Refusal) in
            try edit.append(rule.lines)
        }
        var expected = before
        let own = before.rules.filter { before.rulePlaces[$0.name]?.file == path }.count
        expected.rules.insert(rule, at: own)
        try check(settings, is: expected, path)
        return change(path, old, after, settings, rule)
    }

    /// Takes a rule out of the file it is in.
    ///
    /// - Throws: As ``adding(_:)``.
    public func removing(_ name: String) throws -> RulesChange {
        let before = try Settings.load(
            path: path, environment: environment, files: files, systemZone: systemZone)
        guard let index = before.rules.firstIndex(where: { $0.name.lowercased() == name.lowercased() }),
            let place = before.rulePlaces[before.rules[index].name]
        else { throw RulesChangeFault.noSuchRule(name, known: before.rules.map(\.name)) }
        let rule = before.rules[index]
        let inFile = before.rules[..<index].filter { before.rulePlaces[$0.name]?.file == place.file }.count
        let old = try read(place.file)
        let (after, settings) = try edited(place.file, old) { (edit) throws(ListEdit.Refusal) in
            try edit.remove(at: inFile)
        }
        var expected = before
        expected.rules.remove(at: index)
        try check(settings, is: expected, place.file)
        return change(place.file, old, after, settings, rule)
    }

    /// A file that is not there yet, with this rule alone.
    public func creating(_ rule: Rule) throws -> RulesChange {
        let head = Array("version: 1\n".utf8)
        let (bytes, settings) = try edited(path, head) { (edit) throws(ListEdit.Refusal) in try edit.append(rule.lines)
        }
        let objections = rule.objections(beside: settings.ruleSurroundings)
        guard objections.isEmpty else { throw RulesChangeFault.objections(objections) }
        return RulesChange(file: path, settings: settings, rule: rule, creation: (path, bytes))
    }
}

extension RulesEditor {
    private func withList(_ bytes: [UInt8]) -> [UInt8] {
        do {
            var edit = try ListEdit(bytes, key: "rules")
            try edit.giveList()
            return edit.bytes
        } catch { return bytes }  // a file that is not well, as reading it will show
    }

    private func read(_ path: String) throws(ConfigurationFaults) -> [UInt8] {
        do { return try files.read(path, limit: Limits().bytes).bytes } catch {
            throw ConfigurationFaults(unreadable: path, error)
        }
    }

    /// The configuration with these bytes in the place of the file's own.
    private func load(_ path: String, holding bytes: [UInt8]) throws(ConfigurationFaults) -> Settings {
        try Settings.load(
            path: self.path, environment: environment, files: files.putting(bytes, inPlaceOf: path),
            systemZone: systemZone)
    }

    private func edited(
        _ path: String, _ bytes: [UInt8], _ body: (inout ListEdit) throws(ListEdit.Refusal) -> Void
    ) throws -> ([UInt8], Settings) {
        do {
            var edit = try ListEdit(bytes, key: "rules")
            try body(&edit)
            return (edit.bytes, try load(path, holding: edit.bytes))
        } catch let refusal as ListEdit.Refusal {
            throw RulesChangeFault.uneditable(file: path, reason: refusal.reason)
        }
    }

    /// Nothing but the one rule may differ, or the edit hit something that it should not.
    private func check(_ settings: Settings, is expected: Settings, _ path: String) throws(RulesChangeFault) {
        var expected = expected
        (expected.rulePlaces, expected.warnings) = (settings.rulePlaces, settings.warnings)
        guard settings == expected else {
            throw .uneditable(
                file: path, reason: "its layout is not understood, and the edit would change more than the rule")
        }
    }

    private func change(
        _ path: String, _ old: [UInt8], _ new: [UInt8], _ settings: Settings, _ rule: Rule
    ) -> RulesChange {
        RulesChange(
            file: path, settings: settings, rule: rule,
            replacement: FileReplacement(path: files.name(of: path), old: old, new: new))
    }
}
