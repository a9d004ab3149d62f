import Ledger
import SyncModel

/// How the edits of an item were sent, as far as its read-back has to know.
struct SentEdits: Hashable, Sendable {
    /// Condensed.
    var edits: [Edit]
    /// Pictures that were sent, and are shown.
    var uploaded: Set<Field> = []
    /// See ``ItemPlan/shortened``, ``ItemPlan/divided``, ``ItemPlan/unseen`` and ``ItemPlan/late``.
    var shortened: [Field: String] = [:]
    var divided: [Field: [String]] = [:]
    var unseen: Set<Field> = []
    var late: [Field: LateWrite] = [:]
}

/// What an earlier request, whose end nobody saw, would make of a field should it arrive now.
struct LateWrite: Hashable, Sendable {
    /// Of a scalar.
    var value: FieldValue?
    /// Of a set: keys of names that we do not send.
    var adds: Set<String> = []
    /// Of a set: keys of names that Plex has and we send.
    var removes: Set<String> = []
}

extension ItemPlan {
    var sent: SentEdits {
        SentEdits(
            edits: edits, uploaded: uploaded, shortened: shortened, divided: divided, unseen: unseen, late: late)
    }
}

/// What a read-back says of the fields that were written (`DESIGN.md` 5).
struct ReadBackFinding: Hashable, Sendable {
    /// The ledger of the item after it.
    var fields: [Field: FieldLedger] = [:]
    /// Fields that Plex keeps in a form of its own.
    var storedOtherwise: [Field] = []
    /// Fields that are as before the write.
    var unchanged: [Field] = []
    /// Sets of which Plex kept only the last part of a divided list.
    var replaced: [Field] = []
    private let sent: SentEdits

    /// - Parameters:
    ///   - before: The item as it was before, condensed; `after` as it is now.
    ///   - findings: The comparison of `after` with the scene, over `known`.
    init(
        _ sent: SentEdits, before: Item, after: Item, known: [Field: FieldLedger], findings: [FieldFinding]
    ) {
        self.sent = sent
        let edits = sent.edits
        fields = known
        for finding in findings { fields[finding.field] = finding.taught(known[finding.field] ?? FieldLedger()) }
        for field in Set(edits.map(\.field)).sorted() {
            let own = edits.filter { $0.field == field }
            fields[field, default: FieldLedger()].undoneWant = nil
            if field.isPicture {
                if !sent.uploaded.contains(field) {
                    unchanged.append(field)
                    continue
                }
                fields[field]?.base = after.values[field] ?? .text("")
                fields[field]?.isStoredOtherwise = true
            } else if field.isSet {
                judgeSet(field, own, before: before.values[field], after: after.values[field])
            } else {
                judgeScalar(
                    field, own, before: before.values[field], after: after.values[field],
                    isLocked: after.locked.contains(field))
            }
        }
        followPictures(edits, before, after)
    }

    /// Our own edit of another field moved the time at the end of a picture's address.
    private mutating func followPictures(_ edits: [Edit], _ before: Item, _ after: Item) {
        for field in [Field.poster, .art] where !edits.contains(where: { $0.field == field }) {
            guard let base = fields[field]?.base, base == before.values[field] else { continue }
            fields[field]?.base = after.values[field]
        }
    }

    private mutating func judgeScalar(
        _ field: Field, _ edits: [Edit], before: FieldValue?, after: FieldValue?, isLocked: Bool
    ) {
        guard let edit = edits.first else { return }
        let wanted = edit.action == .clear ? nil : edit.want
        if after == wanted {
            fields[field]?.base = after ?? .text("")
        } else if after == before, !isCut(field, after) {
            unchanged.append(field)
            // Plex took our lock and left the value: under that lock it is no person's, and is to be replaced yet.
            if isLocked { fields[field]?.base = after ?? .text("") }
        } else if let late = sent.late[field]?.value, after ?? .text("") == late {
            // The request of a worker that is gone overtook ours: what it wrote is ours, and no form of what we sent.
            unchanged.append(field)
            fields[field]?.base = after ?? .text("")
        } else {
            fields[field]?.base = after ?? .text("")
            fields[field]?.isStoredOtherwise = true
            storedOtherwise.append(field)
        }
    }

