import Configuration
import Foundation
import Rules
import SyncModel
import Synchronization
import TestSupport
import Testing

@Suite struct IncludeTests {
    private let folder = TemporaryFolder()

    private func write(_ name: String, _ text: String) throws {
        let file = URL(filePath: folder(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    private func rule(_ name: String) -> String { "version: 1\nrules:\n  - {name: \(name), when: daily}\n" }

    private func load() throws(ConfigurationFaults) -> Settings {
        try Settings.load(path: folder("main.yaml"), environment: [:], systemZone: .utc)
    }

    /// Faults as `file:line:column code`.
    private func faults() -> [String] {
        do {
            _ = try load()
            return []
        } catch {
            return error.faults.map { "\($0.file.dropFirst(folder.path.count + 1)):\($0.line):\($0.column) \($0.code)" }
        }
    }

    @Test func `rules of included files come after the file's own, patterns in the order of names`() throws {
        try write("main.yaml", "version: 1\ninclude: [rules/*.yaml, one.yaml]\nrules:\n  - {name: own, when: daily}\n")
        try write("rules/b.yaml", rule("b"))
        try write("rules/a.yaml", rule("a"))
        try write("rules/.hidden.yaml", "no: rules")
        // Tests of rules lie beside them.
        try write("rules/a.test.yaml", "no: rules")
        try write("rules/readme.txt", "no rules")
        try write("one.yaml", rule("one"))
        let settings = try load()
        #expect(settings.rules.map(\.name) == ["own", "a", "b", "one"])
        #expect(settings.include == ["rules/*.yaml", "one.yaml"])
        #expect(settings.rulePlaces["B"]?.file == folder("rules/b.yaml"))
        #expect(settings.rulePlaces["b"]?.line == 3)
    }

    @Test func `an included file may leave the version to the first, but not contradict it`() throws {
        try write("main.yaml", "version: 1\ninclude: [a.yaml, empty.yaml]\n")
        try write("a.yaml", "rules:\n  - {name: a, when: daily}\n")
        try write("empty.yaml", "# nothing yet\n")
        #expect(try load().rules.map(\.name) == ["a"])
        try write("a.yaml", "version: 2\nrules:\n  - {name: a, when: daily}\n")
        #expect(faults() == ["a.yaml:1:10 version"])
    }

    @Test func `patterns may stand for folders, and one that fits nothing is no fault`() throws {
        try write("main.yaml", "version: 1\ninclude: [\"*/r?.yaml\", none/*.yaml]\n")
        try write("x/r1.yaml", rule("x1"))
        try write("y/r2.yaml", rule("y2"))
        #expect(try load().rules.map(\.name) == ["x1", "y2"])
    }

    @Test func `a library that is not used is told in the file that names it, also beside a secret that is missing`()
        throws
    {
        try write(
            "main.yaml",
            "version: 1\ninclude: more.yaml\nplex: {url: \"http://h\", token: \"${env:NOPE}\", libraries: [Clips]}\n")
        try write("more.yaml", "version: 1\nrules:\n  - {name: a, when: daily, gaps: {library: [Clips, Clpis]}}\n")
        #expect(faults() == ["main.yaml:3:32 secret-missing", "more.yaml:3:52 unused-library"])
    }

    @Test func `a range is judged in the zone of the file that it is in`() throws {
        try write("main.yaml", "version: 1\ninclude: more.yaml\n")
        let rule = "rules: [{name: a, when: daily, scope: {from: 2026-01-02, to: \"2026-01-02T01:00:00Z\"}}]\n"
        try write("more.yaml", "version: 1\ntimezone: Asia/Tokyo\n" + rule)
        #expect(faults() == [])
        try write("more.yaml", "version: 1\ntimezone: America/New_York\n" + rule)
        #expect(faults() == ["more.yaml:3:62 bad-scope"])
    }

    @Test func `a file is relative to the one that names it, and read once`() throws {
        try write("main.yaml", "version: 1\ninclude: [sub/a.yaml, sub/*.yaml]\n")
        try write("sub/a.yaml", "version: 1\ninclude: b.yaml\n")
        try write("sub/b.yaml", rule("b"))
        #expect(try load().rules.map(\.name) == ["b"])
    }

    @Test func `a zone of an included file is that of its rules`() throws {
        try write("main.yaml", "version: 1\ntimezone: Europe/Berlin\ninclude: a.yaml\n")
        try write("a.yaml", "version: 1\ntimezone: Asia/Tokyo\nrules:\n  - {name: a, when: daily}\n")
        #expect(try load().rules.first?.timezone?.identifier == "Asia/Tokyo")
    }

    @Test func `circles are refused at the line that closes them, also by another path`() throws {
        try write("main.yaml", "version: 1\ninclude: a.yaml\n")
        try write("a.yaml", "version: 1\ninclude:\n  - b.yaml\n")
        try write("b.yaml", "version: 1\ninclude: [link.yaml]\n")
        try FileManager.default.createSymbolicLink(atPath: folder("link.yaml"), withDestinationPath: "a.yaml")
        #expect(faults() == ["b.yaml:2:11 include-cycle"])
        try write("main.yaml", "version: 1\ninclude: ./main.yaml\n")
        #expect(faults() == ["main.yaml:2:10 include-cycle"])
    }

    @Test func `all faults of all files are told, each in its file`() throws {
        try write("main.yaml", "version: 1\nwehn: 2\ninclude: [a.yaml, none.yaml]\nrules: [{name: One, when: daily}]\n")
        try write("a.yaml", "version: 2\nplex: {url: x}\nrules:\n  - {name: one, when: daly}\n")
        #expect(
            faults() == [
                "main.yaml:2:1 unknown-key", "main.yaml:3:19 unreadable-file", "a.yaml:1:10 version",
                "a.yaml:2:7 not-here", "a.yaml:4:12 duplicate-key", "a.yaml:4:23 unknown-word",
            ])
    }

    @Test func `no more than a hundred files are read`() throws {
        for number in 0...100 { try write("many/\(number).yaml", "version: 1\n") }
        try write("main.yaml", "version: 1\ninclude: many/*\n")
        #expect(faults() == ["main.yaml:2:10 unreadable-file"])
    }

    @Test func `an included file that everybody can write is refused`() throws {
        try write("main.yaml", "version: 1\ninclude: a.yaml\n")
        try write("a.yaml", rule("a"))
        try FileManager.default.setAttributes([.posixPermissions: 0o646], ofItemAtPath: folder("a.yaml"))
        #expect(faults() == ["a.yaml:1:1 writable-by-others"])
    }

    @Test func `where no more faults are kept no more files are looked for`() {
        let asked = Mutex<[String]>([])
        let names = (0..<100).map { "\($0).yaml" }
        let unknown = (0..<150).map { "key\($0): 1\n" }.joined()
        let main = "version: 1\n\(unknown)include: [\(names.joined(separator: ", "))]\n"
        let files = FileReader { path, _ throws(FileReader.Failure) in
            asked.withLock { $0.append(path) }
            if path == "main.yaml" { return FileReader.Contents(Array(main.utf8)) }
            throw FileReader.Failure("there is no such file")
        }
        let error = #expect(throws: ConfigurationFaults.self) {
            try Settings.load(path: "main.yaml", environment: [:], files: files, systemZone: .utc)
        }
        #expect(error?.faults.count == 200)
        #expect(asked.withLock { $0.dropFirst() == names.prefix(50) })
    }

    @Test func `no more than a hundred lines are looked at, and the first too many is told`() throws {
        try write("main.yaml", "version: 1\ninclude:\n" + (0..<5000).map { "  - \($0)*.yaml\n" }.joined())
        #expect(faults() == ["main.yaml:103:5 out-of-range"])
        try write("main.yaml", "version: 1\ninclude:\n" + (0..<100).map { "  - \($0)*.yaml\n" }.joined())
        #expect(faults() == [])
    }

    @Test func `a folder is listed once, whatever the number of patterns`() throws {
        let listed = Mutex<[String]>([])
        let files = FileReader(
            { path, _ in FileReader.Contents(Array((path == "main.yaml" ? "include: [a*, b*, '*c']\n" : "").utf8)) },
            list: { folder in
                listed.withLock { $0.append(folder) }
                return ["a", "b", "cc"]
            })
        _ = try? Settings.load(path: "main.yaml", environment: [:], files: files, systemZone: .utc)
        #expect(listed.withLock { $0 } == ["."])
    }
}
