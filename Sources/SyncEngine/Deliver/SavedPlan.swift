import PlexAPI
public import SyncModel

/// The edits of a dry run, kept to be made later just as they were shown.
public struct SavedPlan: Hashable, Sendable {
    public struct SavedEdit: Hashable, Sendable {
        public var field: Field
        public var action: Edit.Action
        /// As Plex had it, and whether it was locked.
        public var have: FieldValue?
        public var isLocked: Bool
        public var want: FieldValue?
    }

    /// The edits of one item.
    public struct Entry: Hashable, Sendable {
        public var scene: Scene.ID
        public var target: Target
        public var edits: [SavedEdit]
    }

    public var madeAt: Instant
    /// `machineIdentifier` of the Plex server it is for.
    public var plex: String
    public var entries: [Entry]

    public init(madeAt: Instant, plex: String, entries: [Entry]) {
        (self.madeAt, self.plex, self.entries) = (madeAt, plex, entries)
    }

    /// - Parameter plans: With full values. Those without an edit are not in it.
    public init(_ plans: ScenePlans, madeAt: Instant) {
        let entries = plans.plans.filter { !$0.plan.edits.isEmpty }.map { report in
            Entry(
                scene: report.plan.scene, target: report.plan.target,
                edits: report.plan.edits.map { edit in
                    SavedEdit(
                        field: edit.field, action: edit.action, have: edit.field.isPicture ? nil : edit.have,
                        isLocked: report.locked.contains(edit.field), want: edit.want)
                })
        }
        self.init(madeAt: madeAt, plex: plans.plex, entries: entries)
    }

    func entry(_ scene: Scene.ID, _ target: Target) -> Entry? {
        entries.first { $0.scene == scene && $0.target == target }
    }

    /// Why an edit of a saved plan was not made.
    public enum Why: String, Hashable, Sendable {
        case stashChanged = "Stash's value changed since"
        case plexChanged = "Plex's value changed since"
        case lockChanged = "its lock in Plex changed since"
        case inSync = "Plex says it already"
        case kept = "it is kept in Plex now"
        case itemGone = "its item is gone, or plays another scene"
        case sceneGone = "Stash has no such scene any more"
        case switchedOff = "the field is switched off"
        case notNow = "the scene cannot be delivered as it is now"
    }
}

/// What of a saved plan still holds of one item, judged by a comparison made just now.
struct SavedChoice: Sendable {
    /// Edits to be made; each is one of now.
    var edits: [Edit] = []
    var skipped: [(field: Field, why: SavedPlan.Why)] = []
    /// Whether there are edits now that are not to be made.
    var isPartial = false

    init(_ entry: SavedPlan.Entry, _ findings: [FieldFinding], _ item: Item) {
        let byField = Dictionary(findings.map { ($0.field, $0) }, uniquingKeysWith: { first, _ in first })
        for saved in entry.edits {
            guard let finding = byField[saved.field] else {
                skipped.append((saved.field, .switchedOff))
                continue
            }
            let edit = finding.edits.first { $0.action == saved.action }
            if let why = Self.objection(to: saved, edit, finding, item.values[saved.field]) {
                skipped.append((saved.field, why))
            } else if let edit {
                edits.append(edit)
            }
        }
        isPartial = findings.contains { !$0.edits.allSatisfy(edits.contains) }
    }

    private static func objection(
        to saved: SavedPlan.SavedEdit, _ edit: Edit?, _ finding: FieldFinding, _ have: FieldValue?
    ) -> SavedPlan.Why? {
        if finding.edits.isEmpty, !finding.differs { return .inSync }
        if !saved.field.isPicture, !isSameValue(have, saved.have?.compared) { return .plexChanged }
        if finding.isLocked != saved.isLocked { return .lockChanged }
        guard let edit else { return finding.edits.isEmpty ? .kept : .stashChanged }
        return isSameValue(edit.want, saved.want?.compared) ? nil : .stashChanged
    }
}
