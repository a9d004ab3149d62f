import SyncModel

/// Who locked a field, as the ledger can tell.
enum Lock: String, CaseIterable, Sendable {
    /// It is not locked.
    case none
    /// We wrote the field.
    case ours
    /// Nothing in the ledger accounts for the lock.
    case foreign
    /// Another program's, which an import told us of.
    case imported

    /// The ledger in which the lock is that, with `written` only where we wrote.
    func ledger(base: FieldValue?, written: FieldValue?) -> FieldLedger {
        switch self {
        case .none, .foreign: FieldLedger(base: base, written: written)
        case .ours: FieldLedger(base: base, written: written ?? base ?? .text("something of long ago"))
        case .imported: FieldLedger(base: base, hasImportedLock: true)
        }
    }
}

/// Compares one field, as the only one that is on.
func compare(
    _ field: Field, want: FieldValue?, have: FieldValue?, lock: Lock, known: FieldLedger = FieldLedger(),
    policy: PlexEditsPolicy = .keep, hasMetadata: Bool = true, partialDate: PartialDate? = nil, updatedAt: Int = 0,
    imported: ImportedSync? = nil
) -> FieldFinding {
    let wants = Wants(values: want.map { [field: $0] } ?? [:], partialDate: partialDate, hasMetadata: hasMetadata)
    let item = Item(
        ratingKey: RatingKey(rawValue: "4711"), library: Library.Key(rawValue: "1"), updatedAt: updatedAt,
        values: have.map { [field: $0] } ?? [:], locked: lock == .none ? [] : [field], isFull: true)
    return FieldComparer(policy: policy).compare(
        wants, with: item, fields: [field], ledger: [field: known], imported: imported)[0]
}

extension FieldFinding {
    /// The finding as a line: `set B (changed)`, `keep (locked in Plex)`, `equal`, and what it says besides.
    var line: String { words(learning: true) }

    /// The same without what is learned.
    var decision: String { words(learning: false) }

    private func words(learning: Bool) -> String {
        var parts = edits.map { "\($0.action.rawValue) \($0.want.map(\.line) ?? "") (\($0.reason.rawValue))" }
        parts += kept.map { "keep (\($0.why.rawValue))" }
        if parts.isEmpty { parts = [differs ? "differs" : "equal"] }
        if let emptyGap { parts.append("empty \(emptyGap.rawValue)") }
        if learning, let learns { parts.append("learn \(learns.line)") }
        if lostBase { parts.append("lost") }
        return parts.joined(separator: ", ").replacing("  ", with: " ")
    }
}

extension FieldValue {
    var line: String {
        switch self {
        case .text(let text): text
        case .names(let names): names.joined(separator: "+")
        case .digest(let digest): "#\(digest)"
        }
    }
}

/// `A+B` as names, `-` as none.
func names(_ text: String) -> FieldValue? {
    text == "-" ? nil : .names(text.split(separator: "+").map(String.init))
}

/// `-` as none.
func text(_ text: String) -> FieldValue? { text == "-" ? nil : .text(text) }
