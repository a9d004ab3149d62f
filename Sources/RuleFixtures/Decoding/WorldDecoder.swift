import Configuration
import Rules
import Spelling
import SyncModel
import YAML

/// Reads `scenes:` and `items:` of a case.
struct WorldDecoder {
    let times: FixtureTimes
    let settings: Settings
    let libraries: [Library]

    /// Seconds before the clock at which a scene was made and saved that does not say so.
    private static let age = 365 * 86_400

    // MARK: Scenes

    func scenes(_ top: MappingDecoder) -> [FixtureScene] {
        var seen: Set<Scene.ID> = []
        let scenes: [FixtureScene] =
            top.list("scenes") { node, path in
                top.log.mapping(node, path: path, isWhole: top.isWhole) { keys in
                    guard let scene = scene(keys) else { return nil }
                    if !seen.insert(scene.scene.id).inserted {
                        keys.report(.duplicateKey, at: "id", "there is a scene \(scene.scene.id.rawValue) already")
                    }
                    return scene
                } ?? nil
            } ?? []
        return scenes.sorted { $0.scene.id < $1.scene.id }
    }

    private func scene(_ keys: MappingDecoder) -> FixtureScene? {
        keys.require("id")
        let id = keys.sceneID("id")
        let before = times.now?.advanced(seconds: -Self.age)
        let created = times.time(keys, "created_at") ?? before
        let updated = times.time(keys, "updated_at") ?? created
        var scene = Scene(
            id: id ?? Scene.ID(rawValue: 0), createdAt: Timestamp(created?.rfc3339 ?? ""),
            updatedAt: Timestamp(updated?.rfc3339 ?? ""), performers: entities(keys, "performers"),
            tags: entities(keys, "tags"), groups: entities(keys, "groups"))
        scene.title = keys.string("title", takesNumbers: true)
        scene.code = keys.string("code", takesNumbers: true)
        scene.details = keys.string("details", takesNumbers: true)
        scene.director = keys.string("director", takesNumbers: true)
        scene.studio = keys.string("studio", takesNumbers: true).map { Scene.Entity(id: 1, name: $0) }
        scene.date = date(keys)
        scene.rating = keys.int("rating", in: 1...100)
        scene.isOrganized = keys.bool("organized") ?? false
        scene.files = files(keys, created)
        var found = FixtureScene(scene: scene)
        readHistory(keys, &found)
        return id == nil ? nil : found
    }

    private func entities(_ keys: MappingDecoder, _ key: String) -> [Scene.Entity] {
        (keys.strings(key, takesOne: true, takesNumbers: true) ?? []).enumerated().map {
            Scene.Entity(id: $0 + 1, name: $1)
        }
    }

    private func date(_ keys: MappingDecoder) -> PartialDate? {
        guard let text = keys.string("date", takesNumbers: true) else { return nil }
        if let date = PartialDate(text: text) { return date }
        keys.report(
            .badTime, at: "date",
            "'\(keys.name("date"))' takes a date such as 2023-05-17, 2023-05 or 2023, not '\(visible(text))'")
        return nil
    }

    /// `path:`, one or several, or `files:` where more is to be said of them.
    private func files(_ keys: MappingDecoder, _ created: Instant?) -> [Scene.File] {
        fileFacts(keys).enumerated().map { place, file in
            let created = file.createdAt ?? created
            return Scene.File(
                id: place + 1, path: file.path, size: file.size, duration: file.duration,
                createdAt: Timestamp(created?.rfc3339 ?? ""),
                updatedAt: Timestamp((file.updatedAt ?? created)?.rfc3339 ?? ""))
        }
    }

    private func readHistory(_ keys: MappingDecoder, _ found: inout FixtureScene) {
        let wants = Wants(of: found.scene, settings.sync.fields).values
        let said = values(keys, "said")
        if let at = times.time(keys, "last_synced") {
            // What is kept is the scene's own time as read for that sync: this one, if it was not saved since.
            let saved = found.scene.updatedAt
            let isCurrent = saved.instant.map { at >= $0 } ?? false
            found.synced = SyncRecord(
                lastSynced: isCurrent ? saved : Timestamp(at.rfc3339), said: wants.merging(said) { $1 })
        } else if keys.raw("said") != nil, keys.raw("last_synced") == nil {
            keys.report(.notHere, at: "said", "'\(keys.name("said"))' is what Stash said at a sync; give 'last_synced'")
        }
        if let at = times.time(keys, "imported") { found.imported = ImportedSync(at: at) }
        if keys.raw("imported") != nil, keys.raw("last_synced") != nil {
            keys.report(
                .notHere, at: "imported", "'\(keys.name("imported"))' counts only where there is no 'last_synced'")
        }
        found.job = keys.choice("job")
    }

