import SyncModel

extension SceneCount {
    func fits(_ ids: [Scene.ID]) -> Bool {
        switch self {
        case .number(let number): ids.count == number
        case .scenes(let expected): expected == ids
        }
    }

    var text: String {
        switch self {
        case .number(let number): String(number)
        case .scenes(let ids) where ids.isEmpty: "none"
        case .scenes(let ids): ids.map { String($0.rawValue) }.joined(separator: ", ")
        }
    }
}

extension ExpectedGap {
    func fits(_ gap: Gap) -> Bool {
        (title ?? gap.title) == gap.title && (types ?? gap.types) == gap.types
            && (emptyFields ?? gap.emptyFields) == gap.emptyFields
            && (staleFields ?? gap.staleFields) == gap.staleFields
            && (confidence ?? gap.confidence) == gap.confidence && (reason ?? gap.reason) == gap.reason
            && (path ?? gap.path) == gap.path
            && targets.map { Set($0) == Set(gap.targets.map(\.ratingKey)) } ?? true
    }

    /// Only what is expected of it.
    var text: String {
        let parts = [
            types.map { $0.map(\.rawValue).joined(separator: "+") }, emptyFields.map { "empty: \($0.words)" },
            staleFields.map { "stale: \($0.words)" }, confidence?.rawValue, reason?.rawValue,
            title.map { "'\($0)'" }, path, targets.map { "items \($0.map(\.rawValue).joined(separator: ", "))" },
        ].compactMap { $0 }
        return parts.isEmpty ? "a gap" : parts.joined(separator: "; ")
    }
}

extension Gap {
    var text: String {
        var whole = ExpectedGap(scene: scene)
        (whole.types, whole.confidence, whole.reason) = (types, confidence, reason)
        whole.emptyFields = emptyFields.isEmpty ? nil : emptyFields
        whole.staleFields = staleFields.isEmpty ? nil : staleFields
        return whole.text
    }
}

extension ExpectedEdit {
    func fits(_ edit: Edit) -> Bool {
        field == edit.field && action == edit.action && (have ?? edit.have) == edit.have
            && (want ?? edit.want) == edit.want
    }

    var text: String { editText(action, field, want) }
}

extension Edit {
    var text: String { editText(action, field, want) }
}

extension ExpectedKept {
    func fits(_ kept: Kept) -> Bool { field == kept.field && (why ?? kept.why) == kept.why }
    var text: String { keptText(field, why) }
}

extension Kept {
    var text: String { keptText(field, why) }
}

private func editText(_ action: Edit.Action, _ field: Field, _ want: FieldValue?) -> String {
    let value =
        switch want {
        case .text(let text): " to '\(text)'"
        case .names(let names): " \(names.joined(separator: ", "))"
        case .digest, nil: ""
        }
    return "\(action.rawValue) \(field.rawValue)\(value)"
}

private func keptText(_ field: Field, _ why: Kept.Why?) -> String {
    field.rawValue + (why.map { " (\($0.rawValue))" } ?? "")
}

extension [Field] {
    var words: String { isEmpty ? "none" : map(\.rawValue).joined(separator: ", ") }
}
