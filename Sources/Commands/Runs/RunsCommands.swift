public import CommandSyntax
import Database
import JSON
import Ledger
import Terminal

public struct RunsListCommand: Command {
    public static let name = "list"
    public static let summary = "List reconciliations, the latest first."
    public let limit = Option("limit", short: "n", .count(), default: 20, "How many to list.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.store(app.choices)
        let limit = given.limit
        let runs = try await store.read { try RunLog.list(limit: limit, in: $0) }
        switch app.choices.format {
        case .json, .jsonl:
            var writer = JSONWriter(layout: app.output.isTerminal ? .indented : .compact)
            try writer.object { try $0.array("runs") { for run in runs { try $0.run(run) } } }
            writer.newline()
            try app.output.write(writer.text)
        case .table, .csv, .markdown:
            if runs.isEmpty {
                app.tell("No reconciliation has run yet.")
            } else {
                try await app.show(try RunTable.table(runs, now: app.wiring.now()))
            }
        }
    }
}

public struct RunsShowCommand: Command {
    public static let name = "show"
    public static let summary = "Show one reconciliation with its counts."
    public let id = Operand("RUN", .count(), "Its number, as 'runs list' shows it.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.store(app.choices)
        let id = given.id
        guard let run = try await store.read({ try RunLog.find(id, in: $0) }) else {
            throw CommandEnd.failed("There is no run \(id); 'runs list' shows which there are.")
        }
        switch app.choices.format {
        case .json, .jsonl:
            var writer = JSONWriter(layout: app.output.isTerminal ? .indented : .compact)
            try writer.run(run)
            writer.newline()
            try app.output.write(writer.text)
        case .table, .csv, .markdown: try await app.show(try RunFacts.table(run))
        }
    }
}