    // MARK: Items

    func items(_ top: MappingDecoder) -> [FixtureItem] {
        var seen: Set<RatingKey> = []
        // By bytes: Swift takes an NFC and an NFD path for equal, a disk need not.
        var owners: [Library.Key: [[UInt8]: RatingKey]] = [:]
        return top.list("items") { node, path in
            top.log.mapping(node, path: path, isWhole: top.isWhole) { keys in
                guard let item = item(keys) else { return nil }
                if !seen.insert(item.item.ratingKey).inserted {
                    keys.report(.duplicateKey, at: "rating_key", "there is an item of this key already")
                }
                for part in item.item.parts {
                    let owner = owners[item.item.library, default: [:]].updateValue(
                        item.item.ratingKey, forKey: Array(exactPathKey(part.file).utf8))
                    if let owner, owner != item.item.ratingKey { reportSharedFile(part.file, owner, keys) }
                }
                return item
            } ?? nil
        } ?? []
    }

    /// Such a world would be judged otherwise than a real one, where the index leaves a path to the item that has it now.
    private func reportSharedFile(_ file: String, _ owner: RatingKey, _ keys: MappingDecoder) {
        keys.report(
            .sharedFile, at: keys.raw("files") == nil ? "path" : "files",
            "item \(escaped(owner.rawValue)) has '\(visible(file))' already; in Plex a file belongs to one item of a library"
        )
    }

    private func item(_ keys: MappingDecoder) -> FixtureItem? {
        keys.require("rating_key")
        let key = keys.string("rating_key", takesNumbers: true)
        let library = library(keys)
        let parts = fileFacts(keys).map {
            Item.Part(file: $0.path, size: $0.size, duration: Int(($0.duration * 1000).rounded()))
        }
        if parts.isEmpty, keys.raw("path") == nil, keys.raw("files") == nil {
            keys.require("path", "where Plex has its file")
        }
        let updated = times.time(keys, "updated_at") ?? times.now?.advanced(seconds: -Self.age)
        let locked = keys.list("locked", takesOne: true) { keys.log.choice($0, $1, of: Field.self) } ?? []
        let item = Item(
            ratingKey: RatingKey(rawValue: key ?? ""), library: library?.key ?? Library.Key(rawValue: ""),
            updatedAt: updated?.seconds ?? 0, parts: parts, values: values(keys, "fields"), locked: Set(locked),
            isFull: true)
        let found = FixtureItem(
            item: item, ledger: ledger(base: values(keys, "base"), written: values(keys, "written")))
        return key == nil || library == nil ? nil : found
    }

    private func library(_ keys: MappingDecoder) -> Library? {
        guard let node = keys.node("library") else {
            if keys.raw("library") == nil, libraries.count > 1 { keys.require("library", "its title or key") }
            return libraries.count == 1 ? libraries[0] : nil
        }
        guard let name = keys.log.string(node, keys.name("library"), takesNumbers: true) else { return nil }
        let hit = libraries.first { $0.key.rawValue == name } ?? libraries.first { nameKey($0.title) == nameKey(name) }
        if hit == nil, !libraries.isEmpty {
            keys.report(
                .unknownLibrary, at: "library", "no library '\(visible(name))' is among the case's libraries",
                nearest: nearest(to: name, in: libraries.map(\.title)))
        }
        return hit
    }

    /// What we wrote was read back, as it is or in the form that `base` has.
    private func ledger(base: [Field: FieldValue], written: [Field: FieldValue]) -> [Field: FieldLedger] {
        var ledger = base.mapValues { FieldLedger(base: $0) }
        for (field, value) in written {
            let readBack = base[field] ?? value
            ledger[field] = FieldLedger(base: readBack, written: value, isStoredOtherwise: readBack != value)
        }
        return ledger
    }
}
