import JSON
import SyncModel

extension Scene {
    /// Lists that were not asked for are empty.
    init(reading value: JSONValue) throws(JSONError) {
        self.init(
            id: try ID(reading: value["id"]), title: try value.text("title"), code: try value.text("code"),
            details: try value.text("details"), director: try value.text("director"),
            date: try value.text("date").flatMap { PartialDate(text: $0) }, rating: try value.rating("rating100"),
            isOrganized: try value["organized"].bool, createdAt: try Timestamp(reading: value["created_at"]),
            updatedAt: try Timestamp(reading: value["updated_at"]),
            files: try value["files"].map(File.init(reading:)),
            studio: try value.find("studio").map(Entity.reading),
            performers: try value.list("performers", Entity.init(reading:)),
            tags: try value.list("tags", Entity.init(reading:)), groups: try Self.groups(of: value))
    }

    /// Groups, or movies of an older release.
    private static func groups(of value: JSONValue) throws(JSONError) -> [Entity] {
        let groups = try value.list("groups") { (link) throws(JSONError) in try Entity(reading: link["group"]) }
        return try groups + value.list("movies") { (link) throws(JSONError) in try Entity(reading: link["movie"]) }
    }
}

extension Scene.ID {
    init(reading value: JSONValue) throws(JSONError) { self.init(rawValue: try value.idNumber) }
}

extension Scene.File {
    init(reading value: JSONValue) throws(JSONError) {
        let path = try value["path"].string
        self.init(
            id: try value["id"].idNumber, path: path, isPathRepaired: path.holdsRepairs, size: try value["size"].int,
            duration: try value["duration"].double, createdAt: try Timestamp(reading: value["created_at"]),
            updatedAt: try Timestamp(reading: value["updated_at"]))
    }
}

extension Scene.Entity {
    init(reading value: JSONValue) throws(JSONError) {
        self.init(id: try value["id"].idNumber, name: try value["name"].string)
    }

    fileprivate static func reading(_ value: JSONValue) throws(JSONError) -> Self { try Self(reading: value) }
}

extension Timestamp {
    init(reading value: JSONValue) throws(JSONError) { self.init(try value.string) }
}

extension String {
    /// Whether bytes that were no UTF-8 may have stood here. A file name may hold U+FFFD itself; it is then taken for
    /// damaged too, which costs a match and never makes a false one.
    var holdsRepairs: Bool { utf8.contains(0xef) && unicodeScalars.contains("\u{fffd}") }
}

extension JSONValue {
    /// Ids are numeric text.
    var idNumber: Int {
        get throws(JSONError) {
            if kind == .int { return try int }
            guard let number = Int(try string), number >= 0 else { throw unexpected("an id") }
            return number
        }
    }

    /// Null, missing and `""` are all the same to Stash.
    func text(_ key: StaticString) throws(JSONError) -> String? {
        guard let text = try find(key)?.string, !text.isEmpty else { return nil }
        return text
    }

    /// What is not `1...100` is no rating.
    func rating(_ key: StaticString) throws(JSONError) -> Int? {
        guard let rating = try find(key)?.int, (1...100).contains(rating) else { return nil }
        return rating
    }

    /// Missing and null are empty.
    func list<Element>(
        _ key: StaticString, _ make: (JSONValue) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard let value = try find(key) else { return [] }
        return try value.map(make)
    }
}
