import Configuration
import JSON
import Testing

/// The schema of included files and their decoder, over the same rules as those of the first file.
@Suite struct IncludedSchemaTests {
    private let judge: SchemaJudge
    private let first: SchemaJudge

    init() throws { (judge, first) = (try SchemaJudge(of: .included), try SchemaJudge(of: .first)) }

    /// Whether the schema and the decoder take a file that another includes.
    private func verdicts(_ text: String) -> (schema: Bool, decoder: Bool) {
        (judge.takes(text), places(text).isEmpty)
    }

    /// All faults of the included file and the one that includes it, as `file line:column code`.
    private func places(_ text: String) -> [String] {
        faults("version: 1\ninclude: more.yaml\n", files: ["conf/more.yaml": text, "conf/a.yaml": "rules: []\n"])
            .map { "\($0.file) \($0.line):\($0.column) \($0.code)" }
    }

    static let good = [
        "{}", "version: 1", "timezone: Asia/Tokyo", "include: a.yaml", "include: [a.yaml]", "include: []", "rules: []",
        "version: 1\ntimezone: UTC\ninclude: a.yaml\nrules: [{name: a, when: daily}]",
    ]

    @Test(arguments: good + SchemaTests.goodRules.map { "rules: [{name: a, \($0)}]" })
    func `what the decoder takes in an included file, its schema takes`(text: String) {
        #expect(verdicts(text + "\n") == (true, true), "\(places(text))")
    }

    /// One of each section that is right in the first file, and lines that are right nowhere.
    @Test(arguments: [
        "stash: {url: \"http://localhost:9999\"}", "plex: {url: \"http://h\", token: \"${env:TOKEN}\"}",
        "paths: [{stash: /a, plex: /b}]", "sync: {}", "queue: {}", "guard: {fields: 0}", "host: {}", "version: 2",
        "version: \"1\"", "version: ~", "timezone: 5", "include: 5", "include: [~]", "rules: {}", "rules: [a]",
        "wehn: 1",
        "[]", "text",
    ])
    func `what does not belong in an included file, both refuse`(text: String) {
        #expect(verdicts(text + "\n") == (false, false))
    }

    @Test(arguments: SchemaTests.badRules)
    func `what one value of an included rule can tell, both refuse`(keys: String) {
        let name = keys.contains("name:") ? "" : "name: a, "
        #expect(verdicts("rules: [{\(name)\(keys)}]\n") == (false, false))
    }

    @Test(arguments: SchemaTests.beyondSchemasInRules.keys)
    func `what no schema can say of an included rule, only the decoder refuses`(rule: String) {
        #expect(verdicts("rules: [{name: a, \(rule)}]\n") == (true, false))
    }

    @Test func `the version may be left out of an included file alone`() {
        let text = "rules: [{name: a, when: daily}]\n"
        #expect(verdicts(text) == (true, true))
        #expect(first.takes("version: 1\n" + text))
        #expect(!first.takes(text))
        #expect(!faults(text).isEmpty)
    }

    @Test func `a file of rules that both schemas take has the same keys in both`() throws {
        let keys = { (judge: SchemaJudge) in judge.root["properties"]?.members?.map { $0.0 } ?? [] }
        #expect(keys(judge) == ["version", "timezone", "include", "rules"])
        for key in keys(judge) { #expect(judge.root["properties"]?[key] == first.root["properties"]?[key]) }
    }
}
