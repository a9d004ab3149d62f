import CommandSyntax
import Terminal

struct SourceCommand: Command {
    static let name = "source"
    static let summary = "Run the lines of a file as if they stood here."
    static let details = "Stops at the first line that fails. A file may run others, 16 deep."
    static let examples = [Example("source nightly.plex", "the lines of this file, in the present folder")]
    let file = Operand("FILE", .file, "A text file with a command a line.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        guard context.frame.depth < Frame.deepest else {
            throw BuiltinEnd.refused("'\(given.file)' is \(Frame.deepest) files deep; does it run itself?")
        }
        guard let text = try text(ofFile: given.file) else {
            throw BuiltinEnd.refused("there is no file '\(given.file)'")
        }
        let frame = Frame(origin: Origin(file: given.file, line: 1), depth: context.frame.depth + 1)
        switch await context.interpreter.run(Rows(text), from: frame) {
        case .ended(0): return
        case .ended(let code): throw BuiltinEnd.failed(code)
        case .left(let code): throw BuiltinEnd.leaves(code)
        }
    }
}

struct WatchCommand: Command {
    static let name = "watch"
    static let summary = "Run a command again and again until ^C."
    static let examples = [Example("watch 5s status", "the queue, every five seconds")]
    let pause = Operand("SPAN", .pause, "The rest between two runs: 5s, 2m, 1h.")
    let words = Operand(each: "COMMAND", .text("COMMAND", suggestions: .line), "The command and its options.")

    /// ^C is how it ends, so that is no failure. A command that fails ends it.
    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        let (text, words) = Word.words(ofArguments: given.words)
        let line = ShellLine(text, Line(words: words), from: context.frame.origin)
        guard given.words.first != Self.name else { throw BuiltinEnd.refused("'watch' can't watch itself") }
        while !Task.isCancelled {
            if context.output.isTerminal { try context.output.write("\u{1B}[H\u{1B}[J") }
            switch await context.interpreter.run(line, into: context.output, context.frame) {
            case .ended(0): break
            case .ended(let code):
                if Task.isCancelled { return }
                throw BuiltinEnd.failed(code)
            case .left(let code): throw BuiltinEnd.leaves(code)
            }
            do { try await ContinuousClock().sleep(for: given.pause) } catch { return }
        }
    }
}

extension ValueKind where Value == Duration {
    /// `5s`, `2m`, `1h`, at most a day.
    static var pause: Self {
        Self("SPAN", takes: "a time from 1s to 24h, such as 5s or 2m") { word in
            let units = ["s": 1, "m": 60, "h": 3600]
            guard let unit = units[String(word.suffix(1))], let count = Int(word.dropLast()), count > 0 else {
                return nil
            }
            let (seconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
            return isTooLong || seconds > 86_400 ? nil : .seconds(seconds)
        }
    }
}

struct HistoryCommand: Command {
    static let name = "history"
    static let summary = "List the lines typed so far, the newest last."
    static let examples = [
        Example("history -n 20", "the last twenty"), Example("history | grep gaps", "all with a word"),
    ]
    let limit = Option("limit", short: "n", .count(), "How many to list.")
    let clear = Option(flag: "clear", "Forget all lines, on disk too.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        guard let history = context.interpreter.history else {
            throw BuiltinEnd.refused("there is no history outside of the prompt")
        }
        if given.clear { return try history.clear() }
        let look = context.interpreter.screen.look(context.output)
        let lines = history.lines.enumerated().suffix(given.limit ?? .max)
        let rows = lines.map { "\(String($0.offset + 1).padded(to: 5, atStart: true))  \(look.safe($0.element))\n" }
        try context.output.write(rows.joined())
    }
}

struct QuitCommand: Command {
    static let name = "quit"
    static let summary = "Leave."
    static let examples = [Example("quit", "as ^D does"), Example("quit 1", "with this exit code")]
    let code = Operand(optional: "CODE", .count(from: 0, to: 255), "The exit code, 0 unless given.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        throw BuiltinEnd.leaves(Int32(given.code ?? 0))
    }
}

struct ExitCommand: Command {
    static let name = "exit"
    static let summary = "Leave, as 'quit' does."
    static let examples = [Example("exit", "as ^D does")]
    let code = Operand(optional: "CODE", .count(from: 0, to: 255), "The exit code, 0 unless given.")

    func run(_ given: Arguments<Self>, in context: BuiltinContext) async throws {
        throw BuiltinEnd.leaves(Int32(given.code ?? 0))
    }
}
