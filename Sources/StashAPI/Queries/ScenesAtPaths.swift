import JSON
public import SyncModel

/// Which scenes own which paths, compared byte by byte: to Swift an NFC and an NFD path are equal strings.
public struct PathOwners: Hashable, Sendable {
    private var owners: [[UInt8]: [Scene.ID]] = [:]

    init() {}

    /// Scenes with a file of exactly this path, in ascending order; `nil` for a path that was not asked about.
    public subscript(path: String) -> [Scene.ID]? { owners[Array(path.utf8)] }

    /// Notes that `path` was asked about.
    mutating func ask(_ path: String) { owners[Array(path.utf8), default: []] += [] }

    mutating func add(_ scene: Scene.ID, owning path: String) {
        guard var scenes = owners[Array(path.utf8)], !scenes.contains(scene) else { return }
        scenes.append(scene)
        owners[Array(path.utf8)] = scenes.sorted()
    }
}

/// Scenes by whole paths, an alias a path.
///
/// `EQUALS` is SQL's `LIKE`: it ignores the case of ASCII letters and takes `%` and `_` in a path for wildcards. So
/// it finds too much, never too little, and the answer is sifted here. `INCLUDES` would split a path at its blanks.
enum ScenesAtPaths {
    /// Paths a request: Stash walks its files once for each.
    static let batch = 40

    static func document(count: Int) -> String {
        let names = (0..<count).map { "$p\($0):String!" }.joined(separator: ",")
        let parts = (0..<count).map {
            "s\($0):findScenes(scene_filter:{path:{value:$p\($0),modifier:EQUALS}},filter:{per_page:-1})"
                + "{scenes{id files{path}}}"
        }
        return "query(\(names)){\(parts.joined(separator: " "))}"
    }

    static func variables(_ paths: ArraySlice<String>) -> JSONTree {
        .object(paths.enumerated().map { ("p\($0)", .string($1)) })
    }

    static func read(_ data: JSONValue, count: Int, into owners: inout PathOwners) throws(JSONError) {
        for number in 0..<count {
            for row in try data["s\(number)" as String]["scenes"].elements {
                let id = try Scene.ID(reading: row["id"])
                for file in try row["files"].elements { owners.add(id, owning: try file["path"].string) }
            }
        }
    }
}
