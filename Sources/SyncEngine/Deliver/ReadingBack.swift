import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// Reads all items of a batch back, in one request: a job is done when Plex shows it, not when it said 200.
struct ReadingBack: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        let keys = work.planned.filter { $0.state == .sent }.map(\.target.ratingKey)
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let some = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            let full: FullItems
            do { full = try await engine.plex.items(some) } catch .cancelled { throw CancellationError() } catch {
                let judged = try await batch.gates.judged(Failure(error))
                if judged.stopsBatch { throw judged }
                work.note(judged)
                for place in work.planned.indices where some.contains(work.planned[place].target.ratingKey) {
                    work.planned[place].failure = judged.ending()
                }
                continue
            }
            work.answered(.plex)
            let byKey = Dictionary(full.items.map { ($0.ratingKey, $0) }, uniquingKeysWith: { first, _ in first })
            for place in work.planned.indices where work.planned[place].state == .sent {
                guard some.contains(work.planned[place].target.ratingKey) else { continue }
                work.planned[place].after = byKey[work.planned[place].target.ratingKey]
                work.planned[place].state = .readBack
                try await confirmPictures(&work.planned[place])
            }
        }
    }

    /// The item itself shows an address that moves with any edit; only the list of its pictures says which one is shown.
    /// That is one request for each upload.
    private func confirmPictures(_ plan: inout ItemPlan) async throws {
        for (kind, sha1, before) in plan.pictures where plan.uploaded.contains(kind.field) {
            let candidates: [PictureCandidate]
            do {
                candidates = try await engine.plex.pictures(kind, of: plan.target.ratingKey)
            } catch .cancelled {
                throw CancellationError()
            } catch .notFound { continue } catch {
                plan.uploaded.remove(kind.field)
                continue
            }
            // A release that does not say which one is shown has to be believed.
            guard candidates.contains(where: \.isSelected) else { continue }
            let shown = ShownPicture(candidates)
            // Another upload than our last is the new one, by whatever name.
            if case .upload(let name) = shown,
                name.hasSuffix("/\(sha1)") || name != before?.name || sha1 == before?.sha1
            {
                plan.uploads[kind.field] = Upload(name: name, sha1: sha1)
            } else {
                plan.uploaded.remove(kind.field)
            }
        }
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

    /// - Parameters:
    ///   - edits: What was sent, condensed.
    ///   - uploaded: Pictures that were sent, and are shown.
    ///   - before: The item as it was before, condensed; `after` as it is now.
    ///   - findings: The comparison of `after` with the scene, over `known`.
    init(
        edits: [Edit], uploaded: Set<Field> = [], before: Item, after: Item, known: [Field: FieldLedger],
        findings: [FieldFinding]
    ) {
        fields = known
        for finding in findings { fields[finding.field] = finding.taught(known[finding.field] ?? FieldLedger()) }
        for field in Set(edits.map(\.field)).sorted() {
            let own = edits.filter { $0.field == field }
            fields[field, default: FieldLedger()].undoneWant = nil
            if field.isPicture {
                if !uploaded.contains(field) {
                    unchanged.append(field)
                    continue
                }
                fields[field]?.base = after.values[field] ?? .text("")
                fields[field]?.isStoredOtherwise = true
            } else if field.isSet {
                judgeSet(field, own, before: before.values[field], after: after.values[field])
            } else {
                judgeScalar(field, own, before: before.values[field], after: after.values[field])
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

    private mutating func judgeScalar(_ field: Field, _ edits: [Edit], before: FieldValue?, after: FieldValue?) {
        guard let edit = edits.first else { return }
        let wanted = edit.action == .clear ? nil : edit.want
        if after == wanted {
            fields[field]?.base = after ?? .text("")
        } else if after == before {
            unchanged.append(field)
        } else {
            fields[field]?.base = after ?? .text("")
            fields[field]?.isStoredOtherwise = true
            storedOtherwise.append(field)
        }
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
        // Where some names arrived and others did not, Plex took the edit, and keeps no form of the others.
        let hasNothing = !lacking.isEmpty && lacking.count == added.count && strange.isEmpty
        if !left.isEmpty || hasNothing { return unchanged.append(field) }
        if lacking.isEmpty { return keepForms(field, shown: new, added: Set(added.map(nameKey))) }
        let base = (fields[field]?.base?.names ?? []).filter { name in
            !lacking.contains { nameKey($0) == nameKey(name) }
        }
        fields[field]?.base = .names(base + strange)
        fields[field]?.isStoredOtherwise = true
        storedOtherwise.append(field)
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
