import Database
import Ledger
import PlexAPI
import SyncModel

/// An undo at work, up to fifty items at a time, under the writer's lock.
struct Undoing: Sendable {
    let engine: Engine
    let servers: ProbedServers
    let isDryRun: Bool
    var report = UndoReport()

    mutating func work(_ keys: [RatingKey], _ all: [FieldStory]) async throws {
        let stories = all.filter { !$0.field.isPicture }
        let full = try await reading { [engine] () async throws(PlexError) in try await engine.plex.items(keys) }
        let items = Dictionary(full.items.map { ($0.ratingKey, $0) }, uniquingKeysWith: { first, _ in first })
        let chosen = try await choose(stories, items, full.spellings)
        for (_, group) in Dictionary(grouping: chosen, by: \.target).sorted(by: {
            $0.value[0].ids[0] < $1.value[0].ids[0]
        }) {
            guard let item = items[group[0].target.ratingKey] else { continue }
            let edits = group.flatMap { $0.edits(item.values[$0.field]) }
            report.plans.append(
                PlanReport(
                    plan: Plan(scene: group[0].first.entry.scene, target: group[0].target, edits: edits, kept: [])))
            if isDryRun { continue }
            try await send(group, item, full.spellings[item.ratingKey] ?? Spellings())
        }
        if !isDryRun, !chosen.isEmpty { try await readBack(chosen) }
        for story in all where story.field.isPicture {
            try await takeBackPicture(story, items[story.target.ratingKey])
        }
    }

    /// What can be brought back; the rest is reported with its reason.
    private mutating func choose(
        _ stories: [FieldStory], _ items: [RatingKey: Item], _ spellings: [RatingKey: Spellings]
    ) async throws -> [FieldStory] {
        let server = servers.server
        let writtenSince = try await engine.store.read { transaction in
            try stories.map {
                try Journal.wasWritten(
                    $0.field, of: $0.target.ratingKey, server: server, after: $0.ids.last ?? 0, in: transaction)
            }
        }
        var chosen: [FieldStory] = []
        for (story, isWritten) in zip(stories, writtenSince) {
            let key = story.target.ratingKey
            let why = isWritten ? .writtenSince : whyLeft(story, items[key], spellings[key] ?? Spellings())
            if let why { leave(story, why) } else { chosen.append(story) }
        }
        return chosen
    }

    /// `nil` where it can be brought back.
    private func whyLeft(_ story: FieldStory, _ item: Item?, _ spellings: Spellings) -> UndoReport.Why? {
        guard let item else { return .itemGone }
        if !story.isUntouched(in: item), !story.isBack(in: item) { return .touched }
        if story.field == .title, story.first.entry.prior == nil { return .hadNoTitle }
        return story.fits(item.values[story.field], spellings) ? nil : .tooLong
    }

    mutating func leave(_ story: FieldStory, _ why: UndoReport.Why) {
        report.left.append(
            UndoReport.Left(scene: story.first.entry.scene, target: story.target, field: story.field, why: why))
    }

    private func send(_ stories: [FieldStory], _ item: Item, _ spellings: Spellings) async throws {
        // From here on nothing of ours overwrites it, even if we end before the read-back.
        try await keep(stories) { known, story in known.undo(story) }
        let changes = stories.flatMap { $0.changes(item.values[$0.field], spellings) }
        let requests: EditRequests
        do throws(EditFault) { requests = try EditRequests(for: stories[0].target, changes) } catch {
            return engine.activity.warn(error.description)
        }
        for request in requests {
            try await reading { [engine] () async throws(PlexError) in try await engine.plex.edit(request) }
        }
    }

    func keep(
        _ stories: [FieldStory], _ change: @escaping @Sendable (inout FieldLedger, FieldStory) -> Void
    ) async throws {
        let (server, now) = (servers.server, engine.now())
        try await engine.store.write { transaction in
            for (target, group) in Dictionary(grouping: stories, by: \.target) {
                let ledger = try TargetLedgers.ledger(of: target.ratingKey, server: server, in: transaction)
                var fields = ledger.fields
                for story in group { change(&fields[story.field, default: FieldLedger()], story) }
                try TargetLedgers.put(
                    fields, of: target.ratingKey, server: server, over: ledger.version, writtenAt: now, in: transaction)
            }
        }
    }

    private mutating func readBack(_ stories: [FieldStory]) async throws {
        let keys = Array(Set(stories.map(\.target.ratingKey)))
        let full = try await reading { [engine] () async throws(PlexError) in try await engine.plex.items(keys) }
        let items = Dictionary(full.items.map { ($0.ratingKey, $0) }, uniquingKeysWith: { first, _ in first })
        var back: [FieldStory] = []
        for story in stories {
            if let item = items[story.target.ratingKey], story.isBack(in: item) {
                back.append(story)
            } else {
                leave(story, .notTaken)
            }
        }
        // What the ledger said before the run holds again, but for the wish that was taken back.
        try await keep(back) { known, story in
            known.takeBack(story)
        }
        let (done, now) = (back, engine.now())
        let moment = ReadMoment(at: now, plexSeconds: servers.plexSeconds(at: now))
        try await engine.store.write { [server = servers.server] transaction in
            try ItemIndex.putFull(full.items, server: server, moment: moment, in: transaction)
            try Journal.markUndone(done.flatMap(\.ids), at: now, in: transaction)
        }
        report.restored += back.count
    }
}

extension FieldLedger {
    /// What was sent is not sent again until Stash says something else. Where a later run was undone before, its wish is
    /// the one that Stash still has.
    mutating func undo(_ story: FieldStory) { undoneWant = undoneWant ?? story.last.entry.sent }

    /// What was known before the run holds again, but for the wish that was taken back.
    mutating func takeBack(_ story: FieldStory) {
        let undone = undoneWant ?? story.last.entry.sent
        self = story.first.entry.known
        undoneWant = undone
    }
}
