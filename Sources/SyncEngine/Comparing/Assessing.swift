import Database
import Ledger
import SyncModel

/// Everything that is known of a scene and one of its targets, from the ledger and the item index.
struct Assessing: Sendable {
    let engine: Engine
    let servers: ProbedServers
    /// Pictures that Plex was found to show, in this run.
    var shown: [PictureOfItem: ShownPicture] = [:]
    /// Whether items come with their files.
    var readsParts = true
    /// In the transaction that is assessed in.
    var contents = LedgerContents.unknown
    let fields: [Field]
    let comparesPictures: Bool

    init(
        engine: Engine, servers: ProbedServers, shown: [PictureOfItem: ShownPicture] = [:], readsParts: Bool = true
    ) {
        (self.engine, self.servers, self.shown, self.readsParts) = (engine, servers, shown, readsParts)
        fields = engine.settings.fields.enabled
        comparesPictures = fields.contains(where: \.isPicture)
    }

    struct Assessment: Sendable {
        let item: Item
        let ledger: TargetLedger
        /// The ledger's fields with what is known of pictures now.
        let known: [Field: FieldLedger]
        /// Pictures of which it must be asked whether they are ours.
        let openPictures: [PictureOfItem]
        let record: SyncRecord?
        /// Only at the first reading of this target.
        let imported: ImportedSync?
        let comparison: TargetComparison
        /// Whether the kept values decide: those of a full read that is not older than our last write there, or a row of
        /// a listing that shows the scene to be in sync.
        let isDecisive: Bool
    }

    /// A row of a listing may decide `in_sync`, nothing else: it is cut short, and shows no locks.
    static func isInSyncByRow(_ wants: Wants, _ item: Item, _ fields: [Field], _ ledger: TargetLedger) -> Bool {
        fields.allSatisfy { field in
            let base = ledger.fields[field]?.base
            guard let want = wants.values[field] else { return base == nil || base?.isEmpty == true }
            guard let have = item.values[field] else { return false }
            if field.isPicture { return false }
            if !field.isSet { return have == want }
            if have == want, base == nil || base == want { return true }
            let (wanted, shown) = (Set(want.names.map(nameKey)), Set(have.names.map(nameKey)))
            return wanted.isSubset(of: shown) && (base?.names ?? []).allSatisfy { wanted.contains(nameKey($0)) }
        }
    }

    /// - Returns: `nil` where Plex has no such item any more.
    func assess(_ row: SceneRow, _ target: Target, in transaction: ReadTransaction) throws -> Assessment? {
        let server = servers.server
        let found = try ItemIndex.row(target.ratingKey, server: server, withParts: readsParts, in: transaction)
        guard let kept = found else { return nil }
        let ledger = try TargetLedgers.ledger(of: target.ratingKey, server: server, in: transaction)
        let own =
            contents.hasSyncs
            ? try SyncRecords.record(of: row.id, to: target.ratingKey, server: server, in: transaction)
                ?? SyncRecords.inherited(to: target.ratingKey, server: server, in: transaction) : nil
        let imported = own == nil && contents.hasImports ? try ImportedSyncs.find(row.id, in: transaction) : nil
        let (known, open) = try pictures(row.wants, kept.item, ledger.fields, in: transaction)
        let memory = TargetMemory(fields: known, synced: own, imported: imported)
        let comparison = TargetComparison(
            row.wants, updatedAt: row.updatedAt, with: kept.item, at: target, memory, fields: fields,
            policy: engine.settings.plexEdits)
        let isDecisive =
            kept.item.isFull
            ? kept.readAt >= ledger.writtenAt
            // Whose locks an imported sync set is asked once, and a row shows none.
            : imported == nil && Self.isInSyncByRow(row.wants, kept.item, fields, ledger)
        return Assessment(
            item: kept.item, ledger: ledger, known: known, openPictures: open, record: memory.record,
            imported: imported, comparison: comparison, isDecisive: isDecisive)
    }

    /// What the comparison taught, if anything.
    func lesson(of assessment: Assessment) -> Lesson? {
        // Both are the ledger's own but for pictures.
        var (taught, isOther) = (assessment.known, comparesPictures)
        for finding in assessment.comparison.findings {
            let known = taught[finding.field] ?? FieldLedger()
            let after = finding.taught(known)
            if after == known { continue }
            taught[finding.field] = after
            isOther = true
        }
        guard isOther, taught != assessment.ledger.fields else { return nil }
        return Lesson(
            key: assessment.comparison.target.ratingKey, fields: taught, version: assessment.ledger.version)
    }
}

/// A change of a target's ledger, valid over one version of it.
struct Lesson: Sendable {
    let key: RatingKey
    let fields: [Field: FieldLedger]
    let version: Int
}

/// A sync record to be kept.
struct Settling: Sendable {
    let scene: Scene.ID
    let key: RatingKey
    let record: SyncRecord
}
