public import CommandSyntax
import Configuration
import Rules

public struct RulesRemoveCommand: Command {
    public static let name = "remove"
    public static let summary = "Take a rule out of the configuration file it is in."
    public static let details = """
        Comments inside the rule and directly above it go with it; those of other rules, and what an empty line separates \
        from it, stay. 'rules disable' switches a rule off and keeps it.
        """
    public static let examples = [Example("rules remove nightly", "start it no more, and forget what it was")]
    public let rule = Operand("RULE", .rule, "The rule's name.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("change the configuration file")
        let change = try await app.changingRules { try $0.removing(given.rule) }
        try await app.make(
            change, asking: "Take this rule out of \(app.safe(change.file))?", done: "is no longer in",
            isThereAfterwards: false)
    }
}
