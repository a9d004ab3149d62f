import SyncModel

/// A part of an edit's query, with the fields it is about.
struct FieldParameters {
    var fields: [Field] = []
    /// Each parameter with `&` before it, encoded.
    var query = ""
    let isRemoval: Bool

    var isEmpty: Bool { fields.isEmpty }

    mutating func append(_ other: FieldParameters) {
        fields += other.fields.filter { !fields.contains($0) }
        query += other.query
    }
}

extension FieldParameters {
    private init(_ change: FieldChange, _ values: String, isRemoval: Bool = false) {
        fields = [change.field]
        query = values + "&\(change.field.plexName).locked=\(change.locks ? 1 : 0)"
        self.isRemoval = isRemoval
    }

    /// `title.value=…`
    init(_ change: FieldChange, text: String) {
        self.init(change, "&\(change.field.plexName).value=\(percentEncoded(text))")
    }

    /// `genre[0].tag.tag=…`, indexes without a gap.
    init(_ change: FieldChange, list: [String]) {
        self.init(change, list.enumerated().map { Self.entry($1, at: $0, change) }.joined())
    }

    static func entry(_ name: String, at place: Int, _ change: FieldChange) -> String {
        "&\(change.field.plexName)%5B\(place)%5D.tag.tag=\(percentEncoded(name))"
    }

    /// `genre[].tag.tag-=…`: each name encoded, joined with commas, and all that encoded again, so that commas inside
    /// names survive.
    init(_ change: FieldChange, removing names: some Sequence<String>) {
        let joined = names.map(percentEncoded).joined(separator: ",")
        self.init(
            change, "&\(change.field.plexName)%5B%5D.tag.tag-=\(percentEncoded(joined))", isRemoval: true)
    }

    init(lockOnly change: FieldChange) { self.init(change, "") }
}

/// Puts changes into as few requests as their length allows, in order.
struct Packing {
    /// Bytes that the parameters of one request may have.
    let room: Int
    private var changes: [FieldParameters] = []
    private var removals: [FieldParameters] = []
    private(set) var shortened: [Field: String] = [:]
    private(set) var divided: [Field: [String]] = [:]
    private(set) var tooLong: [Field] = []

    init(room: Int) { self.room = room }

    mutating func add(_ change: FieldChange) {
        if change.field == .title, change.operation == .clear || change.operation == .write("") { return }
        switch change.operation {
        case .write(let text):
            let whole = FieldParameters(change, text: text)
            if whole.query.utf8.count <= room { return Self.put(whole, into: &changes, room) }
            let spare = room - FieldParameters(change, text: "").query.utf8.count
            let start = Self.cut(text, toEncoded: spare)
            shortened[change.field] = start
            Self.put(FieldParameters(change, text: start), into: &changes, room)
        case .clear: Self.put(FieldParameters(change, text: ""), into: &changes, room)
        case .list(let names, let new): list(names, new: new, change)
        case .remove(let names): remove(names[...], change)
        case .lockOnly: Self.put(FieldParameters(lockOnly: change), into: &changes, room)
        }
    }

    func finished() -> [FieldParameters] { changes + removals }

    /// A list that is too long for one request is divided. Plex may add a list to what it has, or replace that with it: so
    /// the part that is sent last, and would be all that is left, begins with what Plex has. What a person put there
    /// stays either way. Where even that fits no request, Plex has shown that it adds, and only what is new is sent.
    private mutating func list(_ names: [String], new: [String], _ change: FieldChange) {
        let whole = FieldParameters(change, list: names)
        if whole.query.utf8.count <= room { return Self.put(whole, into: &changes, room) }
        let fitting = new.filter { FieldParameters(change, list: [$0]).query.utf8.count <= room }
        if fitting.count < new.count { tooLong.append(change.field) }
        let known = names.filter { !new.contains($0) }
        let isKnownSent = FieldParameters(change, list: known).query.utf8.count <= room
        var parts = parts(of: fitting, behind: isKnownSent ? known : [], change)
        let last = parts.removeFirst()
        if !parts.isEmpty { divided[change.field] = Array(parts.joined()) }
        for part in parts + [last] { Self.put(FieldParameters(change, list: part), into: &changes, room) }
    }

    /// As few parts as fit requests, the first of them behind `start`.
    private func parts(of names: [String], behind start: [String], _ change: FieldChange) -> [[String]] {
        var parts = [start]
        var left = room - FieldParameters(change, list: start).query.utf8.count
        for name in names {
            var bytes = FieldParameters.entry(name, at: parts[parts.endIndex - 1].count, change).utf8.count
            if bytes > left {
                parts.append([])
                left = room - FieldParameters(change, list: []).query.utf8.count
                bytes = FieldParameters.entry(name, at: 0, change).utf8.count
            }
            parts[parts.endIndex - 1].append(name)
            left -= bytes
        }
        return parts
    }

    /// Removing is done by and by where it must be: each step is right by itself.
    private mutating func remove(_ names: ArraySlice<String>, _ change: FieldChange) {
        if names.isEmpty { return }
        let whole = FieldParameters(change, removing: names)
        if whole.query.utf8.count <= room { return Self.put(whole, into: &removals, room) }
        guard names.count > 1 else { return tooLong.append(change.field) }
        let middle = names.startIndex + names.count / 2
        remove(names[..<middle], change)
        remove(names[middle...], change)
    }

    private static func put(_ part: FieldParameters, into requests: inout [FieldParameters], _ room: Int) {
        if let last = requests.last, last.query.utf8.count + part.query.utf8.count <= room,
            !last.fields.contains(part.fields[0])
        {
            requests[requests.count - 1].append(part)
        } else {
            requests.append(part)
        }
    }

    /// The longest beginning of `text` that, with `…` behind it, has at most `limit` bytes when encoded.
    private static func cut(_ text: String, toEncoded limit: Int) -> String {
        var room = limit - percentEncoded("…").utf8.count
        var end = text.startIndex
        for index in text.indices {
            room -= percentEncoded(String(text[index])).utf8.count
            if room < 0 { break }
            end = text.index(after: index)
        }
        return text[..<end] + "…"
    }
}
