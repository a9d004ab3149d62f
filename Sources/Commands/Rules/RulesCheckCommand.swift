public import CommandSyntax
import Configuration
import JSON

public struct RulesCheckCommand: Command {
    public static let name = "check"
    public static let summary = "Check the configuration file and all files it includes."
    public static let details = """
        Every fault is shown at its place, not the first alone; the exit code is then 78. No server is asked and nothing \
        is written.
        """
    public static let examples = [
        Example("rules check", "the file that is used"), Example("rules check new.yaml", "another one"),
    ]
    public let file = Operand(optional: "FILE", .file, "The file: that of this call unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let path =
            if let file = given.file { file } else { try await app.workspace.location(app.choices).rulesFile }
        var faults: [ConfigurationFault] = []
        var warnings: [ConfigurationFault] = []
        var count = 0
        do {
            let settings = try Settings.load(path: path, environment: app.wiring.environment)
            (warnings, count) = (settings.warnings, settings.rules.count)
        } catch { faults = error.faults }
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { writer in
                writer.object { writer in
                    writer.write("ok", faults.isEmpty)
                    writer.array("faults") { for fault in faults { $0.fault(fault) } }
                    if !warnings.isEmpty { writer.array("warnings") { for fault in warnings { $0.fault(fault) } } }
                }
            })
        } else {
            for fault in faults + warnings { app.tell(fault.rendered) }
            if faults.isEmpty { app.tell("\(path) is well: \(counted(count, "rule")).") }
        }
        if !faults.isEmpty { throw CommandEnd(ConfigurationFaults.exitCode) }
    }
}

extension JSONWriter {
    fileprivate mutating func fault(_ fault: ConfigurationFault) {
        object { writer in
            writer.write("file", fault.file)
            writer.write("line", fault.line)
            writer.write("column", fault.column)
            writer.write("code", fault.code)
            writer.write("message", fault.message)
            if let nearest = fault.nearest { writer.write("nearest", nearest) }
        }
    }
}
