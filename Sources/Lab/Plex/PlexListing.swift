import WebServer

/// Where a page begins and ends, as asked for; either half may be missing.
struct PageAsked {
    var start: Int?
    var size: Int?

    init(_ request: PlexRequest) {
        start = request.argument("X-Plex-Container-Start").flatMap { Int($0) }
        size = request.argument("X-Plex-Container-Size").flatMap { Int($0) }
    }
}

extension PlexState {
    /// `GET /library/sections/{key}/all`.
    mutating func list(_ section: PlexSection, _ request: PlexRequest, _ faults: [PlexFault.Kind]) -> PlexReply {
        let type = request.argument("type")
        if type == "18" { return collections(of: section) }
        if let type, type != section.typeCode { return .container(PlexNode("MediaContainer", [("size", .number(0))])) }
        var places = filtered(placesInSection[section.key] ?? [], request)
        sort(&places, by: request.argument("sort") ?? "titleSort")
        if let limit = request.argument("limit").flatMap({ Int($0) }) { places = Array(places.prefix(limit)) }
        var asked = PageAsked(request)
        for fault in faults { spoil(&places, &asked, fault) }
        let total = places.count
        let start = min(max(asked.start ?? 0, 0), total)
        let end = min(total, start + max(asked.size ?? total, 0))  // a start alone does not limit the answer
        var style = RowStyle(isXML: request.wantsXML)
        if behaviour.hearsWishes {
            style.excludedElements = request.list("excludeElements").sorted()
            style.excludedFields = request.list("excludeFields").sorted()
        }
        let container = PlexNode(
            "MediaContainer",
            [
                ("size", .number(end - start)),
                ("totalSize", asked.start == nil && asked.size == nil ? nil : .number(total)),
                ("allowSync", .flag(true)), ("identifier", .text("com.plexapp.plugins.library")),
                ("librarySectionID", .numberID(section.key)), ("librarySectionTitle", .text(section.title)),
                ("librarySectionUUID", .text(section.uuid)),
                ("offset", asked.start == nil && asked.size == nil ? nil : .number(start)),
                ("viewGroup", .text(section.itemType)),
            ])
        var reply = PlexReply.rows(container, places[start..<end].map { row(at: $0, style) })
        reply.headers += [
            ("X-Plex-Container-Start", String(start)), ("X-Plex-Container-Total-Size", String(total)),
        ]
        return reply
    }

    private func spoil(_ places: inout [Int], _ asked: inout PageAsked, _ fault: PlexFault.Kind) {
        switch fault {
        case .shrinkingTotal: if asked.start ?? 0 > 0 { places = Array(places.prefix(places.count * 3 / 4)) }
        case .pageSize(let size): if asked.size != 0 { asked.size = size }
        case .offsetIgnored: asked.start = 0
        case .pagingIgnored: (asked.start, asked.size) = (nil, nil)
        case .listsOnly(let count): places = Array(places.prefix(count))
        default: break
        }
    }

    private func sort(_ places: inout [Int], by keys: String) {
        for key in keys.split(separator: ",").reversed() {
            let parts = key.split(separator: ":")
            let items = library.items
            // The places are ascending by rating key already, and every sort here keeps the order of equals.
            switch parts.first {
            case "id": places.sort()
            case "addedAt": places.stableSort { items[$0].addedAt < items[$1].addedAt }
            case "updatedAt": places.stableSort { items[$0].updatedAt < items[$1].updatedAt }
            case "year": places.stableSort { (items[$0].year ?? 0) < (items[$1].year ?? 0) }
            case "titleSort", "title":
                places.stableSort {
                    (items[$0].titleSort ?? items[$0].title).lowercased()
                        < (items[$1].titleSort ?? items[$1].title).lowercased()
                }
            default: break
            }
            if parts.dropFirst().contains("desc") { places.reverse() }
        }
    }

    /// Collections as items of their own (`type=18`): named by the items that carry them.
    mutating func collections(of section: PlexSection) -> PlexReply {
        var counts: [String: Int] = [:]
        for place in placesInSection[section.key] ?? [] {
            for name in library.items[place].collections { counts[name, default: 0] += 1 }
        }
        let nodes = counts.sorted { $0.key < $1.key }.map { name, count in
            let id = 900_000_000 + tags.id("collection", name)
            return PlexNode(
                "Metadata",
                [
                    ("ratingKey", .textID(id)), ("key", .text("/library/collections/\(id)/children")),
                    ("type", .text("collection")), ("title", .text(name)), ("childCount", .number(count)),
                ])
        }
        return .container(
            PlexNode(
                "MediaContainer", [("size", .number(nodes.count)), ("librarySectionID", .numberID(section.key))],
                [("Metadata", nodes)]))
    }

    /// `GET /library/metadata/1,2,3`: the full form; ids that are not there are left out without a word.
    mutating func items(_ ids: String, _ request: PlexRequest) -> PlexReply {
        var found = ids.split(separator: ",").compactMap { Int($0).flatMap { places[$0] } }
        guard !found.isEmpty else { return .notFound }
        if behaviour.shuffles { found.sort { ($0 &* 40503) % 65_537 < ($1 &* 40503) % 65_537 } }
        let sections = Set(found.map { library.items[$0].section })
        let shared = sections.count == 1 ? sections.first.flatMap { section($0) } : nil
        let style = RowStyle(
            isFull: true, isXML: request.wantsXML, checksFiles: request.argument("checkFiles") == "1")
        let container = PlexNode(
            "MediaContainer",
            [
                ("size", .number(found.count)), ("allowSync", .flag(true)),
                ("identifier", .text("com.plexapp.plugins.library")),
                ("librarySectionID", shared.map { .numberID($0.key) }),
                ("librarySectionTitle", shared.map { .text($0.title) }),
                ("librarySectionUUID", shared.map { .text($0.uuid) }),
            ])
        return .rows(container, found.map { row(at: $0, style) })
    }
}

extension PlexRequest {
    /// XML is what Plex answers unless JSON is asked for.
    var wantsXML: Bool { !(header("Accept") ?? "").contains("json") }

    func list(_ name: String) -> [String] { (argument(name) ?? "").split(separator: ",").map(String.init) }
}

extension Array where Element == Int {
    /// `sort(by:)` promises no order of equals; this keeps it.
    fileprivate mutating func stableSort(_ before: (Int, Int) -> Bool) {
        self = enumerated().sorted {
            before($0.element, $1.element) || (!before($1.element, $0.element) && $0.offset < $1.offset)
        }.map(\.element)
    }
}
