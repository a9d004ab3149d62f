public import CommandSyntax
import JSON
import Terminal

/// Looks at the whole set-up and says what is wrong with it.
public struct DoctorCommand: Command {
    public static let name = "doctor"
    public static let summary = "Check servers, paths, files and libraries, and say what helps."
    public static let details = """
        Works with one server down, or both, and says so. Writes nothing to either. Whether paths agree is tried with up \
        to fifty scenes from all over Stash.

        The exit code is 78 where the configuration is wrong or a server refuses key or token, 69 where a server is of no \
        use, 1 for any other fault. Warnings leave it at 0.
        """
    public static let examples = [
        Example("doctor", "the whole set-up"), Example("doctor --format json", "for a monitor"),
    ]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let findings = try await Examination(app: app).findings()
        let isOK = !findings.contains { $0.state == .fault }
        switch app.choices.format {
        case .json:
            try app.write(json: { writer in
                writer.object { writer in
                    writer.write("ok", isOK)
                    writer.array("checks") { for finding in findings { $0.finding(finding) } }
                }
            })
        case .jsonl: for finding in findings { try app.writeLine(json: { $0.finding(finding) }) }
        case .csv, .markdown: try await app.show(FindingTable.table(findings, withRemedies: true))
        case .table:
            try await app.show(FindingTable.table(findings, withRemedies: false), isWhole: true)
            tell(findings, app)
        }
        if findings.exitCode != 0 { throw CommandEnd(findings.exitCode) }
    }

    private func tell(_ findings: [Finding], _ app: App) {
        let troubles = findings.filter { $0.remedy != nil }
        if troubles.isEmpty { app.tell("Nothing is wrong.") }
        for finding in troubles {
            app.tell("\(finding.state == .fault ? "Fault" : "Warning"): \(finding.text)")
            if let remedy = finding.remedy { app.tell("  \(remedy)") }
        }
    }
}
