import JSON
import SyncModel

/// Scenes by their ids, some of which may be gone.
///
/// `findScenes(ids:)` is one query, but fails as a whole at one dead id, and an empty list means "the first 25". So
/// where it fails, and before 0.25 which lacks it, each scene is an alias of `findScene` in one request: a dead one is null.
enum ScenesByID {
    /// Scenes a request by `ids:`; more gain nothing (`apis/stash.md` 5.6).
    static let batch = 500
    /// Scenes a request with an alias for each.
    static let aliasBatch = 100

    static func idsDocument(_ selection: SceneSelection, _ offers: Set<StashOffer>) -> String {
        "query($i:[ID!]){findScenes(ids:$i){scenes\(selection.text(offers))}}"
    }

    static func aliasDocument(count: Int, _ selection: SceneSelection, _ offers: Set<StashOffer>) -> String {
        let names = (0..<count).map { "$i\($0):ID!" }.joined(separator: ",")
        let fields = selection.text(offers)
        return "query(\(names)){\((0..<count).map { "s\($0):findScene(id:$i\($0))\(fields)" }.joined(separator: " "))}"
    }

    static func aliasVariables(_ ids: ArraySlice<Scene.ID>) -> JSONTree {
        .object(ids.enumerated().map { ("i\($0)", .string(String($1.rawValue))) })
    }

    /// What an answer by `ids:` says of `asked`.
    static func read(_ rows: JSONValue, of asked: ArraySlice<Scene.ID>) throws(JSONError) -> SceneReading {
        let (scenes, unreadable, _) = try ScenePageQuery.readScenes(rows)
        return sorted(scenes, unreadable, by: asked)
    }

    /// What an answer by aliases says of `asked`.
    static func readAliases(_ data: JSONValue, of asked: ArraySlice<Scene.ID>) throws(JSONError) -> SceneReading {
        var (scenes, unreadable): ([Scene], [Scene.ID]) = ([], [])
        for (number, id) in asked.enumerated() {
            guard let row = try data.find("s\(number)" as String) else { continue }
            do { scenes.append(try Scene(reading: row)) } catch { unreadable.append(id) }
        }
        return sorted(scenes, unreadable, by: asked)
    }

    private static func sorted(
        _ scenes: [Scene], _ unreadable: [Scene.ID], by asked: ArraySlice<Scene.ID>
    ) -> SceneReading {
        let found = Dictionary(scenes.map { ($0.id, $0) }) { first, _ in first }
        let damaged = Set(unreadable)
        var reading = SceneReading()
        for id in asked {
            if let scene = found[id] {
                reading.scenes.append(scene)
            } else if damaged.contains(id) {
                reading.unreadable.append(id)
            } else {
                reading.absent.append(id)
            }
        }
        return reading
    }
}
