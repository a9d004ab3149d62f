import CommandSyntax
import Terminal

/// Lines that nobody types: `-c LINE`, `-f FILE`, standard input.
public struct Batch: Sendable {
    private let interpreter: Interpreter
    private let keepsGoing: Bool

    /// - Parameter keepsGoing: Run the lines after one that failed, too.
    public init(_ interpreter: Interpreter, keepsGoing: Bool = false) {
        (self.interpreter, self.keepsGoing) = (interpreter, keepsGoing)
    }

    /// Runs the lines of `rows`, each as soon as it is complete.
    ///
    /// - Parameter name: What messages call them: a file's name, `stdin`, `-c`.
    /// - Returns: 0, or the exit code of the first line that failed. After `quit`: its code.
    public func run(_ rows: Rows, named name: String) async -> Outcome {
        await interpreter.run(rows, from: Frame(origin: Origin(file: name, line: 1)), keepsGoing: keepsGoing)
    }
}

extension Interpreter {
    func run(_ rows: Rows, from frame: Frame, keepsGoing: Bool = false) async -> Outcome {
        var (lines, failure) = (LogicalLines(), Int32(0))
        let name = frame.origin?.file ?? ""
        while !Task.isCancelled {
            let row = await rows.next()
            guard let line = row.map({ lines.take($0) }) ?? lines.end() else {
                if row == nil { break }
                continue
            }
            let text = line.row == 1 && line.text.hasPrefix("\u{FEFF}") ? String(line.text.dropFirst()) : line.text
            if state.value("echo") == "on" { screen.report(screen.errorLook.safe(text)) }
            let origin = Origin(file: name, line: line.row)
            let outcome = await run(text, in: Frame(origin: origin, depth: frame.depth))
            if case .left(let code) = outcome { return .left(code == 0 ? failure : code) }
            if failure == 0 { failure = outcome.code }
            if failure != 0, !keepsGoing { break }
            if row == nil { break }
        }
        return .ended(Task.isCancelled && failure == 0 ? 130 : failure)
    }
}
