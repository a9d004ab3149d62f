import Database
import Ledger
import Queue
import SyncModel

/// Ends a batch in one transaction: what Plex was found to hold, what was said, the journal, the breakers, the jobs.
struct BatchEnding: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func end(_ work: BatchWork) async throws -> BatchEnd {
        let now = engine.now()
        let moment = ReadMoment(at: now, plexSeconds: work.known.servers.plexSeconds(at: now))
        let shares = Dictionary(work.jobs.map { ($0.id, batch.jitter()) }, uniquingKeysWith: { first, _ in first })
        let ends = try await engine.patiently {
            try await engine.store.write { try write(work, at: now, moment, shares, in: $0) }
        }
        return result(work, ends)
    }

    /// - Parameter shares: The share of the full wait that each job keeps.
    /// - Returns: How each job ended, in their order.
    private func write(
        _ work: BatchWork, at now: Instant, _ moment: ReadMoment, _ shares: [Job.ID: Double],
        in transaction: WriteTransaction
    ) throws -> [JobEnd] {
        var fates = work.fates
        for (scene, plans) in Dictionary(grouping: work.planned, by: \.scene) {
            guard let job = work.jobOfScene[scene], fates[job.id] == nil || work.stoppedBy != nil else { continue }
            let fate = try finish(scene, plans, job, work, moment, in: transaction)
            // What was read back before the batch was stopped is done all the same.
            if fates[job.id] == nil || plans.allSatisfy({ $0.state == .readBack }) { fates[job.id] = fate }
        }
        for (server, call, cause) in summary(of: work.calls) {
            try engine.jobs.record(call, to: server.rawValue, cause: cause, now: now.rawValue, in: transaction)
        }
        return try work.jobs.map { job in
            try end(job, fates[job.id], work.ended[job.id], now, shares[job.id] ?? 1, in: transaction)
        }
    }

    private func end(
        _ job: Job, _ fate: JobFate?, _ ended: JobEnd?, _ now: Instant, _ share: Double,
        in transaction: WriteTransaction
    ) throws -> JobEnd {
        if let ended { return ended }
        switch fate {
        case .hold(let why):
            return try engine.jobs.hold(job.fence, why: why, now: now.rawValue, in: transaction) ? .held : .lost
        case .end(let ending):
            let aftermath = try engine.jobs.end(job.fence, ending, now: now.rawValue, jitter: share, in: transaction)
            return JobEnd(aftermath, ending)
        case nil:
            let ending = Ending(.tryAgain(), error: "Nothing was decided about it.", code: "undecided")
            let aftermath = try engine.jobs.end(job.fence, ending, now: now.rawValue, jitter: share, in: transaction)
            return JobEnd(aftermath, ending)
        }
    }

    private func result(_ work: BatchWork, _ ends: [JobEnd]) -> BatchEnd {
        var end = BatchEnd(known: work.known, ends: ends, stoppedBy: work.stoppedBy)
        for plan in work.planned {
            guard let entry = batch.saved?.entry(plan.scene, plan.target), let choice = plan.choice else { continue }
            end.choices[entry] = choice
        }
        for (job, ending) in zip(work.jobs, ends) {
            if case .scene(let scene) = JobSubject(key: job.key) { end.scenes[scene] = ending }
        }
        return end
    }

    /// One answer a server and batch is enough for a breaker; every failure counts, in its order.
    private func summary(
        of calls: [(server: ServerName, call: CircuitBreaker.Call, cause: String)]
    ) -> [(server: ServerName, call: CircuitBreaker.Call, cause: String)] {
        var last: [ServerName: CircuitBreaker.Call] = [:]
        return calls.filter { entry in
            defer { last[entry.server] = entry.call }
            return entry.call != .answered || last[entry.server] != .answered
        }
    }

    // MARK: One scene

    private func finish(
        _ scene: Scene.ID, _ plans: [ItemPlan], _ job: Job, _ work: BatchWork, _ moment: ReadMoment,
        in transaction: WriteTransaction
    ) throws -> JobFate {
        guard var row = try SceneIndex.rows([scene], in: transaction).first else { return .done("gone") }
        if batch.clears { row.wants.hasMetadata = true }
        try Covers.complete(&row.wants, of: row.id, engine.settings.fields.enabled, in: transaction)
        var endings: [Ending] = []
        var (held, stored): (Set<Field>, Set<Field>) = ([], [])
        for plan in plans {
            held.formUnion(plan.held)
            let failure = try finish(plan, row, &stored, work, moment, in: transaction)
            if let failure { endings.append(failure) }
        }
        let mark = work.marks[job.id]
        if var worst = endings.max(by: { $0.verdict.weight < $1.verdict.weight }) {
            worst.mark = mark
            return .end(worst)
        }
        if !held.isEmpty {
            let names = held.sorted().map(\.rawValue).joined(separator: ", ")
            return .hold(
                "Emptying \(names) waits for 'queue release': too many fields would be emptied within an hour.")
        }
        if plans.allSatisfy({ $0.state == .nothingToSend }) { return .done("in_sync") }
        return .done(
            stored.isEmpty ? nil : "stored_as: " + stored.sorted().map(\.rawValue).joined(separator: ", "))
    }

    /// - Returns: Why it is not done; `nil` where it is.
    private func finish(
        _ plan: ItemPlan, _ row: SceneRow, _ stored: inout Set<Field>, _ work: BatchWork, _ moment: ReadMoment,
        in transaction: WriteTransaction
    ) throws -> Ending? {
        let server = work.known.servers.server
        switch plan.state {
        case .nothingToSend:
            if plan.held.isEmpty, plan.coverFailure == nil, !plan.isPartial {
                try settle(plan, row, server, in: transaction)
            }
            return plan.coverFailure
        case .open, .sent, .failed:
            return plan.failure
                ?? Ending(.tryAgain(), error: "Plex did not show what became of the edit.", code: "not-read-back")
        case .readBack: break
        }
        guard let after = plan.after, let before = plan.before else {
            try ItemIndex.remove([plan.target.ratingKey], server: server, in: transaction)
            return Ending(.tryAgain(), error: "Its item went away while it was written.", code: "item-gone")
        }
        try ItemIndex.putFull([after], server: server, moment: moment, in: transaction)
        let finding = try readBack(plan, row, before, after.condensed, server, in: transaction)
        stored.formUnion(finding.storedOtherwise)
        let failure = Self.failure(of: plan, finding)
        if failure == nil, plan.held.isEmpty, plan.coverFailure == nil, !plan.isPartial {
            try settle(plan, row, server, in: transaction)
        }
        return failure ?? plan.coverFailure
    }

    /// What the read-back shows to have failed.
    private static func failure(of plan: ItemPlan, _ finding: ReadBackFinding) -> Ending? {
        func names(_ fields: [Field]) -> String { fields.map(\.rawValue).joined(separator: ", ") }
        if !plan.tooLong.isEmpty {
            let error =
                "A name of \(names(plan.tooLong)) alone is longer than a request to Plex can be; shorten it in Stash."
            return Ending(.giveUp, error: error, code: "edit-too-long")
        }
        if !finding.replaced.isEmpty {
            let error =
                "There are more \(names(finding.replaced)) than one request to Plex can carry, and this Plex keeps only "
                + "those of the last; not all of them are there."
            return Ending(.giveUp, error: error, code: "edit-too-long")
        }
        if finding.unchanged.isEmpty { return nil }
        let error = "Plex did not change \(names(finding.unchanged)) when it was told to."
        return plan.failure ?? Ending(.tryAgain(), error: error, code: "edit-without-effect")
    }

    /// Over the ledger as it is now: a comparison may have learned something beside us.
    private func readBack(
        _ plan: ItemPlan, _ row: SceneRow, _ before: Item, _ after: Item, _ server: PlexServerID,
        in transaction: WriteTransaction
    ) throws -> ReadBackFinding {
        let ledger = try TargetLedgers.ledger(of: plan.target.ratingKey, server: server, in: transaction)
        let findings = FieldComparer(policy: engine.settings.plexEdits).compare(
            row.wants, with: after, fields: engine.settings.fields.enabled, ledger: ledger.fields, imported: nil)
        let finding = ReadBackFinding(
            plan.sent, before: before, after: after, known: ledger.fields, findings: findings)
        if finding.fields != ledger.fields {
            try TargetLedgers.put(
                finding.fields, of: plan.target.ratingKey, server: server, over: ledger.version, in: transaction)
        }
        for (field, upload) in plan.uploads {
            try Uploads.put(upload, field, of: plan.target.ratingKey, server: server, in: transaction)
        }
        for (field, entry) in plan.entries {
            try Journal.complete(entry, found: after.values[field], in: transaction)
        }
        return finding
    }

    private func settle(
        _ plan: ItemPlan, _ row: SceneRow, _ server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        try SyncRecords.put(
            SyncRecord(lastSynced: row.updatedAt, said: row.wants.values), of: row.id, to: plan.target.ratingKey,
            server: server, in: transaction)
    }
}

extension Verdict {
    /// Which of several failures of one job decides.
    fileprivate var weight: Int {
        switch self {
        case .done: 0
        case .notInPlexYet: 1
        case .tryAgain: 2
        case .giveUp: 3
        case .serverDown: 4
        case .pauseQueue: 5
        }
    }
}
