/// What the comparison of one field of a scene with one item found.
public struct FieldFinding: Hashable, Sendable {
    public let field: Field
    /// Whether a wanted value is absent from Plex, or Plex still holds a value of ours that Stash no longer says.
    public var differs = false
    public var edits: [Edit] = []
    /// Whether the field is locked in Plex.
    public var isLocked = false
    public var kept: [Kept] = []
    /// The base this comparison teaches, if it is another than the ledger's.
    public var learns: FieldValue?
    /// The confidence of a gap of type `empty`, where this field makes one.
    public var emptyGap: Confidence?
    /// Whether the field is unlocked and has lost a value of ours.
    public var lostBase = false
    /// Whether the field's lock was found to be an imported sync's.
    public var learnsImportedLock = false

    /// What the ledger knows after this comparison; the same as before where it taught nothing.
    public func taught(_ known: FieldLedger) -> FieldLedger {
        var known = known
        if let learns {
            // A scalar that both sides hold is no form of what was written before.
            if !field.isSet { known.isStoredOtherwise = false }
            known.base = learns
        }
        if learnsImportedLock { known.hasImportedLock = true }
        return known
    }

    public init(_ field: Field) { self.field = field }
}

/// One field as it stands in Plex.
public struct FieldState: Hashable, Sendable {
    public let value: FieldValue?
    public let isLocked: Bool
    public init(value: FieldValue?, isLocked: Bool) { (self.value, self.isLocked) = (value, isLocked) }
}

/// Compares scenes with items field by field: the table of `DESIGN.md` 5 as pure functions.
public struct FieldComparer: Hashable, Sendable {
    public var policy: PlexEditsPolicy
    public init(policy: PlexEditsPolicy = .keep) { self.policy = policy }

    /// All enabled fields of one scene and one item, which must have been read in full.
    ///
    /// - Parameters:
    ///   - wants: Normalised; condensed if `item` and `ledger` are.
    ///   - imported: The scene's imported sync, at the first reading of this target; later its locks are in the ledger.
    /// - Returns: A finding for each enabled field, in the order of output.
    public func compare(
        _ wants: Wants, with item: Item, fields: [Field], ledger: [Field: FieldLedger], imported: ImportedSync?
    ) -> [FieldFinding] {
        fields.map { field in
            let known = ledger[field] ?? FieldLedger()
            let isImported = imported.map { $0.ownsLock(on: field, itemUpdatedAt: item.updatedAt) } ?? false
            let state = FieldState(value: item.values[field], isLocked: item.locked.contains(field))
            let context = FieldContext(field, state, known, isImported: isImported, imported: imported, policy)
            var finding =
                field.isSet
                ? context.compareSet(wants.values[field]?.names ?? [], mayRemove: wants.hasMetadata)
                : context.compareScalar(wants)
            finding.learnsImportedLock = context.findsImportedLock
            finding.isLocked = state.isLocked
            return finding
        }
    }
}

/// One field of one target, with all that bears on it.
struct FieldContext {
    let field: Field
    let have: FieldValue?
    let isLocked: Bool
    let known: FieldLedger
    /// Whether a lock on the field, if there is one, is ours.
    let ownsLock: Bool
    /// At the first reading after an import: whether the lock is found to be that program's.
    let findsImportedLock: Bool
    let imported: ImportedSync?
    let policy: PlexEditsPolicy

    init(
        _ field: Field, _ state: FieldState, _ known: FieldLedger, isImported: Bool, imported: ImportedSync?,
        _ policy: PlexEditsPolicy
    ) {
        // A release that shows no address of a picture shows none after our upload either.
        let have = field.isPicture && known.hasWrite ? state.value ?? .text("") : state.value
        (self.field, self.have, self.isLocked, self.known) = (field, have, state.isLocked, known)
        (self.imported, self.policy) = (imported, policy)
        ownsLock = known.ownsLock || isImported
        // Found before, it is found anew where the history is imported again, as with --claim.
        findsImportedLock = isImported && state.isLocked && !known.hasWrite
    }

    var isForeignLock: Bool { isLocked && !ownsLock }
}
