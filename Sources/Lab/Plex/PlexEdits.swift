extension PlexState {
    /// Carries an edit out, on the items it names or, without ids, on the whole section.
    mutating func apply(_ edit: PlexEdit, _ request: PlexRequest, _ faults: [PlexFault.Kind]) -> PlexReply {
        if edit.values.keys.contains("role") || edit.tags.keys.contains("role") { return .badRequest }
        if let day = edit.values["originallyAvailableAt"], !day.isEmpty, !Self.isDay(day) { return .badRequest }
        guard let ids = targets(of: edit, request) else { return .badRequest }
        guard !ids.isEmpty else { return .notFound }
        let ignores = faults.contains { if case .ignoresEdits = $0 { true } else { false } }
        let alters = faults.contains { if case .storesOtherForm = $0 { true } else { false } }
        guard !ignores else { return .empty }
        let multiple = edit.ids.count != 1
        for id in ids { apply(edit, to: id, multiple: multiple, alters: alters) }
        return .empty
    }

    /// Rating keys to edit; `nil` where the type does not fit the section.
    private func targets(of edit: PlexEdit, _ request: PlexRequest) -> [Int]? {
        guard let key = edit.section else { return edit.ids.filter { places[$0] != nil } }
        guard let section = section(key), edit.type == nil || edit.type == section.typeCode else { return nil }
        if edit.ids.isEmpty {
            return filtered(placesInSection[key] ?? [], request).map { library.items[$0].ratingKey }
        }
        return edit.ids.filter { item($0)?.section == key }
    }

    private mutating func apply(_ edit: PlexEdit, to id: Int, multiple: Bool, alters: Bool) {
        var spelled: [PlexTagKind: [String]] = [:]
        for kind in PlexTagKind.allCases {
            guard let names = edit.tags[kind.rawValue] else { continue }
            spelled[kind] = names.map { spelling(kind, alters ? "\($0) *" : $0) }.filter { !$0.isEmpty }
        }
        let behaviour = behaviour
        self.edit(id) { item in
            for (name, value) in edit.values {
                item.set(name, behaviour.stored(alters && !value.isEmpty ? "\(value) *" : value))
            }
            for kind in PlexTagKind.allCases {
                let list = kind.list
                if edit.clearedTags.contains(kind.rawValue) { item[keyPath: list] = [] }
                if let names = spelled[kind] {
                    let replaces = behaviour.tagLists == .replace && !multiple
                    item[keyPath: list] = Self.merged(replaces ? [] : item[keyPath: list], names)
                }
                if let names = edit.removedTags[kind.rawValue] {
                    item[keyPath: list].removeAll { names.contains($0) }
                }
            }
            for (name, locked) in edit.locks {
                if locked { item.locked.insert(name) } else { item.locked.remove(name) }
            }
        }
    }

    private static func merged(_ have: [String], _ more: [String]) -> [String] {
        var result = have
        for name in more where !result.contains(name) { result.append(name) }
        return result
    }

    /// As the server spells a tag that an edit names.
    private mutating func spelling(_ kind: PlexTagKind, _ tag: String) -> String {
        var tag = behaviour.stored(tag)
        if kind == .label, behaviour.capitalisesLabels { tag = capitalised(tag) }
        return behaviour.foldsTags ? tags.spelling(kind.rawValue, tag, among: library.items) : tag
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]) else {
            return false
        }
        return Int(parts[0]) != nil && (1...12).contains(month) && (1...31).contains(day)
    }

    /// `/:/rate`: the rating of the token's user; -1 takes it away.
    mutating func rate(_ request: PlexRequest) -> PlexReply {
        guard let key = request.argument("key").flatMap({ Int($0) }),
            let rating = request.argument("rating").flatMap(Double.init), rating == -1 || (0...10).contains(rating),
            request.argument("identifier") == "com.plexapp.plugins.library"
        else { return .badRequest }
        guard places[key] != nil else { return .notFound }
        edit(key) { $0.userRating = rating < 0 ? nil : rating }
        return .empty
    }
}

/// `leaving-soon now` as `Leaving-Soon Now`.
private func capitalised(_ text: String) -> String {
    var result = ""
    var atStart = true
    for character in text {
        result += atStart ? character.uppercased() : String(character)
        atStart = !character.isLetter && !character.isNumber
    }
    return result
}

extension PlexBehaviour {
    fileprivate func stored(_ text: String) -> String {
        var text = text[...]
        if trims {
            while text.first?.isWhitespace == true { text.removeFirst() }
            while text.last?.isWhitespace == true { text.removeLast() }
        }
        return String(text.prefix(longestText))
    }
}

extension PlexItem {
    /// Sets a scalar by the name edits use; an empty text clears it. Other names are ignored, as Plex does.
    fileprivate mutating func set(_ name: String, _ text: String) {
        let value = text.isEmpty ? nil : text
        switch name {
        case "title": if let value { title = value }
        case "titleSort": titleSort = value
        case "originalTitle": originalTitle = value
        case "studio": studio = value
        case "summary": summary = value
        case "tagline": tagline = value
        case "contentRating": contentRating = value
        case "originallyAvailableAt":
            originallyAvailableAt = value
            year = value.flatMap { Int($0.prefix(4)) }
        case "userRating": userRating = value.flatMap(Double.init)
        case "addedAt": if let time = Int(text) { addedAt = time }
        default: break
        }
    }
}
