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
        let input: PluginInput?
        do { input = try PluginReading.input(isOptional: given.printConfig) } catch {
            log.say(.error, "\(error)")
            throw CommandEnd.failed()
        }
        let session = PluginSession(app: app, input: input, log: log)
        if given.printConfig { return try await session.printConfiguration() }
        guard let input else { throw CommandEnd.usage("\(PluginFault.noInput)") }
        let answer: JSONTree
        do {
            let mode = try PluginMode(word: given.mode, input: input)
            answer = try await session.run(mode, input)
        } catch {
            let (code, message) = ExitCodes.ending(of: error, libraries: app.memory.configuredLibraries)
            // Stash logs the error itself.
            try write(.null, error: message ?? "interrupted", to: app)
            throw CommandEnd(code)
        }
        try write(answer, error: nil, to: app)
    }

    private func write(_ output: JSONTree, error: String?, to app: App) throws {
        let answer: JSONTree = ["output": output, "error": error.map(JSONTree.string) ?? .null]
        try app.output.write(answer.description + "\n")
    }
}

/// Standard input, whole; a task's is small, and `plexsync-plugin` takes the hooks, which may not be.
enum PluginReading {
    private static let most = 16 << 20

    static func input(isOptional: Bool) throws(PluginFault) -> PluginInput? {
        if isOptional, isatty(STDIN_FILENO) == 1 { return nil }
        let bytes: [UInt8]
        do { bytes = try read() } catch { throw .notInput("\(error.localizedDescription)") }
        if bytes.allSatisfy({ $0 <= 0x20 }) {
            if isOptional { return nil }
            throw .noInput
        }
        guard bytes.count <= most else { throw .notInput("it is longer than \(most) bytes") }
        do { return try PluginInput(parsing: bytes) } catch { throw .notInput("\(error)") }
    }

    private static func read() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= most, let piece = try FileHandle.standardInput.read(upToCount: 64 << 10), !piece.isEmpty {
            bytes += piece
        }
        return bytes
    }
}
