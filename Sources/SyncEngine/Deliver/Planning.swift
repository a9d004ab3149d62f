import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// Works out what each item gets and writes that down, before anything is sent: the values as `written` in the ledger, what
/// was there before in the journal. All in one transaction, over the ledger as it is now.
struct Planning: Sendable {
    let batch: Batch
    let work: BatchWork
    private var engine: Engine { batch.engine }

    func planned() async throws -> [ItemPlan] {
        let now = engine.now()
        return try await engine.store.write { [self] transaction in
            let rows = try SceneIndex.rows(Set(work.planned.map(\.scene)), in: transaction)
            let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            var judge = EmptyingJudge(engine: engine, servers: work.known.servers, now: now)
            return try work.planned.map { open in
                var plan = open
                guard var row = byID[plan.scene], let job = work.jobOfScene[plan.scene] else {
                    plan.state = .failed
                    return plan
                }
                if batch.clears { row.wants.hasMetadata = true }
                try Covers.complete(&row.wants, of: row.id, engine.settings.fields.enabled, in: transaction)
                try self.plan(&plan, row, job, &judge, at: now, in: transaction)
                return plan
            }
        }
    }

    private func plan(
        _ plan: inout ItemPlan, _ row: SceneRow, _ job: Job, _ judge: inout EmptyingJudge, at now: Instant,
        in transaction: WriteTransaction
    ) throws {
        let server = work.known.servers.server
        let assessing = Assessing(engine: engine, servers: work.known.servers)
        guard let assessment = try assessing.assess(row, plan.target, in: transaction),
            let full = work.items.items[plan.target.ratingKey]
        else {
            plan.failure = Ending(
                .tryAgain(), error: "Its item is not in Plex any more; it is looked for anew.", code: "item-gone")
            plan.state = .failed
            return
        }
        plan.before = full.condensed
        var emptied: Set<Field> = []
        if let entry = batch.saved?.entry(plan.scene, plan.target) {
            let choice = SavedChoice(entry, assessment.comparison.findings, assessment.item)
            (plan.choice, plan.edits) = (choice, choice.edits)
        }
        for finding in assessment.comparison.findings where !finding.edits.isEmpty && plan.choice == nil {
            if FieldsEmptied.isEmptied(by: finding.edits) {
                let place = Journal.Place(server: server, key: plan.target.ratingKey, field: finding.field)
                guard try judge.lets(place, of: job, isByHand: batch.isByHand, in: transaction) else {
                    plan.held.append(finding.field)
                    continue
                }
                if judge.counts(job, isByHand: batch.isByHand) { emptied.insert(finding.field) }
            }
            plan.edits += finding.edits
        }
        if plan.edits.isEmpty {
            plan.state = .nothingToSend
            return
        }
        plan.pictures = try plan.edits.compactMap { edit in
            guard let kind = PictureKind(edit.field), case .digest(let sha1) = edit.want else { return nil }
            let before = try Uploads.find(edit.field, of: plan.target.ratingKey, server: server, in: transaction)
            return (kind, sha1, before)
        }
        guard makeRequests(&plan, full) else { return }
        try note(&plan, row, job, assessment.ledger, full, emptied: emptied, at: now, server, in: transaction)
    }

    /// - Returns: Whether there is something that can be sent.
    private func makeRequests(_ plan: inout ItemPlan, _ full: Item) -> Bool {
        let wants = work.scenes[plan.scene].map { Wants(of: $0, engine.settings.fields).values } ?? [:]
        let whole = plan.edits.map { edit in
            Edit(
                field: edit.field, action: edit.action,
                have: edit.field.isSet ? edit.have : full.values[edit.field],
                want: edit.field.isSet ? edit.want : edit.want.map { wants[edit.field] ?? $0 }, reason: edit.reason)
        }
        let spellings = work.items.spellings[plan.target.ratingKey] ?? Spellings()
        let locks = plan.pictures.map(\.kind.field).filter { !full.locked.contains($0) }.map {
            FieldChange($0, .lockOnly)
        }
        do throws(EditFault) {
            let changes = try FieldChange.changes(for: whole, order: wants, spellings: spellings)
            let requests = try EditRequests(for: plan.target, changes)
            (plan.requests, plan.shortened) = (requests.requests, requests.shortened)
            (plan.divided, plan.tooLong) = (requests.divided, requests.tooLong)
            plan.requestsWithLocks = try EditRequests(for: plan.target, changes + locks).requests
            if plan.requests.isEmpty, plan.pictures.isEmpty, plan.tooLong.isEmpty { plan.state = .nothingToSend }
            return plan.state != .nothingToSend
        } catch {
            plan.failure = Ending(.giveUp, error: error.description, code: error.code)
            plan.state = .failed
            return false
        }
    }

