import JSON
import SyncModel

extension EntityKind {
    /// How the queries of a kind are spelled; groups were movies before 0.27.
    struct Spelling {
        let finder, list, filter, criterion: String
        /// Whether a scene's criterion takes a depth.
        let isNested: Bool
        /// Whether the filter is known to hold `updated_at` in every release.
        let hasTimes: Bool
    }

    func spelling(_ offers: Set<StashOffer>) -> Spelling {
        switch self {
        case .studio: Spelling("Studios", isNested: true)
        case .performer: Spelling("Performers", isNested: false)
        case .tag: Spelling("Tags", isNested: true)
        case .group where offers.contains(.groups): Spelling("Groups", isNested: true)
        case .group: Spelling("Movies", isNested: false, hasTimes: false)
        }
    }
}

extension EntityKind.Spelling {
    fileprivate init(_ word: String, isNested: Bool, hasTimes: Bool = true) {
        let singular = String(word.dropLast())
        self.init(
            finder: "find\(word)", list: word.lowercased(), filter: "\(singular.lowercased())_filter",
            criterion: word.lowercased(), isNested: isNested, hasTimes: hasTimes)
    }
}

extension EntityRow {
    init(reading value: JSONValue) throws(JSONError) {
        self.init(
            id: try value["id"].idNumber, name: try value["name"].string,
            updatedAt: try Timestamp(reading: value["updated_at"]))
    }
}

extension EntityKind {
    /// The list of this kind within the answer of its finder.
    fileprivate func rows(_ answer: JSONValue, _ offers: Set<StashOffer>) throws(JSONError) -> JSONValue {
        try answer[spelling(offers).list]
    }
}

/// All entities of all kinds, in one request.
enum EntityQuery {
    static func document(_ offers: Set<StashOffer>) -> String {
        let parts = EntityKind.allCases.map { kind in
            let word = kind.spelling(offers)
            return "\(kind.rawValue):\(word.finder)(filter:{per_page:-1}){\(word.list){id name updated_at}}"
        }
        return "{\(parts.joined(separator: " "))}"
    }

    static func read(_ data: JSONValue, _ offers: Set<StashOffer>) throws(JSONError) -> [EntityKind: [EntityRow]] {
        var entities: [EntityKind: [EntityRow]] = [:]
        for kind in EntityKind.allCases {
            entities[kind] = try kind.rows(data[kind.rawValue], offers).map(EntityRow.init(reading:))
        }
        return entities
    }
}

/// What changed since a moment, in one request whose answer does not grow with the library (`apis/stash.md` 5.5).
enum ChangesQuery {
    static func document(_ offers: Set<StashOffer>) -> String {
        let since = "updated_at:{value:$t,modifier:GREATER_THAN}"
        let all = "filter:{per_page:-1}"
        var parts = [
            "count:findScenes(filter:{per_page:0}){count}",
            "edited:findScenes(scene_filter:{\(since)},\(all)){scenes{id updated_at}}",
            "new:findScenes(scene_filter:{id:{value:$n,modifier:GREATER_THAN}},\(all)){scenes{id updated_at}}",
        ]
        if offers.contains(.filesFilter) {
            parts.append(
                "moved:findScenes(scene_filter:{files_filter:{\(since)}},\(all)){scenes{id files{id path updated_at}}}")
        }
        for kind in EntityKind.allCases {
            let word = kind.spelling(offers)
            if word.hasTimes {
                parts.append(
                    "\(kind.rawValue):\(word.finder)(\(word.filter):{\(since)},\(all)){\(word.list){id name updated_at}}"
                )
                parts.append("all\(kind.rawValue):\(word.finder)(\(all)){\(word.list){id}}")
            } else {
                parts.append("\(kind.rawValue):\(word.finder)(\(all)){\(word.list){id name updated_at}}")
            }
        }
        return "query($t:String!,$n:Int!){\(parts.joined(separator: " "))}"
    }

    static func read(_ answer: Exchange.Answer, _ offers: Set<StashOffer>) throws(JSONError) -> StashChanges {
        let data = answer.data
        var (entities, ids): ([EntityKind: [EntityRow]], [EntityKind: Set<Int>]) = ([:], [:])
        for kind in EntityKind.allCases {
            let rows = try kind.rows(data[kind.rawValue], offers).map(EntityRow.init(reading:))
            entities[kind] = rows
            ids[kind] =
                kind.spelling(offers).hasTimes
                ? Set(
                    try kind.rows(data["all\(kind.rawValue)" as String], offers).map { (row) throws(JSONError) in
                        try row["id"].idNumber
                    })
                : Set(rows.map(\.id))
        }
        return StashChanges(
            edited: try data["edited"]["scenes"].map(scene) + data["new"]["scenes"].map(scene),
            moved: offers.contains(.filesFilter) ? try data["moved"]["scenes"].map(files) : nil, entities: entities,
            entityIDs: ids, sceneCount: try data["count"]["count"].int, requestedAt: answer.requestedAt,
            bytes: answer.bytes)
    }

    private static func scene(_ row: JSONValue) throws(JSONError) -> StashChanges.SceneRow {
        StashChanges.SceneRow(
            id: try Scene.ID(reading: row["id"]), updatedAt: try Timestamp(reading: row["updated_at"]))
    }

    private static func files(_ row: JSONValue) throws(JSONError) -> StashChanges.FilesRow {
        StashChanges.FilesRow(
            id: try Scene.ID(reading: row["id"]),
            files: try row["files"].map { (file) throws(JSONError) in
                let path = try file["path"].string
                return StashChanges.FileRow(
                    id: try file["id"].idNumber, path: path, isPathRepaired: path.holdsRepairs,
                    updatedAt: try Timestamp(reading: file["updated_at"]))
            })
    }
}

/// Scenes that carry some entities themselves (a tag's children do not count), an alias a kind.
enum ScenesOfEntities {
    /// Entities a request: each is a value in Stash's SQL.
    static let batch = 5000

    static func document(_ kinds: [EntityKind], _ offers: Set<StashOffer>) -> String {
        let names = kinds.map { "$\($0.rawValue):[ID!]" }.joined(separator: ",")
        let parts = kinds.map { kind in
            let word = kind.spelling(offers)
            let criterion = "{value:$\(kind.rawValue),modifier:INCLUDES\(word.isNested ? ",depth:0" : "")}"
            return
                "\(kind.rawValue):findScenes(scene_filter:{\(word.criterion):\(criterion)},filter:{per_page:-1}){scenes{id}}"
        }
        return "query(\(names)){\(parts.joined(separator: " "))}"
    }

    static func read(_ data: JSONValue, _ kinds: [EntityKind]) throws(JSONError) -> Set<Scene.ID> {
        var ids: Set<Scene.ID> = []
        for kind in kinds { ids.formUnion(try ScenePageQuery.readIDs(data[kind.rawValue]["scenes"])) }
        return ids
    }
}
