import Rules
import Spelling
import SyncModel
import YAML

/// Reads `sync:`.
struct SyncDecoder {
    let warnings: FaultLog

    func sync(_ top: MappingDecoder) -> SyncSettings {
        top.mapping("sync", of: .sync) { keys in
            var sync = SyncSettings()
            sync.plexEdits = keys.choice("plex_edits") ?? sync.plexEdits
            sync.missing = keys.choice("missing") ?? sync.missing
            sync.only = keys.filter("only", of: .scenes) ?? sync.only
            keys.mapping("fields", of: .fields) { fields in
                for field in Field.allCases { read(field, fields, into: &sync.fields) }
            }
            return sync
        } ?? SyncSettings()
    }

    private func read(_ field: Field, _ keys: MappingDecoder, into settings: inout FieldSettings) {
        let key = field.rawValue
        guard let node = keys.node(key) else { return }
        if case .scalar(let scalar) = node.content, case .bool(let isOn) = scalar.value {
            settings[field] = isOn ? .scene : .off
            warnIfIdle(field, isOn: isOn, node)
        } else if Self.takesTemplate(field), case .scalar(let scalar) = node.content, scalar.value == .text,
            !isOldBool(scalar)
        {
            if let template = template(scalar.text, keys, key), isOneName(template, field, keys) {
                settings[field] = .template(template)
            }
        } else if Self.takesTemplate(field), case .mapping = node.content {
            _ = keys.string(key)
        } else {
            _ = keys.bool(key)
        }
    }

    /// `no` and `on`, which are no templates: somebody meant a switch.
    private func isOldBool(_ scalar: Scalar) -> Bool {
        scalar.isPlain && ["yes", "no", "on", "off", "y", "n"].contains(scalar.text.lowercased())
    }

    /// A number or a date is no free text.
    static func takesTemplate(_ field: Field) -> Bool {
        switch field {
        case .rating, .date, .poster, .art: false
        default: true
        }
    }

    private func template(_ text: String, _ keys: MappingDecoder, _ key: String) -> FieldTemplate? {
        do { return try FieldTemplate(text) } catch {
            let name = keys.name(key)
            switch error {
            case .openBrace:
                keys.report(
                    .badTemplate, at: key,
                    "'\(name)': a '{' without '}', or the reverse; {{ and }} are the braces themselves")
            case .unknownPlaceholder(let word):
                let words = FieldTemplate.Placeholder.allCases.map(\.rawValue)
                keys.report(
                    .badTemplate, at: key, "'\(name)': '{\(visible(word))}' is unknown; there are \(listed(words))",
                    nearest: nearest(to: word, in: words).map { "{\($0)}" })
            case .constant:
                keys.report(
                    .badTemplate, at: key,
                    "'\(name)' takes true, false or a text with parts such as \"{studio}: {title}\", not '\(visible(text))'"
                )
            }
            return nil
        }
    }

    /// A template makes one name. `tags: "{tags}"` would put all tags of a scene into one, which nobody means.
    private func isOneName(_ template: FieldTemplate, _ field: Field, _ keys: MappingDecoder) -> Bool {
        let lists: [FieldTemplate.Placeholder] = [.performers, .tags, .groups]
        guard field.isSet, let list = lists.first(where: template.placeholders.contains) else { return true }
        keys.report(
            .badTemplate, at: field.rawValue,
            "'\(keys.name(field.rawValue))': '{\(list.rawValue)}' is several names, and would become a single one here; "
                + "write true for the names themselves, or a template of single values such as \"{studio}\"")
        return false
    }

    private func warnIfIdle(_ field: Field, isOn: Bool, _ node: Node) {
        guard isOn, field == .titleSort || field == .tagline || field == .contentRating else { return }
        warnings.report(
            .idleField, at: node.mark,
            "'\(field.rawValue): true' writes nothing; Stash has no such field, give a template")
    }
}
