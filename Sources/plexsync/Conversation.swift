import CommandSyntax
import Commands
import Configuration
import Foundation
import Shell
import SyncModel
import Synchronization
import Terminal

extension Session {
    /// Runs lines: of `-c`, of `-f`, of the pipe, or typed at the prompt.
    func converse(_ launch: Arguments<LaunchOptions>) async -> Int32 {
        let hasScript = !launch.lines.isEmpty || launch.script != nil
        let hasPerson = terminal.isInputTerminal && (terminal.isErrorTerminal || terminal.isOutputTerminal)
        isBatch = hasScript || !hasPerson
        let state = ShellState(preferences: Preference.ofCommands)
        do {
            if let format = defaults.format { try state.set("format", to: format.rawValue) }
            if let color = defaults.color { try state.set("color", to: color.rawValue) }
            for variable in launch.variables { try state.set(variable.name, to: variable.value) }
            if launch.echo { try state.set("echo", to: "on") }
            rememberLastResult(in: state)
        } catch {
            complain("--var: \(error)")
            return UsageError.exitCode
        }
        let interpreter = interpreter(state)
        let batch = Batch(interpreter, keepsGoing: launch.keepGoing)
        if hasScript {
            return await interruptible { [self] in await run(batch, launch.lines, launch.script, launch.keepGoing) }
        }
        guard hasPerson else {
            return await interruptible { [self] in
                await endingWhenIdle { await batch.run(Rows(reading: STDIN_FILENO), named: "stdin").code }
            }
        }
        return await prompt(interpreter)
    }

    private func interpreter(_ state: ShellState) -> Interpreter {
        Interpreter(
            commands: Self.tree.signature, state: state, screen: Screen(color: defaults.color ?? usualColor),
            names: { [memory] in memory.names($0) },
            requests: wiring.requests,
            evaluate: { [self] line, output in await evaluate(line, output, state) })
    }

    /// Each `-c` is a script of its own, so that a quote left open in one does not reach into the next.
    private func run(_ batch: Batch, _ lines: [String], _ script: String?, _ keepsGoing: Bool) async -> Int32 {
        var failure: Int32 = 0
        var scripts = lines.enumerated().map { index, line in
            (name: lines.count == 1 ? "-c" : "-c \(index + 1)", text: line)
        }
        if let script {
            guard let bytes = FileManager.default.contents(atPath: script) else {
                complain("'\(script)' can't be read")
                return UsageError.exitCode
            }
            scripts.append((script, String(decoding: bytes, as: UTF8.self)))
        }
        for script in scripts {
            let outcome = await batch.run(Rows(script.text), named: script.name)
            if failure == 0 { failure = outcome.code }
            if case .left = outcome { break }
            if failure != 0, !keepsGoing { break }
        }
        return failure
    }

    /// Ends at once when it is cancelled while it only waits for the next line: a read of standard input can't be called
    /// off. A command that runs is waited for.
    private func endingWhenIdle(_ body: @escaping @Sendable () async -> Int32) async -> Int32 {
        let task = Task { await body() }
        let waiting = Mutex<CheckedContinuation<Int32, Never>?>(nil)
        let answer: @Sendable (Int32) -> Void = { code in
            waiting.withLock { continuation in
                continuation?.resume(returning: code)
                continuation = nil
            }
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting.withLock { $0 = continuation }
                Task { answer(await task.value) }
                if Task.isCancelled, !isAtWork { answer(130) }
            }
        } onCancel: {
            task.cancel()
            if !isAtWork { answer(130) }
        }
    }

    private func prompt(_ interpreter: Interpreter) async -> Int32 {
        let folder = await historyFolder()
        await workspace.recall(Choices(rules: defaults.rules, state: defaults.state))
        if !memory.state.isDemo { complain("'help' lists all commands, TAB completes, ^D leaves.", isNamed: false) }
        let session = ShellSession(
            interpreter, prompt: { [memory] in memory.prompt }, historyFile: folder.map { $0 + "/history" },
            rcFile: folder.map { $0 + "/shellrc" }, isSecret: { [memory] in memory.isSecret($0) },
            news: await news())
        return await session.run()
    }

    /// What the host behind the prompt tells; the prompt's numbers are brought up to date before each line.
    private func news() async -> AsyncStream<String>? {
        guard let told = await workspace.news else { return nil }
        let (lines, line) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1000))
        let following = Task { [self] in
            for await news in told {
                await refresh()
                line.yield(news)
            }
            line.finish()
        }
        line.onTermination = { _ in following.cancel() }
        return lines
    }

    /// The state folder, made if need be; `nil` where it can't be: then lines are kept until the end only.
    private func historyFolder() async -> String? {
        do {
            let folder = try await workspace.location(Choices(rules: defaults.rules, state: defaults.state)).stateFolder
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return folder
        } catch {
            return nil
        }
    }

    /// What prompt and completion know, brought up to date.
    private func refresh() async {
        await workspace.refreshMemory(Choices(rules: defaults.rules, state: defaults.state))
    }

    /// Lets the lines that follow use what the last command that looked at scenes has found.
    private func rememberLastResult(in state: ShellState) {
        guard let result = memory.takeLastResult() else { return }
        state.remember(last: result.scenes.map { String($0.rawValue) }, orBecause: result.reason)
    }

    private func evaluate(_ line: ShellLine, _ output: LineOutput, _ state: ShellState) async -> Int32 {
        do {
            let request = try Self.tree.parse(line.line.words)
            let width = output.isTerminal ? min(TerminalInfo.current().columns, 100) : 80
            switch request.wish {
            case .help:
                let page = HelpPage(of: request.command, in: Self.tree.signature).rendered(width: width)
                try await output.show(page, with: pager(state))
                return 0
            case .topic(let topic):
                try await output.show(topic.rendered(width: width), with: pager(state))
                return 0
            case .run:
                let code = await run(request, into: output, preferences: state, from: line.origin)
                rememberLastResult(in: state)
                if line.origin == nil { await refresh() }
                return code
            case .nothing: return 0
            }
        } catch let error as UsageError {
            complain(line.rendered(error, terminal.errorLook(defaults.color ?? usualColor)), isNamed: false)
            return UsageError.exitCode
        } catch {
            return 0  // nobody reads the help any more
        }
    }

    private func complain(_ text: String, isNamed: Bool = true) {
        Screen(color: defaults.color ?? usualColor).report(isNamed ? "plexsync: \(text.safeForTerminal)" : text)
    }
}
