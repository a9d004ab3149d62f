public import Configuration
import JSON
public import SyncEngine
import SyncModel
import Terminal

/// The world one command runs in.
public struct App: Sendable {
    public let choices: Choices
    public let workspace: Workspace
    public let wiring: Wiring
    public let output: any CommandOutput
    public let activity: any Activity
    /// Writes a line for the person, to standard error.
    public let tell: @Sendable (String) -> Void
    /// Asks a question that is answered with yes or no; `nil` where nobody can be asked.
    public let ask: @Sendable (String) async -> Bool?

    public init(
        choices: Choices, workspace: Workspace, wiring: Wiring, output: any CommandOutput, activity: any Activity,
        tell: @escaping @Sendable (String) -> Void, ask: @escaping @Sendable (String) async -> Bool?
    ) {
        (self.choices, self.workspace, self.wiring, self.output) = (choices, workspace, wiring, output)
        (self.activity, self.tell, self.ask) = (activity, tell, ask)
    }

    public var memory: Memory { workspace.memory }

    /// The same, with output that is never shown in a pager: for what stands before the prompt.
    var withoutPager: App {
        App(
            choices: choices, workspace: workspace, wiring: wiring, output: UnpagedOutput(base: output),
            activity: activity, tell: tell, ask: ask)
    }

    public func engine() async throws -> (Engine, Settings) { try await workspace.engine(choices, activity) }

    /// Strangers' text made safe for where it is shown.
    func safe(_ text: String) -> String { output.look.safe(text) }

    /// Writes a JSON document on a line of its own; indented where a person sees it.
    func write(json body: (inout JSONWriter) throws -> Void) throws {
        var writer = JSONWriter(layout: output.isTerminal ? .indented : .compact)
        try body(&writer)
        writer.newline()
        try output.write(shown(writer))
    }

    /// Writes one value of JSON Lines.
    func writeLine(json body: (inout JSONWriter) throws -> Void) throws {
        var writer = JSONWriter()
        try body(&writer)
        writer.newline()
        try output.write(shown(writer))
    }

    private func shown(_ writer: JSONWriter) -> String {
        output.isTerminal ? output.look.safe(json: writer.text) : writer.text
    }

    /// Writes a table in the chosen format that is not JSON.
    /// - Parameter isWhole: Lines that do not fit the window are broken by it, not cut: for facts and sentences.
    func show(_ table: Table, isWhole: Bool = false) async throws {
        switch choices.format {
        case .csv: try output.write(table.csv(isShown: output.isTerminal))
        case .markdown: try output.write(table.markdown())
        case .table, .json, .jsonl:
            let look = output.look
            try await output.show(isWhole ? table.renderedWhole(look) : table.rendered(look))
        }
    }

    /// Said by every command before it changes anything. - Throws: 2 under `--read-only`.
    func willChange(_ what: String) throws {
        if choices.isReadOnly { throw CommandEnd.usage("With --read-only nothing is changed, and this would \(what).") }
    }

    /// Asks before something is changed for good; `--yes` answers, and off a terminal nothing else does.
    func confirm(_ question: String) async throws {
        if choices.yes || !choices.confirms { return }
        let given = await ask(question)
        try Task.checkCancellation()
        guard let answer = given else {
            throw CommandEnd.usage("\(question) Nobody can be asked here: give --yes.")
        }
        if !answer { throw CommandEnd.failed("Nothing was changed.") }
    }
}
