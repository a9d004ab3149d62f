import CommandSyntax
import Terminal

extension NameSort {
    static let variable = NameSort("name")
    static let alias = NameSort("alias")
}

struct SetCommand: Command {
    static let name = "set"
    static let summary = "Set a variable, show one, or list all."
    static let details = """
        A name is used as $name in later lines. Some names also steer the shell; they take fixed words only.
        """
    static let examples = [
        Example("set timing on", "show after each command how long it took"),
        Example("set day 2026-01-01", "'gaps --since $day' later"), Example("set", "all names and their values"),
    ]
    let variable = Operand(optional: "NAME", .text("NAME", suggestions: .names(.variable)), "The name.")
    let value = Operand(
        optional: "VALUE", ValueKind("VALUE", takes: "a text", suggestions: .values(of: .variable)) { $0 },
        "Its value from now on.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        let state = context.state
        guard let name = given.variable else { return try list(context) }
        if let value = given.value { return try state.set(name, to: value) }
        guard let value = state.value(name) else {
            throw BuiltinEnd.refused("nothing is set as '\(name)'; 'set \(name) VALUE' does so")
        }
        try context.output.write(context.interpreter.screen.look(context.output).safe(value) + "\n")
    }

    private func list(_ context: BuiltinContext) throws {
        let look = context.interpreter.screen.look(context.output)
        // A long value, such as a last result, would leave no room for the meanings.
        let room = look.width.map { max($0 / 4, 8) } ?? .max
        let rows = context.state.variables.sorted { $0.key < $1.key }.map { name, value -> [Table.Cell] in
            let help = context.state.meaning(of: name) ?? ""
            let shown = look.safe(value).truncated(to: room, mark: look.ellipsis)
            return [.init(name), .init(shown), .init(help, style: .faint)]
        }
        let table = Table([.init("Name"), .init("Value"), .init("Meaning")], rows: rows)
        try context.output.write(table.renderedWhole(look))
    }
}

struct UnsetCommand: Command {
    static let name = "unset"
    static let summary = "Forget variables, or give settings their usual value."
    static let examples = [Example("unset day", "'$day' is unknown again")]
    let variables = Operand(each: "NAME", .text("NAME", suggestions: .names(.variable)), "The names.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        for name in given.variables where !context.state.unset(name) {
            throw BuiltinEnd.refused("nothing is set as '\(name)'")
        }
    }
}

struct AliasCommand: Command {
    static let name = "alias"
    static let summary = "Give the beginning of a line a name, or list those names."
    static let details = "An alias of the prompt is kept for later sessions."
    static let examples = [
        Example("alias stale 'gaps --type stale'", "then 'stale --limit 5' is a command"),
        Example("alias", "all aliases"),
    ]
    let word = Operand(optional: "NAME", .text("NAME", suggestions: .names(.alias)), "The new command.")
    let text = Operand(optional: "TEXT", .text, "What it stands for, quoted.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        let texts = context.state.aliases.texts
        guard let name = given.word else {
            let rows = texts.sorted { $0.key < $1.key }.map { [Table.Cell($0.key), .init($0.value)] }
            return try context.write(rows, [.init("Alias"), .init("Stands for")])
        }
        guard let text = given.text else {
            guard let text = texts[name] else { throw BuiltinEnd.refused("there is no alias '\(name)'") }
            return try context.output.write(context.interpreter.screen.look(context.output).safe(text) + "\n")
        }
        try context.state.define(alias: name, as: text, beside: context.interpreter.signature)
        if context.frame.depth == 0 { try context.interpreter.keepAliases() }
    }
}

struct UnaliasCommand: Command {
    static let name = "unalias"
    static let summary = "Forget aliases."
    static let examples = [Example("unalias stale", "'stale' is no command any more")]
    let words = Operand(each: "NAME", .text("NAME", suggestions: .names(.alias)), "The names.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        for name in given.words where !context.state.remove(alias: name) {
            throw BuiltinEnd.refused("there is no alias '\(name)'")
        }
        if context.frame.depth == 0 { try context.interpreter.keepAliases() }
    }
}
