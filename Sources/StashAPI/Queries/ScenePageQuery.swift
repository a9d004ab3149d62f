import JSON
import SyncModel

/// Scenes by keyset: edits and deletions made meanwhile cannot shift a page, new scenes come last (`apis/stash.md` 5.4).
enum ScenePageQuery {
    static func document(_ selection: SceneSelection, _ offers: Set<StashOffer>) -> String {
        "query($f:FindFilterType,$s:SceneFilterType){findScenes(filter:$f,scene_filter:$s){scenes\(selection.text(offers))}}"
    }

    static let idDocument =
        "query($f:FindFilterType,$s:SceneFilterType){findScenes(filter:$f,scene_filter:$s){scenes{id}}}"
    static let countDocument = "{findScenes(filter:{per_page:0}){count}}"

    static func variables(after: Scene.ID?, limit: Int, filter: SceneFilter?) -> JSONTree {
        let keyset = JSONTree.criterion(.int(after?.rawValue ?? 0), "GREATER_THAN")
        let narrowed = filter.map { [($0.column, $0.criterion)] } ?? []
        return [
            "f": ["page": 1, "per_page": .int(limit), "sort": "id", "direction": "ASC"],
            "s": .object([("id", keyset)] + narrowed),
        ]
    }

    /// - Throws: also where a page does not move on, which would never end.
    static func read(_ answer: Exchange.Answer, after: Scene.ID?, limit: Int) throws(JSONError) -> ScenePage {
        let rows = try answer.data["findScenes"]["scenes"]
        let (scenes, unreadable, nameless) = try readScenes(rows)
        let last = [scenes.last?.id, unreadable.last].compactMap(\.self).max()
        let count = scenes.count + unreadable.count + nameless
        if count >= limit || last != nil { try checkProgress(rows, from: after, to: last) }
        return ScenePage(
            scenes: scenes, unreadable: unreadable, nameless: nameless, next: count < limit ? nil : last,
            requestedAt: answer.requestedAt, bytes: answer.bytes)
    }

    static func checkProgress(_ rows: JSONValue, from after: Scene.ID?, to last: Scene.ID?) throws(JSONError) {
        guard let last, last.rawValue > after?.rawValue ?? 0 else {
            throw JSONError(path: rows.path, problem: "the page does not go on after scene \(after?.rawValue ?? 0)")
        }
    }

    /// Each scene for itself: one that is not understood costs nothing but itself.
    static func readScenes(
        _ rows: JSONValue
    ) throws(JSONError) -> (scenes: [Scene], unreadable: [Scene.ID], nameless: Int) {
        var (unreadable, nameless): ([Scene.ID], Int) = ([], 0)
        let scenes = try rows.map { (row) throws(JSONError) -> Scene? in
            do { return try Scene(reading: row) } catch {
                do { unreadable.append(try Scene.ID(reading: row["id"])) } catch { nameless += 1 }
                return nil
            }
        }
        return (scenes.compactMap(\.self), unreadable, nameless)
    }

    static func readIDs(_ rows: JSONValue) throws(JSONError) -> [Scene.ID] {
        try rows.map { (row) throws(JSONError) in try Scene.ID(reading: row["id"]) }
    }
}
