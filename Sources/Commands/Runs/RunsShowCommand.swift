public import CommandSyntax
import Database
import JSON
import Ledger
import Terminal

public struct RunsShowCommand: Command {
    public static let name = "show"
    public static let summary = "Show one reconciliation with its counts."
    public static let examples = [Example("runs show 7", "run 7: what it found, queued and left, and why")]
    public let id = Operand("RUN", .run, "Its number, as 'runs list' shows it.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let id = given.id
        guard let run = try await store.read({ try RunLog.find(id, in: $0) }) else {
            throw CommandEnd.failed("There is no run \(id); 'runs list' shows which there are.")
        }
        switch app.choices.format {
        case .json, .jsonl:
            try app.write(json: { try $0.run(run) })
        case .table, .csv, .markdown: try await app.show(try RunFacts.table(run), isWhole: true)
        }
    }
}
