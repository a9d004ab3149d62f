/// How an item is shown: the key of a cache of rendered rows.
struct RowStyle: Hashable, Sendable {
    /// As `/library/metadata/` shows it; a row of a list is truncated.
    var isFull = false
    var isXML = false
    var checksFiles = false
    /// Sorted, so that the same wishes are the same style.
    var excludedElements: [String] = []
    var excludedFields: [String] = []
}

extension [String] {
    /// Whether `name` is among them; called for every attribute of every row, so it makes no text of it.
    fileprivate func lists(_ name: StaticString) -> Bool {
        contains { text in
            text.utf8.count == name.utf8CodeUnitCount && name.withUTF8Buffer { $0.elementsEqual(text.utf8) }
        }
    }
}

extension PlexState {
    /// The rendered item, from the cache where it is there.
    mutating func row(at place: Int, _ style: RowStyle) -> [UInt8] {
        let key = library.items[place].ratingKey
        if let row = rows[style]?[key] { return row }
        let node = node(of: library.items[place], style)
        let row = style.isXML ? node.xml(behaviour.age) : node.json(behaviour.age)
        if rows.values.reduce(0, { $0 + $1.count }) >= Self.longestCache || rows.count > 8 { rows = [:] }
        rows[style, default: [:]][key] = row
        return row
    }

    mutating func node(of item: PlexItem, _ style: RowStyle) -> PlexNode {
        var attributes = scalars(of: item, style)
        if !style.excludedFields.isEmpty { attributes.removeAll { style.excludedFields.lists($0.0) } }
        var children: [(StaticString, [PlexNode])] = [("Media", media(of: item, style))]
        for kind in PlexTagKind.allCases where !style.excludedElements.lists(kind.element) {
            children.append((kind.element, tagNodes(of: item, kind, style)))
        }
        if style.isFull {
            for kind in ["director", "writer", "producer", "country"] {
                guard let names = item.otherTags[kind], let element = Self.otherElements[kind] else { continue }
                children.append(
                    (element, names.map { PlexNode(tag: element, $0, id: tags.id(kind, $0), filter: kind) }))
            }
            let fields = item.locked.sorted().map {
                PlexNode("Field", [("locked", .flag(true)), ("name", .text($0))])
            }
            children.append(("Field", fields))
        }
        return PlexNode("Metadata", attributes, children)
    }

    private static var otherElements: [String: StaticString] {
        ["director": "Director", "writer": "Writer", "producer": "Producer", "country": "Country"]
    }

    /// In rows: two genres, three roles, nothing but their names, no labels, no collections (`apis/plex.md` 3.4).
    private mutating func tagNodes(of item: PlexItem, _ kind: PlexTagKind, _ style: RowStyle) -> [PlexNode] {
        let names = item[keyPath: kind.list]
        if style.isFull {
            return names.map { PlexNode(tag: kind.element, $0, id: tags.id(kind.rawValue, $0), filter: kind.rawValue) }
        }
        switch kind {
        case .genre: return names.prefix(2).map { PlexNode(tag: kind.element, $0) }
        case .actor: return names.prefix(3).map { PlexNode(tag: kind.element, $0) }
        case .collection, .label: return []
        }
    }

    private func scalars(of item: PlexItem, _ style: RowStyle) -> [(StaticString, PlexNode.Scalar?)] {
        let key = "/library/metadata/\(item.ratingKey)"
        let section = section(item.section)
        let thumb = "\(key)/thumb/\(item.updatedAt)"
        var attributes: [(StaticString, PlexNode.Scalar?)] = [
            ("ratingKey", .textID(item.ratingKey)), ("key", .text(key)),
            ("guid", .text("local://\(item.ratingKey)")), ("type", .text(section?.itemType ?? "movie")),
            ("studio", item.studio.map { .text($0) }), ("title", .text(item.title)),
            ("titleSort", item.titleSort.map { .text($0) }), ("originalTitle", item.originalTitle.map { .text($0) }),
            ("contentRating", item.contentRating.map { .text($0) }), ("summary", item.summary.map { .text($0) }),
            ("tagline", item.tagline.map { .text($0) }), ("userRating", item.userRating.map { .decimal($0) }),
            ("year", item.year.map { .number($0) }), ("thumb", .text(thumb)),
            ("art", item.arts.selected.map { _ in .text("\(key)/art/\(item.updatedAt)") }),
            ("duration", .number(item.duration)),
            ("originallyAvailableAt", item.originallyAvailableAt.map { .day($0) }),
            ("addedAt", .number(item.addedAt)), ("updatedAt", .number(item.updatedAt)),
            ("deletedAt", item.deletedAt.map { .number($0) }),
        ]
        if style.isFull {  // a row of a list leaves it to its container
            attributes += [
                ("librarySectionID", .numberID(item.section)),
                ("librarySectionTitle", section.map { .text($0.title) }),
            ]
        }
        return attributes
    }

    private func media(of item: PlexItem, _ style: RowStyle) -> [PlexNode] {
        item.media.enumerated().map { number, media in
            let parts = media.parts.enumerated().map { count, part in
                let id = item.ratingKey * 1000 + number * 50 + count
                let exists: PlexNode.Scalar? = style.checksFiles ? .flag(item.deletedAt == nil) : nil
                return PlexNode(
                    "Part",
                    [
                        ("accessible", exists), ("exists", exists), ("id", .number(id)),
                        ("key", .text("/library/parts/\(id)/\(item.addedAt)/file.mp4")),
                        ("duration", .number(part.duration)), ("file", .text(part.file)), ("size", .number(part.size)),
                        ("container", .text("mp4")),
                    ])
            }
            return PlexNode(
                "Media",
                [
                    ("id", .number(item.ratingKey * 100 + number)), ("duration", .number(item.duration)),
                    ("container", .text("mp4")), ("width", .number(1920)), ("height", .number(1080)),
                    ("videoResolution", .text("1080")), ("proxyType", media.proxyType.map { .number($0) }),
                ], [("Part", parts)])
        }
    }
}

extension PlexSection {
    /// What its items are at the level listed without `type`.
    var itemType: String { type == "artist" ? "artist" : type == "photo" ? "photo" : type }

    /// The type code that edits and listings of its items name.
    var typeCode: String { ["movie": "1", "show": "2", "artist": "8", "photo": "14"][type] ?? "1" }
}
