import Configuration
import Foundation
import Rules
import SyncModel
import TestSupport
import Testing

@Suite struct RulesEditorTests {
    private let folder = TemporaryFolder()
    private var path: String { folder("plexsync.yaml") }
    private var editor: RulesEditor {
        RulesEditor(path: path, environment: ["TOKEN": "t"], systemZone: .utc)
    }
    private let rule = Rule(name: "new", trigger: .manual)
    private let block = "  - name: new\n    when: manual\n    scope: all\n    do: enqueue\n"

    private func write(_ text: String, to name: String = "plexsync.yaml", mode: Int = 0o640) throws {
        try Data(text.utf8).write(to: URL(filePath: folder(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder(name))
    }

    private func text(_ name: String = "plexsync.yaml") -> String {
        String(decoding: folder.bytes(of: name) ?? Data(), as: UTF8.self)
    }

    @Test(arguments: [
        "version: 1\n", "version: 1\nrules:\n", "version: 1\nrules: []\n", "version: 1\nrules: ~\n",
        "{version: 1, rules: [{name: a, when: daily}]}\n", "version: 1\r\nrules:\r\n- {name: a, when: daily}\r\n",
        "version: 1\nrules: [{name: a, when: daily}] # b\n# end\n", "version: 1\nrules:\n  - {when: daily, name: a}",
        "{\"version\": 1,\n \"rules\": null}",
    ])
    func `a rule that is put in is read, and taken out leaves the others`(text: String) throws {
        try write(text)
        let before = try editor.adding(rule)
        #expect(self.text() == text, "nothing is changed before it is made")
        try before.make()
        let settings = try Settings.load(path: path, environment: [:], systemZone: .utc)
        #expect(settings.rules.last == rule && settings == before.settings)
        #expect(self.text().contains("\r\n") == text.contains("\r\n"))
        try editor.removing("NEW").make()
        let after = try Settings.load(path: path, environment: [:], systemZone: .utc)
        #expect(after.rules == Array(settings.rules.dropLast()))
    }

    @Test func `all else in the file stays as it is`() throws {
        let (head, tail) = (
            "# mine\nversion: 1 # one\nplex: {url: \"http://h\", token: \"${env:TOKEN}\"}\nrules:\n  # a\n"
                + "  - name: a   # first\n    when:   daily\n", "\n# queue\nqueue: {rate: 5/s}\n"
        )
        try write(head + tail)
        try editor.adding(rule).make()
        #expect(text() == head + block + tail)
        try editor.removing("new").make()
        #expect(text() == head + tail)
        try editor.removing("a").make()
        #expect(text() == head.replacing("rules:\n", with: "rules: []\n").components(separatedBy: "  # a")[0] + tail)
    }

    @Test func `the file keeps its mode and the link that leads to it, and nothing is left beside it`() throws {
        try write("version: 1\n", to: "real.yaml", mode: 0o604)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real.yaml")
        try editor.adding(rule).make()
        #expect(try folder.mode(of: "real.yaml") == 0o604)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real.yaml")
        #expect(text("real.yaml") == "version: 1\nrules:\n" + block)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["real.yaml", "plexsync.yaml"])
    }

    @Test func `a rule of an included file is removed there, and a new one comes into the first`() throws {
        try write("version: 1\ninclude: more.yaml\n")
        try write("version: 1\ntimezone: Asia/Tokyo\nrules:\n  - {name: far, when: daily}\n", to: "more.yaml")
        try editor.adding(rule).make()
        #expect(text() == "version: 1\ninclude: more.yaml\nrules:\n" + block)
        try editor.removing("far").make()
        #expect(text("more.yaml") == "version: 1\ntimezone: Asia/Tokyo\nrules: []\n")
        #expect(try editor.removing("new").settings.rules.isEmpty)
    }

    @Test func `a name that is taken is refused with its place, a name that is not there with those that are`() throws {
        try write("version: 1\ninclude: more.yaml\n")
        try write("version: 1\nrules:\n  - {name: New, when: daily}\n", to: "more.yaml")
        #expect(throws: RulesChangeFault.nameTaken("new", file: folder("more.yaml"), line: 3)) {
            try editor.adding(rule)
        }
        #expect(throws: RulesChangeFault.noSuchRule("old", known: ["New"])) { try editor.removing("old") }
    }

    @Test func `what a rule contradicts in the file is said of the rule`() throws {
        try write("version: 1\nplex: {url: \"http://h\", token: \"${env:TOKEN}\", libraries: [Clips]}\n")
        var rule = rule
        rule.gaps.libraries = ["Clpis"]
        rule.gaps.fields = [.rating]
        rule.scope = try Scope(from: Scope.end("2026-01-01T12:00:00Z"), to: Scope.end("2026-01-01"), by: .updated)
        let error = #expect(throws: RulesChangeFault.self) { try editor.adding(rule) }
        guard case .objections(let objections) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(objections.map(\.key) == ["gaps", "gaps.library", "scope"])
        #expect(objections.compactMap(\.nearest) == ["Clips"])
    }

    @Test func `a file with faults is not changed`() throws {
        try write("version: 1\ntimzone: UTC\n")
        let faults = #expect(throws: ConfigurationFaults.self) { try editor.adding(rule) }
        #expect(places(faults?.faults ?? []) == ["2:1 unknown-key"])
        try write("version: 1\n", mode: 0o666)
        #expect(throws: ConfigurationFaults.self) { try editor.adding(rule) }
    }

    @Test func `a rule that makes the file too large is refused`() throws {
        try write("version: 1\n#" + String(repeating: "x", count: 256 * 1024 - 20) + "\n")
        #expect(throws: ConfigurationFaults.self) { try editor.adding(rule) }
    }

    @Test func `what somebody else wrote meanwhile is not lost`() throws {
        try write("version: 1\n")
        let change = try editor.adding(rule)
        try write("version: 1\n# theirs\n")
        let fault = #expect(throws: RulesChangeFault.self) { try change.make() }
        #expect(fault?.description.contains("changed by somebody else") == true)
        #expect(text() == "version: 1\n# theirs\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["plexsync.yaml"])
    }

    @Test func `a file that is not there is made, for its user alone, with its folder`() throws {
        let editor = RulesEditor(path: folder("a/b/plexsync.yaml"), environment: [:], systemZone: .utc)
        try editor.creating(rule).make()
        #expect(text("a/b/plexsync.yaml") == "version: 1\nrules:\n" + block)
        #expect(try folder.mode(of: "a/b/plexsync.yaml") == 0o600)
        #expect(throws: RulesChangeFault.self) { try editor.creating(rule).make() }
    }
}
