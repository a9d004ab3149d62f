import CommandSyntax
import JSON
import TestSupport
import Testing

@testable import Commands

/// `rules test`: no server, no clock but the one of a test.
@Suite struct RuleTestCommandTests {
    let bench = Bench()

    private let rules = """
        version: 1
        plex: {url: "http://h", token: "${env:NOT_SET}"}
        rules:
          - {name: nightly, when: {daily: "02:30"}, timezone: Europe/Berlin}
        """

    private func tests(queued: String = "[12]") -> String {
        Topic.exampleRuleTests.replacing("queued: [12]", with: "queued: \(queued)")
    }

    @Test func `the table of keys fits a window of 80 columns as it is`() {
        let narrow = Topic.ruleTests.rendered(width: 80).split(separator: "\n")
        let wide = Topic.ruleTests.rendered(width: 200).split(separator: "\n")
        #expect(narrow.filter { $0.hasPrefix("  ") } == wide.filter { $0.hasPrefix("  ") })
    }

    @Test func `the tests beside the configuration pass, and need no token`() async throws {
        let file = try bench.write(rules, to: "plexsync.yaml")
        _ = try bench.write(tests(), to: "plexsync.test.yaml")
        let end = try await bench.run("rules test --rules \(file)")
        #expect(end.code == 0 && end.said == ["2 tests passed."])
        #expect(end.lines.count == 3 && end.output.contains("a scene without a studio in Plex is queued"))
        #expect(bench.folder.bytes(of: "state/plexsync.db") == nil)
    }

    @Test func `a test that fails ends with 1 and says what was found instead`() async throws {
        let file = try bench.write(rules, to: "plexsync.yaml")
        let test = try bench.write(tests(queued: "[]"), to: "plexsync.test.yaml")
        let end = try await bench.run("rules test --rules \(file) --format json")
        #expect(end.code == 1 && end.said == ["1 of 2 tests failed."])
        #expect(
            end.output.hasPrefix(
                #"{"ok":false,"tests":[{"test":"a scene without a studio in Plex is queued","file":"\#(test)","line":5,"#
                    + #""rules":["nightly"],"ok":false,"differences":[{"what":"queued","expected":"none","found":"12"}]},"#
            ))
        let csv = try await bench.run("rules test \(file) --format csv").lines
        #expect(csv.first == "result,test,place,what,expected,found")
        #expect(csv.dropFirst().first?.hasSuffix(":5,queued,none,12") == true)
        let lines = try await bench.run("rules test \(test) --format jsonl").lines
        #expect(lines.count == 2 && lines.last?.contains(#""ok":true"#) == true)
    }

    @Test func `faults of all files are told, with 78, before any test runs`() async throws {
        let file = try bench.write(rules, to: "plexsync.yaml")
        let one = try bench.write(tests().replacing("scenes:", with: "scnes:"), to: "plexsync.test.yaml")
        let other = try bench.write("version: 1\ntests: []", to: "other.test.yaml")
        let end = try await bench.run("rules test \(one) \(other) --rules \(file)")
        #expect(end.code == 78 && end.output == "")
        let said = end.said.joined(separator: "\n")
        #expect(said.contains("\(one):8:5: unknown key 'scnes'; did you mean 'scenes'?"))
        #expect(said.contains("\(other):2:8: 'tests' is an empty list"))
    }

    @Test func `included files bring their own tests, and where there are none it is said`() async throws {
        let file = try bench.write("version: 1\ninclude: [\"mo*.yaml\"]", to: "main.yaml")
        #expect(try await bench.run("rules test --rules \(file)").code == 2)
        _ = try bench.write(rules.replacing("plex:", with: "# plex:"), to: "more.yaml")
        _ = try bench.write(tests(), to: "more.test.yaml")
        #expect(try await bench.run("rules test --rules \(file)").said == ["2 tests passed."])
    }
}
