import CommandSyntax
import Testing

@Suite struct AliasTests {
    func aliases(_ texts: KeyValuePairs<String, String>) throws -> Aliases {
        var aliases = Aliases()
        for (name, text) in texts { try aliases.define(name, as: text, beside: sampleSignature) }
        return aliases
    }

    func expanded(_ text: String, _ aliases: Aliases, variables: [String: String] = [:]) throws -> Line {
        guard case .line(let line) = try lex(text, variables: variables) else { throw Unfinished() }
        return try aliases.expanded(line, variables: variables)
    }

    @Test(arguments: [
        ("stale", ["gaps", "--type", "stale"]), ("stale --limit 5", ["gaps", "--type", "stale", "--limit", "5"]),
        ("gaps stale", ["gaps", "stale"]), ("few", ["gaps", "--type", "stale", "-n", "3"]), ("", []),
        ("me", ["me", "again"]), ("there", ["there", "back", "x"]), ("named", ["gaps", "--tag", "two words"]),
        ("with", ["gaps", "--tag", "a b"]),
    ])
    func `the first word is replaced, each alias once`(text: String, words: [String]) throws {
        let aliases = try aliases([
            "stale": "gaps --type stale", "few": "stale -n 3", "me": "me again", "there": "back",
            "back": "there back x",
            "named": "gaps --tag 'two words'", "with": "gaps --tag $t",
        ])
        let line = try expanded(text, aliases, variables: ["t": "a b"])
        #expect(line.words.map(\.text) == words)
    }

    @Test func `the words of an alias stand where its name stood`() throws {
        let line = try expanded("  stale x", aliases(["stale": "gaps --type stale"]))
        #expect(line.words.map(\.range) == [2..<7, 2..<7, 2..<7, 8..<9])
    }

    @Test func `an alias may have its own redirection, but there is one only`() throws {
        let aliases = try aliases(["save": "gaps > out"])
        #expect(try expanded("save --type stale", aliases).redirection == .write(to: "out"))
        let error = try #require(throws: UsageError.self) { try expanded("save | wc", aliases) }
        #expect(error.description == "output can go to one place only: 'save' has one")
    }

    @Test func `a variable that is gone is named with the alias`() throws {
        let error = try #require(throws: UsageError.self) { try expanded("x", aliases(["x": "gaps --tag $t"])) }
        #expect(error.description == "alias 'x': no variable '$t'")
    }

    @Test(arguments: [
        ("gaps", "queue", "'gaps' is a command; give the alias another name"),
        ("a b", "gaps", "'a b' can't be the name of an alias: use letters, digits and '-'"),
        ("", "gaps", "'' can't be the name of an alias: use letters, digits and '-'"),
        ("-x", "gaps", "'-x' can't be the name of an alias: use letters, digits and '-'"),
        ("x", "", "alias 'x' stands for nothing; 'unalias' removes one"),
        ("x", "gaps 'a", "alias 'x' has an open quote"),
        ("x", "gaps > a > b", "output can go to one place only"),
    ])
    func `an alias that could not be used is refused`(name: String, text: String, message: String) throws {
        let error = try #require(throws: UsageError.self) { try aliases([name: text]) }
        #expect(error.description == message)
    }

    @Test func `an alias is removed once`() throws {
        var aliases = try aliases(["x": "gaps"])
        let first = aliases.remove("x")
        let second = aliases.remove("x")
        #expect(first && !second && aliases.texts.isEmpty)
    }
}
