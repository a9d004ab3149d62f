/// What is remembered of a scene and one of its targets: the ledger's part in a comparison.
public struct TargetMemory: Hashable, Sendable {
    public var fields: [Field: FieldLedger]
    /// Our own last sync of the scene to the target.
    public var synced: SyncRecord?
    /// Another program's, where we have none.
    public var imported: ImportedSync?

    public init(fields: [Field: FieldLedger] = [:], synced: SyncRecord? = nil, imported: ImportedSync? = nil) {
        (self.fields, self.synced) = (fields, synced)
        self.imported = synced == nil ? imported : nil
    }

    /// The last sync by whomever: of an imported one only the time is known.
    public var record: SyncRecord? {
        synced ?? imported.map { SyncRecord(lastSynced: $0.timestamp, said: nil) }
    }
}

extension ImportedSync {
    /// Its time as the records hold it: written as Stash never writes one (it says `Z`), so that it is not taken for a
    /// settled sync.
    public var timestamp: Timestamp { Timestamp(at.rfc3339.dropLast() + "+00:00") }
}

extension TargetComparison {
    /// Compares a scene with one item, in the fields that are enabled.
    ///
    /// - Parameter wants: Condensed if the item's values and the memory's are.
    public init(
        _ wants: Wants, updatedAt: Timestamp, with item: Item, at target: Target, _ memory: TargetMemory,
        fields: [Field], policy: PlexEditsPolicy
    ) {
        let findings = FieldComparer(policy: policy).compare(
            wants, with: item, fields: fields, ledger: memory.fields, imported: memory.imported)
        self.init(
            target: target, findings: findings, wants: wants, updatedAt: updatedAt, record: memory.record,
            fields: fields)
    }
}
