public import CommandSyntax
import Configuration
import Foundation
import JSON
import RuleFixtures
import Rules
import SyncModel
import Terminal

public struct RulesTestCommand: Command {
    public static let name = "test"
    public static let summary = "Run the tests of rules: made scenes and items, a clock that stands where they say."
    public static let details = """
        Tests lie beside the rules: NAME.test.yaml beside NAME.yaml; 'help rule-tests' says what they hold. No server is \
        asked, no key or token is read, and nothing is written. The exit code is 1 if a test fails, and 78 if a file has \
        faults.
        """
    public static let examples = [
        Example("rules test", "the tests beside the configuration and the files it includes"),
        Example("rules test rules/*.test.yaml", "these, each with the rules beside it"),
    ]
    public let files = Operand(
        each: "FILE", .file, least: 0,
        "Files of tests, each for the rules beside it, or for those of --rules where that is given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let sources = try await sources(given.files, app)
        var (files, faults): ([FixtureFile], [ConfigurationFault]) = ([], [])
        for source in sources {
            do { files.append(try source.load(app)) } catch { faults += error.faults }
        }
        if !faults.isEmpty { throw ConfigurationFaults(faults) }
        let results = try files.flatMap { file in try file.run().map { RuleTestRow(file: file.path, result: $0) } }
        try await RuleTestView(rows: results).show(app)
        let failed = results.count { !$0.result.isOK }
        if failed > 0 { throw CommandEnd.failed("\(failed) of \(counted(results.count, "test")) failed.") }
        app.tell("\(counted(results.count, "test")) passed.")
    }

    /// A file of tests with the configuration it is about.
    private struct Source {
        let test, rules: String

        /// Where the configuration names no zone it is UTC: a test holds on every machine.
        func load(_ app: App) throws(ConfigurationFaults) -> FixtureFile {
            let settings = try Settings.load(
                path: rules, environment: app.wiring.environment, systemZone: .utc, readsReferences: false)
            return try FixtureFile.load(path: test, testing: settings)
        }
    }

    private func sources(_ given: [String], _ app: App) async throws -> [Source] {
        if !given.isEmpty {
            return given.map { file in
                let test = RuleTestPath.isTest(file) ? file : RuleTestPath.testFile(ofRules: file)
                return Source(test: test, rules: app.choices.rules ?? RuleTestPath.rulesFile(ofTest: test))
            }
        }
        let rules = try await app.workspace.location(app.choices).rulesFile
        let settings = try Settings.load(
            path: rules, environment: app.wiring.environment, systemZone: .utc, readsReferences: false)
        let included = settings.rules.compactMap { settings.rulePlaces[$0.name]?.file }
        var files: [String] = []
        for file in [rules] + included where !files.contains(file) { files.append(file) }
        let found = files.map { Source(test: RuleTestPath.testFile(ofRules: $0), rules: $0) }
            .filter { FileManager.default.fileExists(atPath: $0.test) }
        if found.isEmpty {
            throw CommandEnd.usage(
                "There is no \(RuleTestPath.testFile(ofRules: rules)); 'help rule-tests' says how to write one.")
        }
        return found
    }
}

/// One case of a file with its end.
struct RuleTestRow: Sendable {
    let file: String
    let result: CaseResult
}

/// Results of tests: a row for each, or one for each difference.
struct RuleTestView: Sendable {
    let rows: [RuleTestRow]

    func show(_ app: App) async throws {
        switch app.choices.format {
        case .json:
            try app.write(json: { writer in
                writer.object { writer in
                    writer.write("ok", rows.allSatisfy(\.result.isOK))
                    writer.array("tests") { for row in rows { $0.test(row) } }
                }
            })
        case .jsonl: for row in rows { try app.writeLine(json: { $0.test(row) }) }
        case .table, .csv, .markdown:
            let hasDetails = app.choices.format != .table || rows.contains { !$0.result.isOK }
            try await app.show(table(hasDetails: hasDetails), isWhole: true)
        }
    }

    private func table(hasDetails: Bool) -> Table {
        var columns = [
            Table.Column("Result", key: "result"), Table.Column("Test", key: "test"),
            Table.Column("Place", key: "place"),
        ]
        if hasDetails {
            columns += [
                Table.Column("What", key: "what"), Table.Column("Expected", key: "expected"),
                Table.Column("Found", key: "found"),
            ]
        }
        return Table(columns, rows: rows.flatMap { cells($0, hasDetails: hasDetails) })
    }

    private func cells(_ row: RuleTestRow, hasDetails: Bool) -> [[Table.Cell]] {
        let (fixture, differences) = (row.result.fixture, row.result.differences)
        let head = [
            Table.Cell(row.result.isOK ? "ok" : "failed", style: row.result.isOK ? .good : .bad),
            Table.Cell(fixture.name), Table.Cell("\(row.file):\(fixture.line)"),
        ]
        if !hasDetails { return [head] }
        if differences.isEmpty { return [head + [Table.Cell(""), Table.Cell(""), Table.Cell("")]] }
        return differences.map {
            head + [Table.Cell($0.what), Table.Cell($0.expected), Table.Cell($0.found, style: .warning)]
        }
    }
}

extension JSONWriter {
    fileprivate mutating func test(_ row: RuleTestRow) {
        let fixture = row.result.fixture
        object { writer in
            writer.write("test", fixture.name)
            writer.write("file", row.file)
            writer.write("line", fixture.line)
            writer.array("rules") { for rule in fixture.rules { $0.write(nil, rule.name) } }
            writer.write("ok", row.result.isOK)
            writer.array("differences") { writer in
                for difference in row.result.differences {
                    writer.object { writer in
                        writer.write("what", difference.what)
                        writer.write("expected", difference.expected)
                        writer.write("found", difference.found)
                    }
                }
            }
        }
    }
}
