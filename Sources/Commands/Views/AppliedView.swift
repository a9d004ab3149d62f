import JSON
import SyncEngine
import SyncModel

extension JSONWriter {
    mutating func applied(_ item: AppliedEntry, libraries: LibraryTitles) {
        object { writer in
            writer.write("scene", String(item.entry.scene.rawValue))
            writer.target(item.entry.target, as: "target", libraries: libraries)
            writer.array("written") { for field in item.written { $0.write(nil, field.rawValue) } }
            writer.array("skipped") { writer in
                for (field, why) in item.skipped {
                    writer.object { writer in
                        writer.write("field", field.rawValue)
                        writer.write("why", why.rawValue)
                    }
                }
            }
            if let failure = item.failure { writer.write("error", failure) }
        }
    }
}

extension AppliedEntry {
    /// For a person: what was written, and what was not.
    var sentences: [String] {
        let name = "Scene \(entry.scene.rawValue), item \(entry.target.ratingKey.rawValue)"
        if let failure { return ["\(name): not done: \(failure)"] }
        let fields = written.map(\.rawValue).joined(separator: ", ")
        return (written.isEmpty ? [] : ["\(name): \(fields) written."])
            + skipped.map { "\(name): \($0.field.rawValue) skipped, \($0.why.rawValue)." }
    }
}
