public import CommandSyntax
import Configuration
import Foundation
import JSON
import StashAPI
import SyncEngine
import SyncModel

/// What Stash runs: its input on standard input, its answer on standard output, its log protocol on standard error.
public struct PluginCommand: Command {
    public static let name = "plugin"
    public static let summary = "Do what Stash asks of its plugin; Stash starts this itself."
    public static let details = """
        Reads the JSON that Stash hands a plugin, speaks its log protocol and answers as it wants. The mode is given here, \
        or as args.mode in the input: reconcile, recent, week, range, status, drain, retry, clear, check, hook.

        With --print-config nothing is done: the settings of Stash and of the configuration file are shown as one, \
        without secrets.
        """
    public static let examples = [
        Example("plugin status", "what Stash's task does; wants its input"),
        Example("plugin --print-config", "what holds, and where it comes from"),
    ]
    public let mode = Operand(optional: "MODE", .text("MODE"), "What to do, unless the input says it.")
    public let printConfig = Option(flag: "print-config", "Show what is configured, without secrets.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        // Stash is gone when nobody reads any more: what is at hand is finished, as at an interruption.
        let log = PluginLog.onStandardError { kill(getpid(), SIGTERM) }
        if given.mode?.lowercased() == "hook" { PluginReading.becomeHookProgram() }
        let handed: (input: PluginInput, document: [UInt8])?
        do { handed = try PluginReading.input(isOptional: given.printConfig) } catch {
            log.say(.error, "\(error)")
            throw CommandEnd.failed()
        }
        if given.printConfig {
            return try await PluginSession(app: app, input: handed?.input, log: log).printConfiguration()
        }
        guard let (input, document) = handed else { throw CommandEnd.usage("\(PluginFault.noInput)") }
        let answer: PluginAnswer
        do {
            let mode = try PluginMode(word: given.mode, input: input)
            answer = try await PluginSession(app: app, input: input, log: log).run(mode, input, document)
        } catch {
            // No task takes a library's name: the configuration names it.
            let libraries = [(error as? EngineError)?.library].compactMap(\.self)
            let (code, message) = ExitCodes.ending(of: error, libraries: libraries)
            // Stash logs the error itself.
            try write(.null, error: log.words.told(message ?? "interrupted"), to: app)
            throw CommandEnd(code)
        }
        try write(answer.output, error: answer.shortfall.map(log.words.told), to: app)
        if answer.shortfall != nil { throw CommandEnd.failed() }
    }

    private func write(_ output: JSONTree, error: String?, to app: App) throws {
        let answer: JSONTree = ["output": output, "error": error.map(JSONTree.string) ?? .null]
        try app.output.write(answer.description + "\n")
    }
}

/// What a task came to. It has done what it could, and where that is not all, Stash logs why.
struct PluginAnswer: Sendable {
    let output: JSONTree
    let shortfall: String?

    init(_ output: JSONTree, shortfall: String? = nil) { (self.output, self.shortfall) = (output, shortfall) }
}

extension EngineError {
    /// The library that can't be used.
    fileprivate var library: String? {
        switch self {
        case .unknownLibrary(let name, _), .unsupportedLibrary(let name, _): name
        default: nil
        }
    }
}
