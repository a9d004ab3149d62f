public import Rules
import YAML

/// Why a change of the rules is not made.
public enum RulesChangeFault: Error, Hashable, Sendable, CustomStringConvertible {
    case nameTaken(String, file: String, line: Int)
    case noSuchRule(String, known: [String])
    /// What is wrong with the rule beside what is there.
    case objections([RuleObjection])
    /// The file is laid out in a way that can't be edited without changing more.
    case uneditable(file: String, reason: String)
    case unwritten(file: String, reason: String)
    /// The file is changed, and nobody knows whether the change outlasts a power failure.
    case uncertain(file: String, reason: String)

    public var description: String {
        switch self {
        case .nameTaken(let name, let file, let line):
            "There is a rule '\(escaped(name))' already, in \(escaped(file)) line \(line); choose another name, or remove it first."
        case .noSuchRule(let name, let known):
            "The configuration has no rule '\(escaped(name))'; "
                + (known.isEmpty ? "there are none." : "there are \(known.joined(separator: ", ")).")
        case .objections(let objections): objections.map { "'\($0.key)' \($0.sentence)" }.joined(separator: "\n")
        case .uneditable(let file, let reason):
            "\(escaped(file)) cannot be edited by itself: \(reason). Edit it by hand."
        case .unwritten(let file, let reason): "\(escaped(file)) was left as it was: \(reason)."
        case .uncertain(let file, let reason):
            "\(escaped(file)) is changed, but the disk did not confirm it (\(reason)); look at it after a power failure."
        }
    }

    public var code: String {
        switch self {
        case .nameTaken: "name-taken"
        case .noSuchRule: "no-such-rule"
        case .objections: "bad-rule"
        case .uneditable: "uneditable-file"
        case .unwritten: "unwritten-file"
        case .uncertain: "uncertain-file"
        }
    }
}
