import SyncModel
import TestSupport

/// A tiny model of Plex and of a delivery: it stores what is set, adds and removes names, locks every field it is told to
/// write, and is read back into the ledger.
struct ToyPlex {
    var item: Item
    var ledger: [Field: FieldLedger]
    /// How many characters of a text or a name it keeps.
    var longest = Int.max

    mutating func apply(_ findings: [FieldFinding], wants: Wants) {
        for finding in findings {
            let field = finding.field
            var known = finding.taught(ledger[field] ?? FieldLedger())
            if !finding.edits.isEmpty {
                let before = item.values[field]
                known.written = wants.values[field] ?? (field.isSet ? .names([]) : .text(""))
                for edit in finding.edits { apply(edit) }
                item.locked.insert(field)
                readBack(field, before, into: &known)
            }
            ledger[field] = known
        }
    }

    private mutating func apply(_ edit: Edit) {
        let have = item.values[edit.field]
        switch edit.action {
        case .set: item.values[edit.field] = edit.want.map(cut)
        case .clear: item.values[edit.field] = nil
        case .add:
            item.values[edit.field] = cut(.names((have?.names ?? []) + (edit.want?.names ?? []))).normalised
        case .remove:
            let gone = Set((edit.want?.names ?? []).map(nameKey))
            let left = (have?.names ?? []).filter { !gone.contains(nameKey($0)) }
            item.values[edit.field] = left.isEmpty ? nil : .names(left)
        }
    }

    fileprivate func cut(_ value: FieldValue) -> FieldValue {
        switch value {
        case .text(let text): .text(String(text.prefix(longest)))
        case .names(let names): .names(names.map { String($0.prefix(longest)) })
        case .digest: value
        }
    }

    private func readBack(_ field: Field, _ before: FieldValue?, into known: inout FieldLedger) {
        let found = item.values[field]
        guard field.isSet else {
            known.base = found ?? .text("")
            known.isStoredOtherwise = known.base != known.written
            return
        }
        let others = Set((before?.names ?? []).map(nameKey)).subtracting((known.base?.names ?? []).map(nameKey))
        let wanted = Set((known.written?.names ?? []).map(nameKey))
        let ours = (found?.names ?? []).filter { !others.contains(nameKey($0)) || wanted.contains(nameKey($0)) }
        // What a person took out and Stash still says stays known as ours, or it would be added again.
        let held = Set(ours.map(nameKey))
        let takenOut = (known.base?.names ?? []).filter { wanted.contains(nameKey($0)) && !held.contains(nameKey($0)) }
        known.base = .names(ours + takenOut)
        known.isStoredOtherwise = !wanted.isSubset(of: held.union(takenOut.map(nameKey)))
    }
}

/// A comparison of everything at once, made up at random.
struct RandomCase {
    var plex: ToyPlex
    var wants: Wants
    let imported: ImportedSync?
    let policy: PlexEditsPolicy
    let fields: [Field]

    init(longest: Int = .max, _ numbers: inout SeededNumbers) {
        let toy = ToyPlex(
            item: Item(ratingKey: RatingKey(rawValue: "1"), library: Library.Key(rawValue: "1"), isFull: true),
            ledger: [:],
            longest: longest)
        plex = toy
        fields = Field.allCases.filter { !$0.isPicture }
        wants = Wants(values: [:], hasMetadata: numbers.happens(0.8))
        for field in fields {
            wants.values[field] = Self.value(field, &numbers)
            plex.item.values[field] = Self.value(field, &numbers).flatMap { toy.cut($0).normalised }
            if numbers.happens(0.4) { plex.item.locked.insert(field) }
            if numbers.happens(0.6) {
                plex.ledger[field] = FieldLedger(
                    base: numbers.happens(0.7) ? Self.value(field, &numbers).flatMap { toy.cut($0).normalised } : nil,
                    written: numbers.happens(0.5) ? Self.value(field, &numbers) : nil,
                    undoneWant: numbers.happens(0.1) ? Self.value(field, &numbers) : nil,
                    hasImportedLock: numbers.happens(0.1))
            }
        }
        if numbers.happens(0.2) { wants.partialDate = PartialDate(text: "2023-05") }
        let sync = ImportedSync(
            at: Instant(seconds: 0), claims: numbers.happens(0.5), ignoresLocks: numbers.happens(0.5))
        imported = numbers.happens(0.3) ? sync : nil
        policy = numbers.happens(0.7) ? .keep : .overwrite
    }

    private static func value(_ field: Field, _ numbers: inout SeededNumbers) -> FieldValue? {
        if field.isSet {
            return FieldValue.names(numbers.some(of: ["Ann", "bob", "Carla", "Dorothea", "BOB"])).normalised
        }
        if field == .date { return numbers.pick([nil, .text("2023-05-17"), .text("2024-01-01")]) }
        return numbers.pick([nil, .text("Ann"), .text("Bobby"), .text("Dorothea")])
    }

    func compare(first: Bool) -> [FieldFinding] {
        FieldComparer(policy: policy).compare(
            wants, with: plex.item, fields: fields, ledger: plex.ledger, imported: first ? imported : nil)
    }
}
