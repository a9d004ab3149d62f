import Configuration
import Foundation
import JSON
import YAML

/// Judges by those keywords of JSON Schema 2020-12 that our schema uses; any other stops the test.
struct SchemaJudge {
    let root: JSONTree

    init(of place: ConfigurationSchema.Place) throws {
        var writer = JSONWriter()
        ConfigurationSchema.write(for: place, to: &writer)
        root = try JSONTree(parsing: writer.bytes)
    }

    /// Whether a file that says anything is valid.
    func takes(_ text: String) -> Bool {
        Document(bytes: Array(text.utf8), file: "").root.map { takes(JSONTree($0), root) } ?? false
    }

    /// Whether a value is valid under a schema.
    private func takes(_ value: JSONTree, _ schema: JSONTree) -> Bool {
        guard case .object(let keywords) = schema else { return false }
        return keywords.allSatisfy { holds($0.0, $0.1, value, schema) }
    }

    private func holds(_ keyword: String, _ argument: JSONTree, _ value: JSONTree, _ schema: JSONTree) -> Bool {
        switch keyword {
        case "$schema", "$defs", "title", "description": return true
        case "$ref": return defined(argument).map { takes(value, $0) } ?? false
        case "type": return (argument.elements ?? [argument]).contains { Self.isOf($0.string ?? "", value) }
        case "enum": return argument.elements?.contains(value) ?? false
        case "anyOf": return (argument.elements ?? []).contains { takes(value, $0) }
        case "minLength": return value.string.map { $0.unicodeScalars.count >= argument.int ?? 0 } ?? true
        case "pattern": return value.string.map { Self.fits($0, argument.string ?? "") } ?? true
        case "minimum": return value.double.map { $0 >= argument.double ?? 0 } ?? true
        case "maximum": return value.double.map { $0 <= argument.double ?? 0 } ?? true
        case "items": return (value.elements ?? []).allSatisfy { takes($0, argument) }
        case "minItems": return value.elements.map { $0.count >= argument.int ?? 0 } ?? true
        case "maxItems": return value.elements.map { $0.count <= argument.int ?? 0 } ?? true
        case "minProperties": return value.members.map { $0.count >= argument.int ?? 0 } ?? true
        case "maxProperties": return value.members.map { $0.count <= argument.int ?? 0 } ?? true
        case "required":
            return value.members.map { members in
                (argument.elements ?? []).allSatisfy { name in members.contains { $0.0 == name.string } }
            } ?? true
        case "properties":
            return (value.members ?? []).allSatisfy { name, member in argument[name].map { takes(member, $0) } ?? true }
        case "additionalProperties":
            return (value.members ?? []).allSatisfy { schema["properties"]?[$0.0] != nil }
        default: fatalError("the schema uses '\(keyword)', which is not judged")
        }
    }

    private func defined(_ reference: JSONTree) -> JSONTree? {
        guard let text = reference.string, text.hasPrefix("#/$defs/") else { return nil }
        return root["$defs"]?[String(text.dropFirst(8))]
    }

    private static func isOf(_ type: String, _ value: JSONTree) -> Bool {
        switch (type, value) {
        case ("string", .string), ("boolean", .bool), ("number", .int), ("number", .double), ("integer", .int),
            ("array", .array), ("object", .object):
            true
        case ("integer", .double(let number)): number == number.rounded()
        default: false
        }
    }

    private static func fits(_ text: String, _ pattern: String) -> Bool {
        text.range(of: pattern, options: .regularExpression) != nil
    }

    /// The names of all properties, at any depth.
    static func properties(of tree: JSONTree) -> Set<String> {
        guard let members = tree.members else {
            return (tree.elements ?? []).reduce(into: []) { $0.formUnion(properties(of: $1)) }
        }
        return members.reduce(into: []) { names, member in
            if member.0 == "properties" { names.formUnion((member.1.members ?? []).map { $0.0 }) }
            names.formUnion(properties(of: member.1))
        }
    }
}

extension JSONTree {
    /// What a YAML file says, as JSON.
    init(_ node: Node) {
        switch node.content {
        case .list(let items): self = .array(items.map { JSONTree($0) })
        case .mapping(let entries): self = .object(entries.map { ($0.key, JSONTree($0.value)) })
        case .unreadable: self = .null
        case .scalar(let scalar):
            switch scalar.value {
            case .null: self = .null
            case .bool(let bool): self = .bool(bool)
            case .int(let int): self = .int(int)
            case .float(let number): self = .double(number)
            case .text: self = .string(scalar.text)
            }
        }
    }
}
