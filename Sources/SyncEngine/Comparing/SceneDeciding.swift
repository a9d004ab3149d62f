import Database
import Ledger
import StashAPI
import SyncModel

/// Brings one scene to its outcome: the first that holds, in the order of `DESIGN.md` 4.6.
struct SceneDeciding: Sendable {
    var assessing: Assessing
    let judge: SceneJudge
    /// What the scene index depends on: ``ProbedServers/fingerprint``.
    let fingerprint: String
    let names: EntityNames
    let asked: Asked
    let mayAsk: MayAsk
    /// `sync SCENE --clear`: a scene that Stash knows nothing of any more may clear what is ours.
    var clears = false

    struct Decision: Sendable {
        let scanned: ScannedScene
        var lessons: [Lesson] = []
        /// What a reconciliation writes where nothing is to be written to Plex.
        var settling: [Settling] = []
        /// What the first reading after an import writes, by whatever command.
        var firstReadings: [Settling] = []
        /// Whether it rests on nothing but the rows of the scene, of the items that have its full path, and of what is
        /// remembered of both.
        var restsOnPaths = false
        /// What must be asked before this is more than a guess.
        var needs = Needs()

        /// Where what was needed could not be had: items that are not known make their scene unreadable.
        var settledForGood: Decision {
            if needs.items.isEmpty, needs.owners.isEmpty, needs.pictures.isEmpty { return self }
            return Decision(scanned: .unreadable(scanned.verdict.scene))
        }
    }

    struct Needs: Sendable {
        var items: Set<RatingKey> = []
        var scenes: Set<Scene.ID> = []
        /// Scenes whose covers are to be looked at, and pictures of which it is not known whether they are ours.
        var covers: Set<Scene.ID> = []
        var pictures: Set<PictureOfItem> = []
        /// Paths in Stash whose scenes are to be asked for.
        var owners: Set<String> = []
        var listings: Set<Library.Key> = []

        var isEmpty: Bool {
            items.isEmpty && scenes.isEmpty && owners.isEmpty && listings.isEmpty && covers.isEmpty && pictures.isEmpty
        }

        mutating func formUnion(_ other: Needs) {
            items.formUnion(other.items)
            scenes.formUnion(other.scenes)
            owners.formUnion(other.owners)
            covers.formUnion(other.covers)
            pictures.formUnion(other.pictures)
            listings.formUnion(other.listings)
        }
    }

    func knowing(_ contents: LedgerContents) -> SceneDeciding {
        var deciding = self
        deciding.assessing.contents = contents
        return deciding
    }

    /// - Parameter cover: What is known of the scene's cover.
    func decide(
        _ row: SceneRow, _ match: MatchResult, cover: Cover? = nil, in transaction: ReadTransaction
    ) throws -> Decision {
        var row = row
        if clears { row.wants.hasMetadata = true }
        let standing = SceneStanding(
            id: row.id, title: row.title, files: row.files,
            wantsSomething: !row.wants.values.isEmpty || clears || mayHaveCover(row, cover))
        switch judge.rule(on: standing, match) {
        case .ends(let outcome): return end(row, outcome, match)
        case .missing(let gap, let libraries): return decideMissing(row, match, gap, libraries)
        case .compares(let targets): return try compare(row, match, targets, cover, in: transaction)
        }
    }

    private func compare(
        _ row: SceneRow, _ match: MatchResult, _ targets: [Target], _ cover: Cover?, in transaction: ReadTransaction
    ) throws -> Decision {
        if targets.contains(where: { asked.unreadableItems.contains($0.ratingKey) }) {
            return end(row, .unreadable, match)
        }
        let assessments = try targets.compactMap { try assessing.assess(row, $0, in: transaction) }
        if let shared = sharedByOthers(row, match, assessments) { return shared }
        let unknown = zip(targets, assessments).filter { !$1.isDecisive }.map(\.0.ratingKey)
        if assessments.count != targets.count || !unknown.isEmpty {
            // An item read in this very run that still does not decide is not to be understood.
            var decision = end(row, .unreadable, match)
            let wanted = assessments.count == targets.count ? unknown : targets.map(\.ratingKey)
            decision.needs.items = Set(wanted.filter { !asked.items.contains($0) })
            return decision
        }
        if let open = openPictures(row, match, cover, assessments) { return open }
        return conclude(row, match, assessments)
    }

    private func mayHaveCover(_ row: SceneRow, _ cover: Cover?) -> Bool {
        assessing.comparesPictures && !isCoverKnown(row, cover)
    }

    private func isCoverKnown(_ row: SceneRow, _ cover: Cover?) -> Bool {
        asked.covers.contains(row.id) || cover?.isCurrent(for: row) == true
    }

    /// What must be asked of the scene's cover, or of the pictures of its items; `nil` where that is known.
    private func openPictures(
        _ row: SceneRow, _ match: MatchResult, _ cover: Cover?, _ assessments: [Assessing.Assessment]
    ) -> Decision? {
        guard assessing.comparesPictures else { return nil }
        var decision = end(row, .unreadable, match)
        if !isCoverKnown(row, cover) {
            decision.needs.covers = [row.id]
            return decision
        }
        decision.needs.pictures = Set(assessments.flatMap(\.openPictures))
        return decision.needs.pictures.isEmpty ? nil : decision
    }

