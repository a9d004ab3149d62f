public import SyncModel

/// What is to become of one field of one item.
public struct FieldChange: Hashable, Sendable {
    public enum Operation: Hashable, Sendable {
        /// A scalar's new text. An empty one empties it, but for a title, which nothing empties.
        case write(String)
        /// Empties a scalar.
        case clear
        /// Every name that a set shall hold, in order, in Plex's spelling where it has one; `new` are those of them that it
        /// does not hold yet. An empty list does nothing but the lock: names go by `remove`.
        case list([String], new: [String] = [])
        /// Names to take out of a set, in Plex's spelling.
        case remove([String])
        /// Nothing but the lock: what a picture needs after it was uploaded, and an `undo` that only unlocks.
        case lockOnly
    }

    public let field: Field
    public let operation: Operation
    /// Whether the field is locked afterwards, so that no agent undoes the change; `false` unlocks it.
    public let locks: Bool

    public init(_ field: Field, _ operation: Operation, locks: Bool = true) {
        (self.field, self.operation, self.locks) = (field, operation, locks)
    }
}

extension FieldChange {
    /// The changes that a plan's edits come to. Edits of pictures are none: their bytes are uploaded.
    ///
    /// Whether Plex replaces a list or adds to it is not certain. So a set's list is always the complete one, and what is
    /// to go is removed besides: that ends right either way (`apis/plex.md` 5.3).
    ///
    /// - Parameters:
    ///   - order: What Stash wants of each set: names are sent in its order, others after them.
    ///   - spellings: How Plex writes the names it has.
    /// - Throws: ``EditFault/onlyDigest`` for a text of which only the hash is left.
    public static func changes(
        for edits: [Edit], order: [Field: FieldValue], spellings: Spellings
    ) throws(EditFault) -> [FieldChange] {
        var changes: [FieldChange] = []
        for edit in edits where !edit.field.isPicture {
            switch edit.action {
            case .set:
                if case .digest = edit.want { throw .onlyDigest(edit.field) }
                if let text = edit.want?.normalised?.text { changes.append(FieldChange(edit.field, .write(text))) }
            case .clear: changes.append(FieldChange(edit.field, .clear))
            case .add:
                let removed = edits.filter { $0.field == edit.field && $0.action == .remove }
                let list = FieldList(
                    have: edit.have?.names ?? [], adds: edit.want?.normalised?.names ?? [],
                    removes: removed.flatMap { $0.want?.names ?? [] })
                let names = list.ordered(by: order[edit.field]?.names ?? [])
                changes.append(
                    FieldChange(
                        edit.field, .list(list.spelt(names, in: edit.field, spellings), new: list.new(of: names))))
            case .remove:
                let names = (edit.want?.names ?? []).flatMap { spellings.spellings(of: $0, in: edit.field) }
                changes.append(FieldChange(edit.field, .remove(names)))
            }
        }
        return changes
    }
}

/// The names a set shall hold: those it has, and additions, without removals.
private struct FieldList {
    let names: [String]
    private let fromPlex: Set<String>

    init(have: [String], adds: [String], removes: [String]) {
        let gone = Set(removes.map(nameKey))
        var seen: Set<String> = []
        names = (have + adds).filter { !gone.contains(nameKey($0)) && seen.insert(nameKey($0)).inserted }
        fromPlex = Set(have.map(nameKey))
    }

    func ordered(by wanted: [String]) -> [String] {
        var place: [String: Int] = [:]
        for (index, name) in wanted.enumerated() where place[nameKey(name)] == nil { place[nameKey(name)] = index }
        let keyed = names.enumerated().map { (place[nameKey($1)] ?? wanted.count, $0, $1) }
        return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    func new(of names: [String]) -> [String] { names.filter { !fromPlex.contains(nameKey($0)) } }

    /// What Plex has is sent as Plex writes it, else it would become a second tag.
    func spelt(_ names: [String], in field: Field, _ spellings: Spellings) -> [String] {
        names.flatMap { fromPlex.contains(nameKey($0)) ? spellings.spellings(of: $0, in: field) : [$0] }
    }
}
