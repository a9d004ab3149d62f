public import CommandSyntax
import Configuration
import JSON

public struct RulesSchemaCommand: Command {
    public static let name = "schema"
    public static let summary = "Print the JSON Schema of the configuration file, for editors."
    public static let details = """
        Editors that know YAML complete and check by it: put it beside the configuration, and let that begin with \
        '# yaml-language-server: $schema=plexsync.schema.json'. It takes all that is right; 'rules check' finds more that is \
        wrong.

        A file that the configuration includes has fewer keys, and no version need stand in it: let such a file name the \
        schema that --included prints.
        """
    public static let examples = [
        Example("rules schema > plexsync.schema.json", "put it where an editor finds it"),
        Example("rules schema --included > included.schema.json", "the same for files of 'include:'"),
    ]
    public let included = Option(flag: "included", "The schema of a file that the configuration includes.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        var writer = JSONWriter(layout: .indented)
        ConfigurationSchema.write(for: given.included ? .included : .first, to: &writer)
        writer.newline()
        try app.output.write(writer.text)
    }
}
