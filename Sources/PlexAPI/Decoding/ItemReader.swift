import JSON
import SyncModel

/// Makes items of rows of `Metadata`, of a listing or of a full read.
struct ItemReader {
    /// The container's library; a row may name its own.
    let library: Library.Key?
    let isFull: Bool

    /// What a row turned out to be.
    enum Row {
        case item(Item, Spellings)
        /// Its files vanished and the trash was not emptied, or it is no film: not an item to us.
        case absent(RatingKey)
        /// A row of a wrong shape, or one of a listing that shows no file.
        case unreadable(RatingKey?)
    }

    func row(_ row: JSONValue) -> Row {
        guard let key = try? row.plexText("ratingKey"), !key.isEmpty else { return .unreadable(nil) }
        let ratingKey = RatingKey(rawValue: key)
        do {
            if let deleted = try row.plexInt("deletedAt"), deleted != 0 { return .absent(ratingKey) }
            if let type = try row.plexText("type"), type != "movie" { return .absent(ratingKey) }
            guard let library = try self.library(of: row) else { return .unreadable(ratingKey) }
            let made = try item(row, ratingKey, library)
            // An item without a file has no scene: that is not believed of a row that was cut short.
            if !isFull, case .item(let item, _) = made, item.parts.isEmpty { return .unreadable(ratingKey) }
            return made
        } catch {
            return .unreadable(ratingKey)
        }
    }

    private func library(of row: JSONValue) throws(JSONError) -> Library.Key? {
        guard let own = try row.plexText("librarySectionID"), !own.isEmpty else { return library }
        return Library.Key(rawValue: own)
    }

    private func item(
        _ row: JSONValue, _ ratingKey: RatingKey, _ library: Library.Key
    ) throws(JSONError) -> Row {
        var item = Item(ratingKey: ratingKey, library: library, isFull: isFull)
        var spellings = Spellings()
        item.values = Dictionary(minimumCapacity: 10)
        item.title = try row.plexText("title")
        item.updatedAt = try row.plexInt("updatedAt") ?? 0
        item.duration = try row.plexInt("duration") ?? 0
        item.parts = try parts(row)
        item.values[.title] = item.title.flatMap { FieldValue.text($0).normalised }
        for (field, name) in Self.texts {
            if let text = try row.plexText(name) { item.values[field] = FieldValue.text(text).normalised }
        }
        item.values[.date] = try date(row)
        item.values[.rating] = try row.plexDouble("userRating").flatMap(ratingText).map(FieldValue.text)
        for (field, name) in Self.sets {
            let names = try row.plexRows(name) { (tag) throws(JSONError) in try tag.plexText("tag") ?? "" }
            if names.isEmpty { continue }
            let value = FieldValue.names(names).normalised
            item.values[field] = value
            if isFull, !(value?.names ?? []).elementsEqual(names, by: sameBytes) { spellings.note(names, of: field) }
        }
        if isFull {
            item.locked = try locks(row)
            for (field, name) in Self.pictures {
                if let address = try row.plexText(name), !address.isEmpty { item.values[field] = .text(address) }
            }
        }
        return .item(item, spellings)
    }

    private static let texts: [(Field, StaticString)] = [
        (.titleSort, "titleSort"), (.studio, "studio"), (.summary, "summary"), (.tagline, "tagline"),
        (.contentRating, "contentRating"),
    ]

    /// Of a picture only the address is known, which ends in the time of its last change.
    private static let pictures: [(Field, StaticString)] = [(.poster, "thumb"), (.art, "art")]

    private static let sets: [(Field, StaticString)] = [
        (.performers, "Role"), (.tags, "Genre"), (.collections, "Collection"),
    ]

    private static let byPlexName = Dictionary(uniqueKeysWithValues: Field.allCases.map { ($0.plexName, $0) })

    /// A day; older servers put a time behind it.
    private func date(_ row: JSONValue) throws(JSONError) -> FieldValue? {
        guard let text = try row.plexText("originallyAvailableAt") else { return nil }
        let day = String(text.prefix(10))
        return CivilDate(text: day) == nil ? FieldValue.text(text).normalised : .text(day)
    }

    /// Locked fields of ours; `Field` lists locked ones only, so `locked` may be absent.
    private func locks(_ row: JSONValue) throws(JSONError) -> Set<Field> {
        var locked: Set<Field> = []
        for field in try row.plexRows("Field", lock) {
            if let field { locked.insert(field) }
        }
        return locked
    }

    private func lock(_ row: JSONValue) throws(JSONError) -> Field? {
        guard let name = try row.plexText("name"), try row.plexFlag("locked") ?? true else { return nil }
        return Self.byPlexName[name]
    }

    /// All parts of all versions but optimised ones.
    private func parts(_ row: JSONValue) throws(JSONError) -> [Item.Part] {
        guard let media = try row.find("Media") else { return [] }
        var parts: [Item.Part] = []
        for version in try media.map(version) { parts += version }
        return parts
    }

    private func version(_ media: JSONValue) throws(JSONError) -> [Item.Part] {
        if try media.plexInt("proxyType") == Self.optimised { return [] }
        var parts: [Item.Part] = []
        for part in try media.plexRows("Part", part) {
            if let part { parts.append(part) }
        }
        if parts.count == 1, parts[0].duration == 0 { parts[0].duration = try media.plexInt("duration") ?? 0 }
        return parts
    }

    private func part(_ part: JSONValue) throws(JSONError) -> Item.Part? {
        guard let file = try part.plexText("file"), !file.isEmpty else { return nil }
        // U+FFFD is what the JSON layer puts in place of bytes that are no UTF-8.
        let isRepaired = !file.utf8.allSatisfy { $0 < 0x80 } && file.unicodeScalars.contains("\u{fffd}")
        return Item.Part(
            file: file, isPathRepaired: isRepaired, size: try part.plexInt("size") ?? 0,
            duration: try part.plexInt("duration") ?? 0)
    }

    private static let optimised = 42
}

/// Plex's rating as text in the one form that is compared: `8`, `7.5`. Stash knows no more than one decimal, and what
/// Plex keeps as a float comes back with many. `nil` where it is no rating.
func ratingText(_ rating: Double) -> String? {
    guard (0...10).contains(rating) else { return nil }
    let tenths = Int((rating * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
}
