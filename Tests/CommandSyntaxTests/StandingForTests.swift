import Testing

@testable import CommandSyntax

/// `queue list --state dead` beside `--state DIR` of every command.
@Suite struct StandingForTests {
    enum State: String, CaseIterable, Sendable { case ready, dead }

    struct Shared: OptionGroup {
        static let title = "Shared"
        let state = Option("state", .folder, "A folder.")
    }

    struct List: Command {
        static let name = "list"
        static let summary = "List."
        let states = Option("job-state", each: .oneOf(State.self), standingFor: "state", "States.")
        func run(_ given: Arguments<Self>, in context: Int) async throws {}
    }

    let tree = CommandTree<Int>("Program.", shared: Shared(), commands: [CommandNode(List())])

    @Test(
        arguments: [
            ("list --state dead", [State.dead], nil), ("list --state ready,dead", [.ready, .dead], nil),
            ("list --state /tmp/dead", [], "/tmp/dead"), ("--state /x list --state dead", [.dead], "/x"),
            ("list --state=dead --state ./dead", [.dead], "./dead"), ("--state dead list", [], "dead"),
        ] as [(String, [State], String?)])
    func `words of the command's own option go to it, and all else to the shared one`(
        line: String, states: [State], folder: String?
    ) throws {
        let words = Word.words(ofArguments: line.split(separator: " ").map(String.init)).1
        let request = try tree.parse(words)
        #expect(request.arguments(of: List()).states == states)
        #expect(request.arguments(of: Shared()).state == folder)
    }
}
