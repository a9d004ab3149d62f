public import JSON
import Rules
import YAML

/// What a configuration file may hold, as a JSON Schema for editors, made of the tables that its decoder reads by.
///
/// It refuses nothing that the decoder takes. The decoder refuses more: what two keys together get wrong, a zone or a date that
/// does not exist, a key that is there twice, a secret that cannot be had.
///
/// - SeeAlso: JSON Schema 2020-12, <https://json-schema.org/draft/2020-12/schema>
public enum ConfigurationSchema {
    /// Which file an editor has open: no editor can see that another one includes it.
    public enum Place: CaseIterable, Sendable {
        /// The file that is given to plexsync.
        case first
        /// One that another includes.
        case included
    }

    /// The whole schema of a file at a place.
    public static func write(for place: Place, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.write("$schema", "https://json-schema.org/draft/2020-12/schema")
            writer.write("title", place.title)
            writer.members(of: .mapping(place.table))
            writer.object("$defs") { writer in
                for (name, table) in place.filters {
                    writer.schema(name, .mapping(table))
                    // Inside another filter one without a key would match everything.
                    writer.schema("inner_\(name)", .mapping(table, count: 1 ... .max))
                }
            }
        }
    }
}

extension ConfigurationSchema.Place {
    fileprivate var title: String {
        switch self {
        case .first: "Configuration of plexsync"
        case .included: "Rules that a configuration of plexsync includes"
        }
    }

    fileprivate var table: KeyTable {
        switch self {
        case .first: .file
        case .included: .includedFile
        }
    }

    /// The tables that are named in it.
    fileprivate var filters: [(String, KeyTable)] {
        switch self {
        case .first: [("filter", .filter), ("scene_filter", .sceneFilter)]
        case .included: [("filter", .filter)]
        }
    }
}

extension JSONWriter {
    fileprivate mutating func schema(_ name: String, _ shape: Shape, help: String? = nil) {
        object(name) { writer in
            if let help { writer.write("description", help) }
            writer.members(of: shape)
        }
    }

    fileprivate mutating func members(of shape: Shape) {
        switch shape {
        case .text(let pattern, let takesNumbers):
            if takesNumbers {
                array("type") { writer in
                    writer.write(nil, "string")
                    writer.write(nil, "number")
                }
            } else {
                write("type", "string")
            }
            write("minLength", 1)
            if let pattern { write("pattern", pattern) }
        case .bool: write("type", "boolean")
        case .integer(let range):
            write("type", "integer")
            write("minimum", range.lowerBound)
            write("maximum", range.upperBound)
        case .words(let words): array("enum") { writer in for word in words { writer.write(nil, word) } }
        case .list(let element, let least, let most):
            write("type", "array")
            object("items") { $0.members(of: element) }
            if least > 0 { write("minItems", least) }
            if most < .max { write("maxItems", most) }
        case .mapping(let table, let count): members(of: table, count)
        case .either(let shapes):
            array("anyOf") { writer in for shape in shapes { writer.object { $0.members(of: shape) } } }
        case .named(let name): write("$ref", "#/$defs/\(name)")
        }
    }

    private mutating func members(of table: KeyTable, _ count: ClosedRange<Int>) {
        write("type", "object")
        object("properties") { writer in for key in table.keys { writer.schema(key.name, key.shape, help: key.help) } }
        let required = table.keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { array("required") { writer in for name in required { writer.write(nil, name) } } }
        write("additionalProperties", false)
        if count.lowerBound > 0 { write("minProperties", count.lowerBound) }
        if count.upperBound < .max { write("maxProperties", count.upperBound) }
    }
}
