import Rules
import SyncModel
import YAML

/// A file of a scene or an item, as a case describes it.
struct FileFacts {
    let path: String
    /// Bytes; 0 unknown.
    let size: Int
    /// Seconds; 0 unknown.
    let duration: Double
    let createdAt, updatedAt: Instant?
}

extension WorldDecoder {
    /// `path:`, one or several, or `files:` where more is to be said of them.
    func fileFacts(_ keys: MappingDecoder) -> [FileFacts] {
        let paths = keys.strings("path", takesOne: true) ?? []
        let files: [FileFacts] =
            keys.list("files") { node, path in
                keys.log.mapping(node, path: path, isWhole: keys.isWhole) { fileFact($0) } ?? nil
            } ?? []
        if keys.raw("path") != nil, keys.raw("files") != nil {
            keys.report(.notHere, at: "files", "'\(keys.name("files"))' stands beside 'path'; one of them says it")
        }
        return paths.map { FileFacts(path: $0, size: 0, duration: 0, createdAt: nil, updatedAt: nil) } + files
    }

    private func fileFact(_ keys: MappingDecoder) -> FileFacts? {
        keys.require("path")
        let path = keys.string("path")
        let size = keys.int("size", in: 0 ... .max) ?? 0
        let duration = seconds(keys, "duration")
        let (created, updated) = (times.time(keys, "created_at"), times.time(keys, "updated_at"))
        return path.map {
            FileFacts(path: $0, size: size, duration: duration, createdAt: created, updatedAt: updated)
        }
    }

    private func seconds(_ keys: MappingDecoder, _ key: String) -> Double {
        guard let node = keys.node(key) else { return 0 }
        if case .scalar(let scalar) = node.content {
            switch scalar.value {
            case .int(let whole) where whole >= 0: return Double(whole)
            case .float(let number) where number >= 0 && number < 1e9: return number
            default: break
            }
        }
        keys.report(.wrongType, at: key, "'\(keys.name(key))' takes seconds, such as 61.5, not \(node.kind)")
        return 0
    }

    /// Values by field, in the form in which they are compared.
    func values(_ keys: MappingDecoder, _ key: String) -> [Field: FieldValue] {
        var values: [Field: FieldValue] = [:]
        keys.mapping(key) { keys in
            for field in Field.allCases {
                if let value = keys.fieldValue(field.rawValue, of: field) { values[field] = value }
            }
        }
        return values
    }
}

extension MappingDecoder {
    /// A text, or the names of a set.
    func fieldValue(_ key: String, of field: Field) -> FieldValue? {
        let value: FieldValue? =
            if field.isSet {
                strings(key, takesOne: true, takesNumbers: true).map(FieldValue.names)
            } else {
                string(key, takesNumbers: true).map(FieldValue.text)
            }
        return value?.normalised
    }

    func sceneID(_ key: String) -> Scene.ID? { node(key).flatMap { log.sceneID($0, name(key)) } }
}

extension FaultLog {
    func sceneID(_ node: Node, _ name: String) -> Scene.ID? {
        guard let text = string(node, name, takesNumbers: true) else { return nil }
        if let number = Int(text), number > 0 { return Scene.ID(rawValue: number) }
        report(.badID, at: node.mark, "'\(name)' takes the number of a scene, not '\(visible(text))'")
        return nil
    }
}
