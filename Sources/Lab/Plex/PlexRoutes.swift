extension PlexState {
    /// The answer to a request that has passed the token check.
    mutating func route(_ request: PlexRequest, body: [UInt8], _ faults: [PlexFault.Kind]) -> PlexReply {
        let steps = request.path.split(separator: "/")
        switch (request.method, steps.first, steps.dropFirst().first) {
        case ("GET", nil, _): return .container(root)
        case ("GET", "identity", nil): return .container(identity)
        case ("GET", "activities", nil): return .container(activities)
        case ("PUT", ":", "rate"), ("GET", ":", "rate"): return rate(request)
        case (_, ":", "prefs"): return preferences(request)
        case ("GET", "library", nil):
            return .container(
                PlexNode(
                    "MediaContainer", [("size", .number(3)), ("identifier", .text("com.plexapp.plugins.library"))]))
        case (_, "library", "sections"): return sections(request, Array(steps.dropFirst(2)), faults)
        case (_, "library", "metadata"): return metadata(request, Array(steps.dropFirst(2)), body, faults)
        default: return .notFound
        }
    }

    private mutating func sections(
        _ request: PlexRequest, _ steps: [Substring], _ faults: [PlexFault.Kind]
    ) -> PlexReply {
        if request.method == "GET", steps.isEmpty || steps == ["all"] {
            let nodes = library.sections.map(\.node)
            return .container(
                PlexNode(
                    "MediaContainer",
                    [("size", .number(nodes.count)), ("allowSync", .flag(false)), ("title1", .text("Plex Library"))],
                    [("Directory", nodes)]))
        }
        guard let key = steps.first.flatMap({ Int($0) }), let section = section(key) else { return .notFound }
        switch (request.method, steps.dropFirst().first) {
        case ("GET", nil):
            return .container(PlexNode("MediaContainer", [("size", .number(1))], [("Directory", [section.node])]))
        case ("GET", "all"): return list(section, request, faults)
        case ("PUT", "all"):
            guard let edit = request.edit else { return .badRequest }
            return apply(edit, request, faults)
        case ("GET", "refresh"), ("POST", "refresh"): return refresh(section, request)
        case ("DELETE", "refresh"):
            scans.removeAll { $0.section == key }
            return .empty
        case ("GET", "collections"): return collections(of: section)
        case ("GET", "genre"), ("GET", "actor"), ("GET", "label"), ("GET", "collection"):
            return .container(choices(of: section, steps[1]))
        case ("GET", "filters"), ("GET", "sorts"):
            return .container(PlexNode("MediaContainer", [("size", .number(0))]))
        case ("PUT", "emptyTrash"):
            library.items.removeAll { $0.section == key && $0.deletedAt != nil }
            reindex()
            return .empty
        default: return .notFound
        }
    }

    private mutating func metadata(
        _ request: PlexRequest, _ steps: [Substring], _ body: [UInt8], _ faults: [PlexFault.Kind]
    ) -> PlexReply {
        guard let ids = steps.first else { return .notFound }
        switch (request.method, steps.dropFirst().first) {
        case ("GET", nil): return items(String(ids), request)
        case ("PUT", nil):
            guard let edit = request.edit, !edit.ids.isEmpty else { return .notFound }
            return apply(edit, request, faults)
        case ("DELETE", _): return .page(403)  // the real one deletes files
        case ("PUT", "refresh"), ("PUT", "analyze"): return Int(ids).flatMap { item($0) } == nil ? .notFound : .empty
        case ("GET", "file"): return Int(ids).map { picture($0, request) } ?? .notFound
        case (_, let element?):
            return Int(ids).flatMap { pictures($0, element, request, body, faults) } ?? .notFound
        default: return .notFound
        }
    }

    private mutating func choices(of section: PlexSection, _ word: Substring) -> PlexNode {
        guard let kind = PlexTagKind(rawValue: String(word)) else { return PlexNode("MediaContainer") }
        let names = Set((placesInSection[section.key] ?? []).flatMap { library.items[$0][keyPath: kind.list] })
        let nodes = names.sorted().map { name in
            let id = tags.id(kind.rawValue, name)
            return PlexNode("Directory", [("key", .text(String(id))), ("title", .text(name))])
        }
        return PlexNode("MediaContainer", [("size", .number(nodes.count))], [("Directory", nodes)])
    }

    private mutating func preferences(_ request: PlexRequest) -> PlexReply {
        if request.method == "PUT" {
            for (name, value) in request.query where !name.hasPrefix("X-Plex-") { library.preferences[name] = value }
            return .empty
        }
        let nodes = library.preferences.sorted { $0.key < $1.key }.map {
            PlexNode("Setting", [("id", .text($0.key)), ("type", .text("text")), ("value", .text($0.value))])
        }
        return .container(PlexNode("MediaContainer", [("size", .number(nodes.count))], [("Setting", nodes)]))
    }

    private var identity: PlexNode {
        PlexNode(
            "MediaContainer",
            [
                ("size", .number(0)), ("claimed", .flag(true)),
                ("machineIdentifier", .text(library.machineIdentifier)), ("version", .text(library.version)),
            ])
    }

    private var root: PlexNode {
        PlexNode(
            "MediaContainer",
            [
                ("size", .number(1)), ("allowMediaDeletion", .flag(true)),
                ("friendlyName", .text(library.friendlyName)), ("machineIdentifier", .text(library.machineIdentifier)),
                ("multiuser", .flag(true)), ("myPlex", .flag(true)), ("myPlexSubscription", .flag(false)),
                ("platform", .text("Linux")), ("updatedAt", .number(clock())), ("version", .text(library.version)),
            ],
            [
                (
                    "Directory",
                    [
                        PlexNode(
                            "Directory",
                            [("count", .number(1)), ("key", .text("library")), ("title", .text("library"))])
                    ]
                )
            ])
    }
}

extension PlexSection {
    fileprivate var node: PlexNode {
        let locations = roots.enumerated().map { place, root in
            PlexNode("Location", [("id", .number(key * 10 + place)), ("path", .text(root))])
        }
        return PlexNode(
            "Directory",
            [
                ("allowSync", .flag(true)), ("key", .textID(key)), ("type", .text(type)), ("title", .text(title)),
                ("agent", .text(agent)), ("scanner", .text(scanner)), ("language", .text("xn")), ("uuid", .text(uuid)),
                ("refreshing", .flag(refreshing)), ("hidden", .number(hidden ? 1 : 0)),
                ("createdAt", .number(createdAt)), ("updatedAt", .number(updatedAt)), ("scannedAt", .number(scannedAt)),
                ("contentChangedAt", .number(18_253 + key)),  // a counter, not a time
            ], [("Location", locations)])
    }
}
