import CommandSyntax
import TestSupport
import Testing

@testable import Commands

@Suite struct TreeTests {
    /// Every command with a body, as a path.
    static let commands: [Signature] = commandTree.signature.verbs.flatMap { $0.verbs.isEmpty ? [$0] : $0.verbs }
        .filter { $0.path != ["help"] }

    @Test func `no declaration is wrong`() { #expect(commandTree.mistakes == []) }

    @Test(arguments: commands.map(\.path))
    func `every command has an example that parses as itself`(path: [String]) throws {
        let command = try #require(commandTree.signature.find(path))
        #expect(!command.examples.isEmpty)
    }

    @Test func `no topic hides the help of a command`() {
        let names = Set(commandTree.signature.verbs.map(\.name))
        #expect(commandTree.signature.topics.filter { names.contains($0.name) }.map(\.name) == [])
    }

    @Test(
        arguments: [
            "configuration", "scopes", "filters", "matching", "queueing", "rule-tests", "shell", "exit-codes",
        ])
    func `topics fit a narrow window but for lines that are kept as they are`(name: String) throws {
        let topic = try #require(commandTree.signature.topics.first { $0.name == name })
        let lines = topic.rendered(width: 80).split(separator: "\n")
        #expect(lines.filter { $0.count > 90 } == [])
        #expect(lines.count > 5)
    }

    @Test(arguments: commandTree.signature.topics.map(\.name), [60, 80])
    func `a row of a topic goes on below itself`(name: String, width: Int) throws {
        let topic = try #require(commandTree.signature.topics.first { $0.name == name })
        let lines = topic.rendered(width: width).split(separator: "\n")
        // A path or a key is never broken, nor a line of a file.
        let showsFile = ["configuration", "rule-tests"].contains(name)
        #expect(lines.allSatisfy { $0.count <= width || $0.split(separator: " ").count < 4 || showsFile })
        let words = { (text: String) in text.split { " \n".contains($0) }.map(String.init) }
        #expect(words(topic.rendered(width: width)) == words(topic.rendered(width: 1000)))
    }

    @Test(arguments: [
        "queue add 1", "queue drop 1", "queue clear", "queue pause", "queue resume", "queue retry", "queue release",
        "dead retry", "dead drop 1", "dead purge", "reconcile", "import stash2plex .",
        "rules add a --when daily", "rules remove a",
    ])
    func `what changes something is refused under read-only, before anything else`(line: String) async throws {
        let bench = Bench()
        let ending = try await bench.run(line, isReadOnly: true)
        #expect(ending.code == 2)
        #expect(ending.said.last?.hasPrefix("With --read-only nothing is changed") == true)
        #expect(bench.folder.bytes(of: "state/plexsync.db") == nil)
    }

    @Test(arguments: ["status", "queue list", "dead list", "runs list"])
    func `what only looks works under read-only`(line: String) async throws {
        #expect(try await Bench().run(line, isReadOnly: true).code == 0)
    }

    @Test(arguments: [
        ("day=2026-01-01", true), ("_x=", true), ("a=b=c", true), ("1a=b", false), ("=b", false), ("ab", false),
    ])
    func `variables are a name and a value`(word: String, isTaken: Bool) throws {
        let words = Word.words(ofArguments: ["--var", word]).words
        if isTaken {
            let given = try commandTree.parse(words).arguments(of: LaunchOptions()).variables
            #expect(given.map { "\($0.name)=\($0.value)" } == [word])
        } else {
            #expect(throws: UsageError.self) { try commandTree.parse(words) }
        }
    }
}
