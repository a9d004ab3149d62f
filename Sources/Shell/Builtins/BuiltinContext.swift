import CommandSyntax
import Terminal

/// What the shell's own commands may use.
struct BuiltinContext: Sendable {
    let interpreter: Interpreter
    let output: LineOutput
    let frame: Frame

    var state: ShellState { interpreter.state }

    func write(_ rows: [[Table.Cell]], _ columns: [Table.Column]) throws {
        try output.write(Table(columns, rows: rows).rendered(interpreter.screen.look(output)))
    }
}

/// How a builtin ends other than by returning.
enum BuiltinEnd: Error {
    /// `quit`
    case leaves(Int32)
    /// A line that it ran has failed, and has said why.
    case failed(Int32)
    /// A sentence for the person.
    case refused(String)
}

/// Which file a line comes from, and how deep below the prompt.
struct Frame: Sendable {
    var origin: Origin?
    /// 0 for a line of the prompt or of a script that was named outside.
    var depth = 0
    static let deepest = 16
}
