public import CommandSyntax
import Terminal

/// How a line, or a script, ended.
public enum Outcome: Sendable, Hashable {
    /// With this exit code.
    case ended(Int32)
    /// `quit`: nothing after it runs.
    case left(Int32)

    public var code: Int32 {
        switch self {
        case .ended(let code), .left(let code): code
        }
    }
}

/// Runs lines: variables, aliases, the shell's own commands, redirections. All else is `evaluate`'s. The prompt, `-c`, `-f`
/// and standard input all come through here, so that the same line does the same everywhere.
public struct Interpreter: Sendable {
    /// Runs a command of the program and tells its exit code. It writes its data to the output, its complaints to standard
    /// error, and treats ``OutputError/readerLeft`` as a quiet end. It is cancelled by `^C`.
    public typealias Evaluate = @Sendable (ShellLine, LineOutput) async -> Int32

    public let state: ShellState
    private let ownScreen: Screen
    /// The program's commands and the shell's own.
    public let signature: Signature
    let names: @Sendable (NameSort) -> [String]
    let evaluate: Evaluate
    /// Requests made so far, by server: `timing` tells how many a line added.
    let requests: @Sendable () -> [(server: String, count: Int)]
    var history: History?
    var rcFile: String?
    private let clock = ContinuousClock()

    /// - Parameters:
    ///   - commands: The program's, without those of the shell.
    ///   - names: Live names for completion, from memory.
    public init(
        commands: Signature, state: ShellState = ShellState(), screen: Screen = Screen(),
        names: @escaping @Sendable (NameSort) -> [String] = { _ in [] },
        requests: @escaping @Sendable () -> [(server: String, count: Int)] = { [] }, evaluate: @escaping Evaluate
    ) {
        var signature = commands
        let known = Set(commands.verbs.map(\.name))
        signature.verbs += Self.builtinSignatures.filter { !known.contains($0.name) }
        (self.state, ownScreen, self.signature, self.names) = (state, screen, signature, names)
        (self.requests, self.evaluate) = (requests, evaluate)
    }

    /// Where text goes, in the colours that were set.
    public var screen: Screen {
        var screen = ownScreen
        if let color = state.given("color").flatMap(ColorChoice.init) { screen.color = color }
        return screen
    }

    /// What TAB knows just now.
    public var vocabulary: Vocabulary {
        let (state, names) = (state, names)
        return Vocabulary(
            commands: signature,
            names: { sort in
                switch sort {
                case .variable: state.variables.keys.sorted()
                case .alias: state.aliases.texts.keys.sorted()
                default: names(sort)
                }
            },
            values: { sort, name in
                guard sort == .variable, let preference = state.preference(name) else { return [] }
                return preference.values + (preference.names.map(names) ?? [])
            }, variables: { state.variables }, aliases: { state.aliases })
    }

    /// Runs one line; says on standard error what is wrong with it.
    public func run(_ text: String, from origin: Origin? = nil) async -> Outcome {
        await run(text, in: Frame(origin: origin))
    }

    func run(_ text: String, in frame: Frame) async -> Outcome {
        guard let outcome = await tried(text, frame) else { return .ended(0) }
        state.note(exitCode: outcome.code)
        return outcome
    }

    /// - Returns: `nil` for a line without a command.
    private func tried(_ text: String, _ frame: Frame) async -> Outcome? {
        do {
            let (variables, absent) = (state.variables, state.absent)
            switch try lex(text, variables: variables, absent: absent) {
            case .needsMore(let error): throw error
            case .line(let line):
                let expanded = try state.aliases.expanded(line, variables: variables, absent: absent)
                if expanded.words.isEmpty { return nil }
                return await run(ShellLine(text, expanded, from: frame.origin), in: frame)
            }
        } catch let error as UsageError {
            return refuse(error, text, frame)
        } catch {
            return fail("\(error)", frame)
        }
    }

    private func run(_ line: ShellLine, in frame: Frame) async -> Outcome {
        let output = LineOutput(line.line.redirection, output: screen.output)
        let (start, before) = (clock.now, requests())
        var outcome = await run(line, into: output, frame)
        do {
            try await output.finish(after: outcome.code)
        } catch {
            outcome = fail("\(error)", frame)
        }
        if state.value("timing") == "on" { reportTime(clock.now - start, before) }
        return outcome
    }

    func run(_ line: ShellLine, into output: LineOutput, _ frame: Frame) async -> Outcome {
        let name = line.line.words.first?.text
        let isOwn = Self.builtinSignatures.contains { $0.name == name }
        return isOwn ? await runBuiltin(line, output, frame) : .ended(await evaluate(line, output))
    }

    private func reportTime(_ time: Duration, _ before: [(server: String, count: Int)]) {
        let known = Dictionary(before.map { ($0.server, $0.count) }, uniquingKeysWith: { $1 })
        let costs = requests().map { (server: $0.server, count: $0.count - (known[$0.server] ?? 0)) }
        let parts = costs.filter { $0.count > 0 }.map { server, count in
            "\(grouped(count)) request\(count == 1 ? "" : "s") to \(server)"
        }
        screen.report(
            screen.errorLook.painted((["time: \(time.forPeople)"] + parts).joined(separator: ", "), .faint))
    }

    private func runBuiltin(_ line: ShellLine, _ output: LineOutput, _ frame: Frame) async -> Outcome {
        let request: Request
        do {
            request = try Self.builtins.parse(line.line.words)
        } catch {
            return refuse(error, line.text, frame)
        }
        do {
            if request.wish == .help {
                let page = HelpPage(of: request.command, in: Self.builtins.signature)
                try output.write(page.rendered(width: screen.look(output).width ?? 80))
            } else {
                let context = BuiltinContext(interpreter: self, output: output, frame: frame)
                try await Self.builtins.run(request, in: context)
            }
            return .ended(0)
        } catch BuiltinEnd.leaves(let code) {
            return .left(code)
        } catch BuiltinEnd.failed(let code) {
            return .ended(code)
        } catch BuiltinEnd.refused(let sentence) {
            return fail(sentence, frame)
        } catch OutputError.readerLeft {
            return .ended(0)
        } catch let error as UsageError {  // its places are not those of the line
            return fail(error.description, frame, code: UsageError.exitCode)
        } catch {
            return fail("\(error)", frame)
        }
    }

    private func refuse(_ error: UsageError, _ text: String, _ frame: Frame) -> Outcome {
        screen.report(ShellLine.rendered(error, under: text, from: frame.origin, screen.errorLook))
        return .ended(UsageError.exitCode)
    }

    private func fail(_ sentence: String, _ frame: Frame, code: Int32 = 1) -> Outcome {
        let look = screen.errorLook
        let text = (frame.origin.map { "\(look.safe($0.description)): " } ?? "") + look.safe(sentence)
        screen.report(look.width.map { text.wrapped(to: $0) } ?? text)
        return .ended(code)
    }
}