    /// Without all scenes known, whether another scene owns a file of one of the items; `nil` where none does.
    private func sharedByOthers(
        _ row: SceneRow, _ match: MatchResult, _ assessments: [Assessing.Assessment]
    ) -> Decision? {
        guard mayAsk.aboutOwners else { return nil }
        let paths = Set(
            assessments.filter { $0.item.parts.count > 1 }.flatMap { assessment in
                assessment.item.parts.flatMap { judge.missing.paths.toStash($0.file) }
            })
        let isShared = paths.contains { path in (asked.owners[path] ?? []).contains { $0 != row.id } }
        if isShared {
            return end(row, .ambiguous, .ambiguous(.twoScenesInOneItem, candidates: match.targets))
        }
        let unknown = paths.filter { asked.owners[$0] == nil }
        if unknown.isEmpty { return nil }
        var decision = end(row, .unreadable, match)
        decision.needs.owners = unknown
        return decision
    }

    private func conclude(
        _ row: SceneRow, _ match: MatchResult, _ assessments: [Assessing.Assessment]
    ) -> Decision {
        let comparisons = assessments.map(\.comparison)
        let verdict = SceneVerdict(
            scene: row.id, title: row.title, path: row.files.first?.path, comparisons: comparisons)
        var decision = Decision(scanned: scanned(row, verdict, match, comparisons))
        // Of an import the item's time is compared with a time of the import's.
        if case .targets(_, .path) = match { decision.restsOnPaths = assessments.allSatisfy { $0.imported == nil } }
        decision.lessons = assessments.compactMap { assessing.lesson(of: $0) }
        // A cover that could not be looked at was not compared.
        let isSettled = (verdict.gap.map(\.wouldWriteNothing) ?? true) && asked.coverFailures[row.id] == nil
        for assessment in assessments {
            let key = assessment.comparison.target.ratingKey
            let now = SyncRecord(lastSynced: row.updatedAt, said: row.wants.values)
            if isSettled, assessment.record.map({ isOther($0, now) }) ?? true {
                decision.settling.append(Settling(scene: row.id, key: key, record: now))
            }
            if assessment.imported != nil, let record = assessment.record {
                let first = SyncRecord(lastSynced: record.lastSynced, said: row.wants.values)
                decision.firstReadings.append(Settling(scene: row.id, key: key, record: first))
                if !isSettled { decision.settling.append(Settling(scene: row.id, key: key, record: first)) }
            }
        }
        return decision
    }

    private func isOther(_ one: SyncRecord, _ other: SyncRecord) -> Bool {
        one.lastSynced != other.lastSynced || one.said != other.said
    }

    private func decideMissing(
        _ row: SceneRow, _ match: MatchResult, _ gap: Gap, _ libraries: [Library]
    ) -> Decision {
        var decision = Decision(
            scanned: scanned(
                row, SceneVerdict(scene: row.id, outcome: .gap, gap: gap), match, [], libraries: libraries))
        if mayAsk.aboutMoves(of: row.id), !asked.scenes.contains(row.id) { decision.needs.scenes = [row.id] }
        decision.needs.listings = confirmingListings(row)
        return decision
    }

    /// The library to be listed once more, where only that keeps the scene from being missing for sure.
    private func confirmingListings(_ row: SceneRow) -> Set<Library.Key> {
        guard let place = judge.missing.surePlace(of: row.files), let known = judge.libraries[place.library.key],
            let appeared = judge.missing.appeared(row.files),
            judge.missing.wasScanned(place.library, since: appeared),
            let listedAt = known.listedAt, listedAt < appeared,
            known.confirmedAt.map({ $0 <= mayAsk.hourAgo || $0 > mayAsk.now }) ?? true
        else { return [] }
        return [place.library.key]
    }

    private func end(_ row: SceneRow, _ outcome: Outcome, _ match: MatchResult) -> Decision {
        Decision(scanned: scanned(row, SceneVerdict(scene: row.id, outcome: outcome), match, []))
    }

    /// A scene with the verdict of an earlier look.
    func takingOver(_ verdict: SceneVerdict, of row: SceneRow) -> ScannedScene {
        ScannedScene(
            verdict: verdict, subject: verdict.gap == nil ? nil : names.subject(of: row),
            libraries: verdict.gap.map { judge.libraries(of: $0) } ?? [], comparisons: [], match: .none)
    }

    private func scanned(
        _ row: SceneRow, _ verdict: SceneVerdict, _ match: MatchResult, _ comparisons: [TargetComparison],
        libraries own: [Library] = []
    ) -> ScannedScene {
        guard let gap = verdict.gap else {
            return ScannedScene(
                verdict: verdict, subject: nil, libraries: [], comparisons: comparisons, match: match)
        }
        return ScannedScene(
            verdict: verdict, subject: names.subject(of: row),
            libraries: judge.libraries(of: gap, belongingTo: own), comparisons: comparisons, match: match,
            mark: stateMark(of: row, targets: gap.targets, under: fingerprint))
    }
}

/// What a decision may ask for beyond the indexes.
struct MayAsk: Sendable {
    /// Whether it is not known of every file which scene owns it.
    let aboutOwners: Bool
    let now: Instant
    private let readNow: Set<Scene.ID>?
    private let showsMoves: Bool

    var hourAgo: Instant { now.advanced(seconds: -3600) }

    init(_ scenes: SceneKnowledge, _ servers: ProbedServers, now: Instant) {
        aboutOwners = !scenes.isComplete
        readNow = scenes.readNow
        showsMoves = servers.stash.offers.contains(.filesFilter)
        self.now = now
    }

    /// Whether the scene's files may have moved without Stash having been able to say so.
    func aboutMoves(of scene: Scene.ID) -> Bool { !showsMoves && readNow.map { !$0.contains(scene) } ?? false }
}