    private func note(
        _ plan: inout ItemPlan, _ row: SceneRow, _ job: Job, _ ledger: TargetLedger, _ full: Item, emptied: Set<Field>,
        at now: Instant, _ server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        var fields = ledger.fields
        for field in Set(plan.edits.map(\.field)).sorted() {
            let known = fields[field] ?? FieldLedger()
            let sent = row.wants.values[field] ?? (field.isSet ? .names([]) : .text(""))
            if field.isSet, known.written == sent, !known.isStoredOtherwise,
                try Journal.isUnseen(field, of: plan.target.ratingKey, server: server, in: transaction)
            {
                plan.unseen.insert(field)
            }
            plan.late[field] = known.lateWrite(than: plan.before?.values[field], field, sending: sent)
            let entry = Journal.Entry(
                run: job.run, job: job.id.rawValue, scene: plan.scene, target: plan.target, field: field,
                prior: full.values[field], wasLocked: full.locked.contains(field), known: known, sent: sent,
                empties: emptied.contains(field))
            plan.entries[field] = try Journal.begin(entry, server: server, at: now, in: transaction)
            var next = known.confirmed(by: plan.before?.values[field])
            (next.written, next.isStoredOtherwise) = (sent, false)
            fields[field] = next
        }
        try TargetLedgers.put(
            fields, of: plan.target.ratingKey, server: server, over: ledger.version, writtenAt: now, in: transaction)
    }
}

extension FieldLedger {
    /// What was sent before, and neither read back nor there when the item was read: it may arrive yet.
    fileprivate func lateWrite(than have: FieldValue?, _ field: Field, sending sent: FieldValue) -> LateWrite? {
        guard !field.isPicture, !isStoredOtherwise, let written, written != sent else { return nil }
        if field.isSet {
            let (wanted, shown) = (Set(sent.names.map(nameKey)), Set((have?.names ?? []).map(nameKey)))
            let (earlier, ours) = (Set(written.names.map(nameKey)), Set((base?.names ?? []).map(nameKey)))
            let late = LateWrite(
                adds: earlier.subtracting(shown).subtracting(ours).subtracting(wanted),
                removes: wanted.intersection(shown).subtracting(earlier))
            return late.adds.isEmpty && late.removes.isEmpty ? nil : late
        }
        return written == base || have ?? .text("") == written ? nil : LateWrite(value: written)
    }
}

extension Job {
    /// The reconciliation that asked for it last: what a run puts into a job's payload.
    var run: Int? { Int(String(decoding: payload, as: UTF8.self)) }
}

/// The blast guard of workers: what all jobs together may empty within an hour (`DESIGN.md` 5).
struct EmptyingJudge {
    /// What a job carries among its reasons whose run a person has approved.
    static let approved = "approved"

    private let engine: Engine
    private let servers: ProbedServers
    private let now: Instant
    /// Fields emptied in the hour before, and by this batch so far.
    private var emptied: Set<Journal.Place>?
    private var filled: Int?

    init(engine: Engine, servers: ProbedServers, now: Instant) {
        (self.engine, self.servers, self.now) = (engine, servers, now)
    }

    /// Whether a clearing of this job counts: not where a person has agreed to it.
    func counts(_ job: Job, isByHand: Bool) -> Bool {
        !isByHand && job.hold != .released && !job.why.contains(Self.approved)
    }

    /// Whether the job may empty that field now. One that it tried to empty before is counted already.
    mutating func lets(
        _ place: Journal.Place, of job: Job, isByHand: Bool, in transaction: ReadTransaction
    ) throws -> Bool {
        if !counts(job, isByHand: isByHand) { return true }
        if job.hold == .held { return false }
        let places = try emptied ?? Journal.emptied(since: now.advanced(seconds: -3600), in: transaction)
        let before = places.count - (places.contains(place) ? 1 : 0)
        let blast = engine.settings.blastGuard
        emptied = places
        if before + 1 > blast.fields {
            let total =
                try filled ?? ItemIndex.filledFields(engine.settings.fields.enabled, servers.server, in: transaction)
            filled = total
            if blast.holds(emptied: before + 1, ofFilled: total) { return false }
        }
        emptied?.insert(place)
        return true
    }
}
