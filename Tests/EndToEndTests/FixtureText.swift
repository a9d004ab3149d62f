import JSON
import Lab

/// A made world, written down as a case of `rules test` would describe it. JSON is YAML, so a tree does.
struct FixtureText {
    var world: World
    /// What is remembered of scenes by id, and of items by rating key: further keys of theirs.
    var memories: (scenes: [Int: [(String, JSONTree)]], items: [Int: [(String, JSONTree)]]) = ([:], [:])

    /// A whole file of one case, in ASCII: YAML refuses some characters that JSON shows as they are.
    func file(rule: String, expecting expected: JSONTree) -> String {
        let tree: JSONTree = [
            "version": 1,
            "tests": [
                [
                    "name": "as over HTTP", "rule": .string(rule), "clock": time(world.now), "libraries": libraries,
                    "scenes": scenes, "items": items, "expect": expected,
                ]
            ],
        ]
        return String(decoding: tree.bytes(), as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
            if (0x20...0x7e).contains(scalar.value) {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                text += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
    }

    func time(_ seconds: Int) -> JSONTree { .string(StashTime.text(seconds, offset: 0)) }

    // MARK: The two sides

    private var libraries: JSONTree {
        .array(
            world.plex.sections.map { section in
                [
                    "key": .string(String(section.key)), "title": .string(section.title),
                    "type": .string(section.type), "roots": .array(section.roots.map { .string($0) }),
                    "scanned_at": time(section.scannedAt),
                ]
            })
    }

    private var scenes: JSONTree {
        .array(
            world.stash.scenes.values.sorted { $0.id < $1.id }.map { scene in
                var keys = said(by: scene)
                keys += [
                    ("id", .int(scene.id)), ("created_at", .string(scene.createdAt)),
                    ("updated_at", .string(scene.updatedAt)), ("organized", .bool(scene.organized)),
                ]
                keys += scene.rating100.map { [("rating", .int($0))] } ?? []
                if !scene.files.isEmpty {
                    keys.append(("files", .array(scene.files.map(file))))
                }
                return .object(keys + (memories.scenes[scene.id] ?? []))
            })
    }

    private func said(by scene: StashScene) -> [(String, JSONTree)] {
        let names = { (kind: StashEntityKind, ids: [Int]) in ids.compactMap { world.stash[kind][$0]?.name } }
        let texts = [
            ("title", scene.title), ("details", scene.details), ("code", scene.code), ("director", scene.director),
            ("date", scene.date ?? ""), ("studio", names(.studio, scene.studio.map { [$0] } ?? []).first ?? ""),
        ]
        let lists = [
            ("performers", names(.performer, scene.performers)), ("tags", names(.tag, scene.tags)),
            ("groups", names(.group, scene.groups.map(\.group))),
        ]
        return Self.keys(texts, lists)
    }

    /// The same by our words for fields.
    func wishes(of scene: StashScene) -> [(String, JSONTree)] {
        let words = ["details": "summary", "groups": "collections"]
        return said(by: scene).filter { $0.0 != "code" && $0.0 != "director" }.map { (words[$0] ?? $0, $1) }
    }

    private func file(_ file: StashFile) -> JSONTree {
        [
            "path": .string(file.pathText), "size": .int(file.size), "duration": .double(file.duration),
            "created_at": .string(file.createdAt), "updated_at": .string(file.updatedAt),
        ]
    }

    /// What Plex lists as there: nothing that lies in its trash, and no version that it made itself.
    private var items: JSONTree {
        .array(
            world.plex.items.filter { $0.deletedAt == nil }.map { item in
                let parts = item.media.filter { $0.proxyType == nil }.flatMap(\.parts)
                let keys: [(String, JSONTree)] = [
                    ("rating_key", .int(item.ratingKey)), ("library", .string(String(item.section))),
                    ("updated_at", time(item.updatedAt)), ("fields", .object(Self.values(of: item))),
                    ("locked", .array(item.locked.sorted().compactMap { Self.words[$0] }.map { .string($0) })),
                    (
                        "files",
                        .array(
                            parts.map {
                                [
                                    "path": .string($0.file), "size": .int($0.size),
                                    "duration": .double(Double($0.duration) / 1000),
                                ]
                            })
                    ),
                ]
                return .object(keys + (memories.items[item.ratingKey] ?? []))
            })
    }

    /// What an item holds, by our words for fields.
    static func values(of item: PlexItem) -> [(String, JSONTree)] {
        let texts = [
            ("title", item.title), ("studio", item.studio ?? ""), ("summary", item.summary ?? ""),
            ("date", item.originallyAvailableAt ?? ""), ("content_rating", item.contentRating ?? ""),
        ]
        return keys(texts, [("performers", item.roles), ("tags", item.genres), ("collections", item.collections)])
    }

    private static func keys(_ texts: [(String, String)], _ lists: [(String, [String])]) -> [(String, JSONTree)] {
        texts.filter { !$0.1.isEmpty }.map { ($0, .string($1)) }
            + lists.filter { !$0.1.isEmpty }.map { ($0, .array($1.map { .string($0) })) }
    }

    /// Our words for Plex's names of fields.
    private static let words = [
        "title": "title", "studio": "studio", "summary": "summary", "originallyAvailableAt": "date",
        "actor": "performers", "genre": "tags", "collection": "collections",
    ]
}
