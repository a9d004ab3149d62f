import Configuration
import JSON
import Rules
import SyncModel

extension App {
    /// Makes up a change of the configuration's rules.
    ///
    /// - Parameter create: Makes it up where there is no file, and nobody named one.
    /// - Throws: 2 for what is wrong with the words of the command, 78 for what is wrong with the file.
    func changingRules(
        _ body: (RulesEditor) throws -> RulesChange, orIfNoFile create: ((RulesEditor) throws -> RulesChange)? = nil
    ) async throws -> RulesChange {
        let location = try await workspace.location(choices)
        let editor = RulesEditor(path: location.rulesFile, environment: wiring.environment)
        do {
            guard let missing = location.missingFile else { return try body(editor) }
            guard let create else { throw missing }
            return try create(editor)
        } catch let fault as RulesChangeFault {
            throw CommandEnd(fault.isOfTheCommand ? 2 : 1, fault.inOptions)
        }
    }

    /// Shows a rule as its file has it, asks, and makes the change.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - done: Between the rule's name and that of its file, in the sentence that tells the end.
    ///   - isThereAfterwards: Whether the rule has a place in the file then.
    func make(
        _ change: RulesChange, asking question: String, done: String, isThereAfterwards: Bool
    ) async throws {
        let isJSON = choices.format == .json || choices.format == .jsonl
        let lines = change.rule.lines.enumerated().map { index, line in safe((index == 0 ? "- " : "  ") + line) }
        if !isJSON {
            try output.write(lines.joined(separator: "\n") + "\n")
        } else if !choices.yes {
            for line in lines { tell(line) }
        }
        try await confirm(question)
        do { try change.make() } catch { throw CommandEnd.failed(error.description) }
        workspace.memory.set(change.settings.rules.map(\.name), of: .rule)
        let place = isThereAfterwards ? change.settings.rulePlaces[change.rule.name] : nil
        if isJSON {
            try write(json: { writer in
                writer.object { writer in
                    writer.write("rule", change.rule.name)
                    writer.write("file", change.file)
                    if let place { writer.write("line", place.line) }
                }
            })
        } else {
            tell("Rule '\(change.rule.name)' \(done) \(safe(change.file))\(place.map { ", line \($0.line)" } ?? "").")
        }
    }
}

extension RulesChangeFault {
    /// Whether other words of the command would have done.
    fileprivate var isOfTheCommand: Bool {
        switch self {
        case .nameTaken, .noSuchRule, .objections: true
        case .uneditable, .unwritten, .uncertain: false
        }
    }

    /// What is wrong, with the names that the shell has for the keys of a rule.
    fileprivate var inOptions: String {
        guard case .objections(let objections) = self else { return description }
        return objections.map { objection in
            let near = objection.nearest.map { "; did you mean '\($0)'?" } ?? ""
            return "\(Self.option(for: objection.key)) \(objection.sentence)\(near)"
        }.joined(separator: "\n")
    }

    private static func option(for key: String) -> String {
        switch key {
        case "gaps.library": "option '--library'"
        case "scope": "the range of --scope, or of --since and --until,"
        default: "the filter"
        }
    }
}