    /// Whether Plex holds what was sent of a text that was too long: it may have held that before.
    private func isCut(_ field: Field, _ value: FieldValue?) -> Bool {
        guard let text = sent.shortened[field], let value else { return false }
        return value == FieldValue.text(text).normalised?.condensed(digest(of:))
    }

    private mutating func judgeSet(_ field: Field, _ edits: [Edit], before: FieldValue?, after: FieldValue?) {
        let (old, new) = (Set((before?.names ?? []).map(nameKey)), Set((after?.names ?? []).map(nameKey)))
        let added = edits.filter { $0.action == .add }.flatMap { $0.want?.names ?? [] }
        let removed = edits.filter { $0.action == .remove }.flatMap { $0.want?.names ?? [] }
        let lacking = added.filter { !new.contains(nameKey($0)) }
        let left = removed.filter { new.contains(nameKey($0)) }
        let strange = (after?.names ?? []).filter {
            !old.contains(nameKey($0)) && !added.map(nameKey).contains(nameKey($0))
        }
        if isOvertaken(field, old: old, after: after, added: Set(added.map(nameKey))) { return unchanged.append(field) }
        // Where some names arrived and others did not, Plex took the edit, and keeps no form of the others.
        let hasNothing = !lacking.isEmpty && lacking.count == added.count && strange.isEmpty
        if !left.isEmpty || (hasNothing && !isFolded(lacking, into: before, field)) { return unchanged.append(field) }
        let missed = Set(lacking.map(nameKey))
        if let early = sent.divided[field], early.allSatisfy({ missed.contains(nameKey($0)) }) {
            return replaced.append(field)
        }
        if lacking.isEmpty { return keepForms(field, shown: new, added: Set(added.map(nameKey))) }
        let base = (fields[field]?.base?.names ?? []).filter { name in
            !lacking.contains { nameKey($0) == nameKey(name) }
        }
        fields[field]?.base = .names(base + strange)
        fields[field]?.isStoredOtherwise = true
        storedOtherwise.append(field)
    }

    /// Whether the request of a worker that is gone arrived after the item was read. What it added is ours, and to be
    /// removed; what it took away no person did, and is to be added again.
    private mutating func isOvertaken(_ field: Field, old: Set<String>, after: FieldValue?, added: Set<String>) -> Bool
    {
        guard let late = sent.late[field] else { return false }
        let names = after?.names ?? []
        let new = Set(names.map(nameKey))
        let strange = names.filter { late.adds.contains(nameKey($0)) && !old.contains(nameKey($0)) }
        if strange.isEmpty, late.removes.isSubset(of: new) { return false }
        let lost = old.union(added).subtracting(new)
        let base = (fields[field]?.base?.names ?? []).filter { !lost.contains(nameKey($0)) }
        fields[field]?.base = .names(base + strange)
        return true
    }

    /// Whether an earlier write of the same, whose end nobody saw, has left these names in forms of Plex's own: cut, or
    /// with other blanks.
    private func isFolded(_ lacking: [String], into before: FieldValue?, _ field: Field) -> Bool {
        guard sent.unseen.contains(field) else { return false }
        let shown = (before?.names ?? []).map { nameKey($0).filter { !$0.isWhitespace } }
        return lacking.allSatisfy { name in
            let whole = nameKey(name).filter { !$0.isWhitespace }
            return shown.contains { !$0.isEmpty && whole.hasPrefix($0) }
        }
    }

    /// A wanted name that is neither shown, nor ours, nor was just added is one that an earlier write left in a form of
    /// Plex's own: this write has not changed that.
    private mutating func keepForms(_ field: Field, shown: Set<String>, added: Set<String>) {
        let base = Set((fields[field]?.base?.names ?? []).map(nameKey))
        let wanted = Set((fields[field]?.written?.names ?? []).map(nameKey))
        if !wanted.subtracting(shown).subtracting(base).subtracting(added).isEmpty {
            fields[field]?.isStoredOtherwise = true
        }
    }
}
