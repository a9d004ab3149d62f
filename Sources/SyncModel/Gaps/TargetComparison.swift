/// What is known of the last sync of a scene to one target.
public struct SyncRecord: Hashable, Sendable {
    /// The scene's `updated_at` as read for that sync; for an imported sync the time it was done.
    public var lastSynced: Timestamp
    /// What Stash said then, by enabled field; `nil` where only the time is known (an import).
    public var said: [Field: FieldValue]?

    public init(lastSynced: Timestamp, said: [Field: FieldValue]?) {
        (self.lastSynced, self.said) = (lastSynced, said)
    }

    /// Whether the scene was saved in Stash after this sync. A text that cannot be read as a time counts as later if
    /// it is another one.
    public func isOlder(than updatedAt: Timestamp) -> Bool {
        if updatedAt.text == lastSynced.text { return false }
        guard let last = lastSynced.instant, let updated = updatedAt.instant else { return true }
        return updated > last
    }

    /// Whether Stash says something else than then, in any of these fields.
    public func saidOtherwise(than wants: Wants, in fields: [Field]) -> Bool {
        guard let said else { return false }
        return fields.contains { !isSameWish(said[$0], wants.values[$0]) }
    }
}

/// Names are the same in any order and case.
func isSameWish(_ one: FieldValue?, _ other: FieldValue?) -> Bool {
    if one == other { return true }
    guard case .names(let one) = one, case .names(let other) = other else { return false }
    return Set(one.map(nameKey)) == Set(other.map(nameKey))
}

/// A scene compared with one of its targets: what is a gap there, of which type, and how sure (`DESIGN.md` 4, table).
public struct TargetComparison: Hashable, Sendable {
    public let target: Target
    public let findings: [FieldFinding]
    /// Whether the scene was saved after its last sync to this target.
    public let isUpdated: Bool
    /// Whether a reconciliation has looked at just this state before.
    public let isSettled: Bool
    private let isChanged: Bool
    private let wasSynced: Bool

    public init(
        target: Target, findings: [FieldFinding], wants: Wants, updatedAt: Timestamp, record: SyncRecord?,
        fields: [Field]
    ) {
        (self.target, self.findings) = (target, findings)
        wasSynced = record != nil
        isUpdated = record?.isOlder(than: updatedAt) ?? false
        isChanged = record?.saidOtherwise(than: wants, in: fields) ?? false
        // An imported sync learns at its first reading what Stash says, but nobody settled it: its time is not the scene's.
        isSettled = record?.said != nil && record?.lastSynced == updatedAt && !isChanged
    }

    public var differs: Bool { findings.contains(where: \.differs) }
    public var edits: [Edit] { findings.flatMap(\.edits) }
    public var kept: [Kept] { findings.flatMap(\.kept) }
    public var hasEdits: Bool { findings.contains { !$0.edits.isEmpty } }

    /// Fields that make the type `empty`; one that a person seems to have cleared stops being one once settled, unless it
    /// would be written.
    public var emptyFields: [(field: Field, confidence: Confidence)] {
        findings.compactMap { finding in
            guard let confidence = finding.emptyGap, confidence == .definite || !isSettled || !finding.edits.isEmpty
            else { return nil }
            return (finding.field, confidence)
        }
    }

    /// Fields that make the type `stale`, and whether it holds at all: a scene saved since its last sync is stale even
    /// where every field compares equal. Of a scene saved since, what differs and is kept is out of date too.
    public var stale: (fields: [Field], confidence: Confidence, reason: StaleReason)? {
        let fields = findings.filter { finding in
            finding.emptyGap == nil && (!finding.edits.isEmpty || (isUpdated && finding.differs))
        }.map(\.field)
        if fields.isEmpty, !isUpdated { return nil }
        let reason = staleReason
        let isSure = reason != .unexplained && (!fields.isEmpty || differs)
        return (fields, isSure ? .definite : .possible, reason)
    }

    private var staleReason: StaleReason {
        if isUpdated { return .updated }
        if isChanged { return .changed }
        if findings.contains(where: { $0.lostBase && $0.emptyGap == nil }) { return .takenBack }
        return wasSynced ? .unexplained : .neverSynced
    }
}
