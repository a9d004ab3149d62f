public import JSON
import Ledger
import SyncModel

/// Why a file is no plan that could be applied: a sentence with the place in it.
public struct SavedPlanFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public let code: String

    public init(_ description: String, code: String = "plan-unusable") {
        (self.description, self.code) = (description, code)
    }
}

extension SavedPlan {
    /// Bytes above which a file is not read.
    public static let largest = 64 << 20
    private static let version = 1

    /// As JSON, a line an item: nothing in it but ids, names and texts of the two libraries.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.write("version", Self.version)
            writer.write("made_at", madeAt.rfc3339)
            writer.write("plex", plex)
            writer.array("plans") { writer in
                for entry in entries {
                    writer.object { writer in
                        writer.write("scene", String(entry.scene.rawValue))
                        writer.object("target") { writer in
                            writer.write("library", entry.target.library.rawValue)
                            writer.write("rating_key", entry.target.ratingKey.rawValue)
                        }
                        writer.array("edits") { writer in for edit in entry.edits { writer.edit(edit) } }
                    }
                }
            }
        }
    }

    /// Reads what ``write(to:)`` wrote. Unknown, missing and repeated keys are faults, as is what no plan could hold.
    /// - Throws: ``SavedPlanFault``, naming the place as in `plans[3].edits[0].field`.
    public init(parsing bytes: [UInt8]) throws(SavedPlanFault) {
        guard bytes.count <= Self.largest else {
            throw SavedPlanFault("the file is larger than 64 MiB", code: "plan-too-large")
        }
        do throws(JSONError) {
            let root = try JSONValue(parsing: bytes, depth: 8)
            guard root.kind == .object else { throw root.unexpected("an object") }
            // Before the rest is looked at: another version may have other keys.
            let version = try root["version"].int
            guard version == Self.version else {
                throw JSONError(path: "version", problem: "this is version \(version), and only 1 is understood")
            }
            try root.only(["version", "made_at", "plex", "plans"])
            guard let madeAt = Timestamp(try root["made_at"].string).instant else {
                throw JSONError(path: "made_at", problem: "no time")
            }
            let entries = try root["plans"].map { (plan) throws(JSONError) in try Entry(plan) }
            var seen: Set<[String]> = []
            for (place, entry) in entries.enumerated() {
                let key = [
                    String(entry.scene.rawValue), entry.target.library.rawValue, entry.target.ratingKey.rawValue,
                ]
                if !seen.insert(key).inserted {
                    throw JSONError(path: "plans[\(place)]", problem: "this scene and item come twice")
                }
            }
            self.init(madeAt: madeAt, plex: try root["plex"].text(upTo: 200), entries: entries)
        } catch {
            throw SavedPlanFault(error.description)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func edit(_ edit: SavedPlan.SavedEdit) {
        object { writer in
            writer.write("field", edit.field.rawValue)
            writer.write("action", edit.action.rawValue)
            writer.saved("have", edit.have)
            writer.saved("want", edit.want)
            writer.write("locked", edit.isLocked)
        }
    }

    private mutating func saved(_ name: StaticString, _ value: FieldValue?) {
        switch value {
        case .text(let text): write(name, text)
        case .names(let names): array(name) { for name in names { $0.write(nil, name) } }
        case .digest(let hash): object(name) { $0.write("hash", hash) }
        case nil: break
        }
    }
}

extension SavedPlan.Entry {
    fileprivate init(_ plan: JSONValue) throws(JSONError) {
        try plan.only(["scene", "target", "edits"])
        let number = try plan["scene"]
        guard let id = Int(try number.text(upTo: 20)), id > 0 else { throw number.unexpected("the number of a scene") }
        let target = try plan["target"]
        try target.only(["library", "rating_key"])
        self.init(
            scene: Scene.ID(rawValue: id),
            target: Target(
                ratingKey: RatingKey(rawValue: try target["rating_key"].text(upTo: 200)),
                library: Library.Key(rawValue: try target["library"].text(upTo: 200))),
            edits: try plan["edits"].map { (edit) throws(JSONError) in try SavedPlan.SavedEdit(edit) })
        var seen: Set<[String]> = []
        for edit in edits where !seen.insert([edit.field.rawValue, edit.action.rawValue]).inserted {
            throw JSONError(path: try plan["edits"].path, problem: "'\(edit.field.rawValue)' comes twice")
        }
    }
}

extension SavedPlan.SavedEdit {
    fileprivate init(_ edit: JSONValue) throws(JSONError) {
        try edit.only(["field", "action", "have", "want", "locked"])
        let (name, word) = (try edit["field"], try edit["action"])
        guard let field = Field(rawValue: try name.text(upTo: 40)) else { throw name.unexpected("the name of a field") }
        guard let action = Edit.Action(rawValue: try word.text(upTo: 40)),
            field.isSet == (action == .add || action == .remove), action != .clear || Self.canBeCleared(field)
        else { throw word.unexpected("an action that \(field.rawValue) can have") }
        self.init(
            field: field, action: action, have: try edit.find("have")?.value(of: field),
            isLocked: try edit["locked"].bool, want: try edit.find("want")?.value(of: field))
        if (want == nil) != (action == .clear) {
            throw JSONError(path: edit.path, problem: want == nil ? "it has no 'want'" : "'clear' has no 'want'")
        }
    }

    private static func canBeCleared(_ field: Field) -> Bool { field != .title && !field.isPicture }
}

extension JSONValue {
    /// - Throws: at a key that is none of these, or comes twice.
    fileprivate func only(_ keys: [String]) throws(JSONError) {
        var seen: Set<String> = []
        for (key, value) in try members {
            guard keys.contains(key) else { throw JSONError(path: value.path, problem: "unknown key") }
            guard seen.insert(key).inserted else { throw JSONError(path: value.path, problem: "the key comes twice") }
        }
    }

    fileprivate func text(upTo length: Int) throws(JSONError) -> String {
        let text = try string
        guard !text.isEmpty, text.utf8.count <= length else { throw unexpected("a text of 1 to \(length) bytes") }
        return text
    }

    fileprivate func value(of field: Field) throws(JSONError) -> FieldValue {
        switch kind {
        case .array where field.isSet:
            return .names(try map { (name) throws(JSONError) in try name.string })
        case .string where !field.isSet && !field.isPicture: return .text(try string)
        case .object where !field.isSet:
            try only(["hash"])
            return .digest(try self["hash"].text(upTo: 64))
        default: throw unexpected(field.isSet ? "a list of names" : field.isPicture ? "a hash" : "a text")
        }
    }
}

extension FieldValue {
    /// In the form in which comparisons hold it.
    var compared: FieldValue? { normalised?.condensed(digest(of:)) }
}
