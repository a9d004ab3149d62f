import Database
import Ledger
import PlexAPI
import SyncModel

extension Undoing {
    /// Shows the picture again that was shown before ours: an earlier one of ours by its name, else the first that nobody
    /// uploaded. Plex does not say which one that was, and keeps what was uploaded.
    mutating func takeBackPicture(_ story: FieldStory, _ item: Item?) async throws {
        guard let kind = PictureKind(story.field), let item else { return leave(story, .itemGone) }
        let (server, key) = (servers.server, story.target.ratingKey)
        let (isWritten, upload) = try await engine.store.read { transaction in
            let isWritten = try Journal.wasWritten(
                story.field, of: key, server: server, after: story.ids.last ?? 0, in: transaction)
            return (isWritten, try Uploads.find(story.field, of: key, server: server, in: transaction))
        }
        if isWritten { return leave(story, .writtenSince) }
        let candidates = try await candidates(kind, key)
        let before = story.pictureBefore(among: candidates)
        let shown = ShownPicture(candidates)
        let isBack = before.map(\.isSelected) ?? false
        let isOurs = shown.isPicture(story.last.entry.sent, uploaded: upload) && item.locked.contains(story.field)
        guard isOurs || isBack else { return leave(story, .touched) }
        guard let before else { return leave(story, .noOtherPicture) }
        let edit = Edit(field: story.field, action: .set, have: nil, want: nil, reason: .undo)
        report.plans.append(
            PlanReport(
                plan: Plan(scene: story.first.entry.scene, target: story.target, edits: [edit], kept: [])))
        if isDryRun { return }
        try await select(before, kind, story)
        guard try await self.candidates(kind, key).contains(where: { $0.isSelected && $0.key == before.key }) else {
            return leave(story, .notTaken)
        }
        try await keep([story]) { known, story in known.takeBack(story) }
        let now = engine.now()
        try await engine.store.write { try Journal.markUndone(story.ids, at: now, in: $0) }
        report.restored += 1
    }

    private func candidates(_ kind: PictureKind, _ key: RatingKey) async throws -> [PictureCandidate] {
        try await reading { [engine] () async throws(PlexError) in try await engine.plex.pictures(kind, of: key) }
    }

    private func select(_ picture: PictureCandidate, _ kind: PictureKind, _ story: FieldStory) async throws {
        // From here on nothing of ours overwrites it, even if we end before the read-back.
        try await keep([story]) { known, story in known.undo(story) }
        try await reading { [engine] () async throws(PlexError) in
            try await engine.plex.select(picture, as: kind, of: story.target.ratingKey)
            try await engine.plex.lock(kind, of: story.target, locked: story.first.entry.wasLocked)
        }
    }
}

extension FieldStory {
    fileprivate func pictureBefore(among candidates: [PictureCandidate]) -> PictureCandidate? {
        guard case .digest(let sha1) = first.entry.known.written else { return candidates.first { !$0.isUpload } }
        return candidates.first { $0.key.hasSuffix("/\(sha1)") }
    }
}
