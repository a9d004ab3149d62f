/// What is remembered of one field of one target: the ledger's part in a comparison (`DESIGN.md` 5).
public struct FieldLedger: Hashable, Sendable {
    /// What we last wrote and read back, or found equal. For a set the elements that count as ours.
    public var base: FieldValue?
    /// What we last sent, committed before the request.
    public var written: FieldValue?
    /// What Stash wanted when this field was taken back by `undo`; it is left alone until that changes.
    public var undoneWant: FieldValue?
    /// Whether the lock was found to be an imported sync's, and so counts as ours.
    public var hasImportedLock: Bool
    /// Whether a read-back showed that Plex keeps `written` in a form of its own, which is `base`. Without it a `written`
    /// beside another `base` is a write of which nobody knows whether it arrived.
    public var isStoredOtherwise: Bool

    public init(
        base: FieldValue? = nil, written: FieldValue? = nil, undoneWant: FieldValue? = nil,
        hasImportedLock: Bool = false, isStoredOtherwise: Bool = false
    ) {
        (self.base, self.written, self.undoneWant) = (base, written, undoneWant)
        (self.hasImportedLock, self.isStoredOtherwise) = (hasImportedLock, isStoredOtherwise)
    }

    /// Whether we wrote the field ourselves.
    public var hasWrite: Bool { written != nil }
    /// The same once Plex is seen to hold `have`, before something else is sent: a write whose end nobody saw, and that did
    /// arrive, is what we last wrote. Forgotten now, it would be taken for a person's edit by the next who looks.
    public func confirmed(by have: FieldValue?) -> FieldLedger {
        guard let written, written != base, !isStoredOtherwise else { return self }
        var ledger = self
        if case .names(let sent) = written {
            let (ours, sent) = (base?.names ?? [], Set(sent.map(nameKey)))
            let known = Set(ours.map(nameKey))
            let arrived = (have?.names ?? []).filter { sent.contains(nameKey($0)) && !known.contains(nameKey($0)) }
            if !arrived.isEmpty { ledger.base = .names(ours + arrived) }
        } else if have == written || (have == nil && written.isEmpty) {
            ledger.base = written
        }
        return ledger
    }

    /// A lock is ours only where the ledger holds a write, or an imported one; an equality makes no lock ours.
    public var ownsLock: Bool { hasWrite || hasImportedLock }
}

/// A sync that another program did before us: `import stash2plex` (`DESIGN.md` 5, "Imported sync").
public struct ImportedSync: Hashable, Sendable {
    public let at: Instant
    /// `import --claim`: set elements that only Plex holds count as that program's, so they may be removed.
    public var claims: Bool
    /// `import --ignore-locks`: its locks count as ours even where the item is later than the sync.
    public var ignoresLocks: Bool

    public init(at: Instant, claims: Bool = false, ignoresLocks: Bool = false) {
        (self.at, self.claims, self.ignoresLocks) = (at, claims, ignoresLocks)
    }

    /// Fields that Stash2Plex writes, and locks.
    public static let fields: Set<Field> = [
        .title, .studio, .summary, .tagline, .date, .performers, .tags, .collections,
    ]

    /// Whether a lock on `field` of an item counts as that program's, and so as ours.
    public func ownsLock(on field: Field, itemUpdatedAt: Int) -> Bool {
        Self.fields.contains(field) && (ignoresLocks || itemUpdatedAt <= at.seconds + 60)
    }
}

/// What `sync.plex_edits` says of edits that a person made in Plex.
public enum PlexEditsPolicy: String, CaseIterable, Hashable, Sendable { case keep, overwrite }
