import Database
import Ledger
import PlexAPI
import Queue
public import SyncModel

/// Whose writes are taken back. A job's row in the journal carries the reconciliation that asked for it last; what came
/// from a hook or a `sync` is found by its job alone.
public enum UndoSubject: Hashable, Sendable {
    case run(Int)
    case job(Int)
}

/// What an undo did, or would do.
public struct UndoReport: Sendable {
    /// Why a field is left as it is.
    public enum Why: String, Hashable, Sendable {
        case touched = "changed in Plex since"
        case writtenSince = "written again since"
        case itemGone = "its item is gone"
        case hadNoTitle = "a title cannot be emptied"
        case tooLong = "what was there is longer than a request to Plex can carry"
        case noOtherPicture = "Plex has no other picture to show"
        case notTaken = "Plex did not take it"
    }

    public struct Left: Hashable, Sendable {
        public let scene: Scene.ID
        public let target: Target
        public let field: Field
        public let why: Why
    }

    /// The edits that bring back what was there, one plan an item.
    public internal(set) var plans: [PlanReport] = []
    public internal(set) var left: [Left] = []
    /// Fields that were brought back; 0 in a dry run.
    public internal(set) var restored = 0
    public internal(set) var libraries: [Library] = []
    public var fields: Int { plans.reduce(0) { $0 + Set($1.plan.edits.map(\.field)).count } }
}

extension Engine {
    /// Restores value and lock of every field that a run's jobs wrote and nobody has touched since. Such a field is then kept
    /// like a person's edit until Stash's value changes.
    ///
    /// - Throws: ``EngineError``; what was done before a failure stays done and is not done twice.
    public func undo(_ subject: UndoSubject, isDryRun: Bool = false) async throws -> UndoReport {
        let servers = try await probe()
        let lease = try leases.take()
        defer { lease.end() }
        var lock: OSLock?
        while lock == nil {
            lock = try await takeWriterLock(servers, as: .undo(lease.name), within: .seconds(10))
            if lock == nil { activity.warn("A worker is writing to Plex; the undo goes on when it is done.") }
        }
        defer { lock?.release() }
        let rows = try await store.read { transaction in
            switch subject {
            case .run(let run): try Journal.rows(ofRun: run, server: servers.server, in: transaction)
            case .job(let job): try Journal.rows(ofJob: job, server: servers.server, in: transaction)
            }
        }
        var undoing = Undoing(engine: self, servers: servers, isDryRun: isDryRun)
        undoing.report.libraries = servers.plex.libraries
        let stories = FieldStory.stories(of: rows)
        let keys = Set(stories.map(\.target.ratingKey)).sorted { $0.rawValue < $1.rawValue }
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let some = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            try await undoing.work(some, stories.filter { some.contains($0.target.ratingKey) })
        }
        return undoing.report
    }
}

/// What happened to one field of one item in a run: from the first write's before to the last one's after.
struct FieldStory: Sendable {
    let first, last: Journal.Row
    let ids: [Int]
    var target: Target { first.entry.target }
    var field: Field { first.entry.field }

    static func stories(of rows: [Journal.Row]) -> [FieldStory] {
        struct Place: Hashable {
            let key: RatingKey
            let field: Field
        }
        let groups = Dictionary(grouping: rows) { Place(key: $0.entry.target.ratingKey, field: $0.entry.field) }
        return groups.values.compactMap { group in
            let sorted = group.sorted { $0.id < $1.id }
            guard let first = sorted.first, let last = sorted.last else { return nil }
            return FieldStory(first: first, last: last, ids: sorted.map(\.id))
        }.sorted { ($0.first.entry.scene, $0.field) < ($1.first.entry.scene, $1.field) }
    }

    /// Whether Plex still holds what the last write left there, under the lock that it set.
    func isUntouched(in item: Item) -> Bool {
        guard item.locked.contains(field) else { return false }
        let have = item.values[field]
        let left = last.wasReadBack ? last.found : last.entry.sent.isEmpty ? nil : last.entry.sent
        return isSameValue(have?.condensed(digest(of:)), left)
    }

    /// Whether value and lock are what they were before already: an undo was interrupted.
    func isBack(in item: Item) -> Bool {
        isSameValue(item.values[field], first.entry.prior) && item.locked.contains(field) == first.entry.wasLocked
    }

    /// Whether all of what was there can be sent.
    func fits(_ have: FieldValue?, _ spellings: Spellings) -> Bool {
        do throws(EditFault) {
            let requests = try EditRequests(for: target, changes(have, spellings))
            return requests.shortened.isEmpty && requests.tooLong.isEmpty
        } catch { return true }  // it is told when it is sent
    }

    /// The edits that bring the field back, for people to look at.
    func edits(_ have: FieldValue?) -> [Edit] {
        let prior = first.entry.prior
        guard field.isSet else {
            return [
                Edit(field: field, action: prior == nil ? .clear : .set, have: have, want: prior, reason: .undo)
            ]
        }
        let (old, now) = (prior?.names ?? [], have?.names ?? [])
        let gone = now.filter { name in !old.contains { nameKey($0) == nameKey(name) } }
        let back = old.filter { name in !now.contains { nameKey($0) == nameKey(name) } }
        var edits: [Edit] = []
        if !back.isEmpty {
            edits.append(Edit(field: field, action: .add, have: have, want: .names(back), reason: .undo))
        }
        if !gone.isEmpty {
            edits.append(Edit(field: field, action: .remove, have: have, want: .names(gone), reason: .undo))
        }
        return edits
    }

    /// The same as Plex is told, with the lock as it was.
    func changes(_ have: FieldValue?, _ spellings: Spellings) -> [FieldChange] {
        let locks = first.entry.wasLocked
        let edits = edits(have)
        if edits.isEmpty { return [FieldChange(field, .lockOnly, locks: locks)] }
        return edits.flatMap { edit -> [FieldChange] in
            switch edit.action {
            case .set: return [FieldChange(field, .write(edit.want?.text ?? ""), locks: locks)]
            case .clear: return [FieldChange(field, .clear, locks: locks)]
            case .add:
                let names = (first.entry.prior?.names ?? []).flatMap { spellings.spellings(of: $0, in: field) }
                let new = (edit.want?.names ?? []).flatMap { spellings.spellings(of: $0, in: field) }
                return [FieldChange(field, .list(names, new: new), locks: locks)]
            case .remove:
                let names = (edit.want?.names ?? []).flatMap { spellings.spellings(of: $0, in: field) }
                return [FieldChange(field, .remove(names), locks: locks)]
            }
        }
    }
}

/// Names are the same in any order and case; nothing is the same as an empty value.
func isSameValue(_ one: FieldValue?, _ other: FieldValue?) -> Bool {
    if one == other { return true }
    if one?.isEmpty ?? true, other?.isEmpty ?? true { return true }
    guard case .names(let one) = one, case .names(let other) = other else { return false }
    return Set(one.map(nameKey)) == Set(other.map(nameKey))
}
