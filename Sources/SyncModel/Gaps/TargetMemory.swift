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
        synced ?? imported.map { SyncRecord(lastSynced: Self.timestamp(of: $0), said: nil) }
    }

    /// Written as Stash never writes a time (it says `Z`), so that an imported sync is not taken for a settled one.
    private static func timestamp(of imported: ImportedSync) -> Timestamp {
        Timestamp(imported.at.rfc3339.dropLast() + "+00:00")
    }
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
