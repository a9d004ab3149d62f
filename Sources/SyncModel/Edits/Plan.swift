/// One change that a job would make to one field of one item.
public struct Edit: Hashable, Sendable {
    public enum Action: String, CaseIterable, Sendable {
        /// Write a scalar.
        case set
        /// Empty a scalar that holds a value of ours.
        case clear
        /// Put names into a set.
        case add
        /// Take names out of a set.
        case remove
    }

    /// Why a write is due, for the plan's reader and for a gap's `reason`.
    public enum Reason: String, Sendable {
        /// Plex has nothing, and nobody locked it so.
        case empty
        /// Plex still holds what we wrote last, and Stash says something else now.
        case changed
        /// Plex holds what a scanner or agent put there.
        case authority
        /// An agent refresh undid what we had written.
        case takenBack = "taken_back"
        /// A person's edit, overwritten because `sync.plex_edits` says so.
        case overwrite
        /// What a run's jobs wrote is taken back.
        case undo
    }

    public let field: Field
    public let action: Action
    public let have: FieldValue?
    /// The scalar to write, the names to add, or the names to remove (as Plex spells them); `nil` for `clear`.
    public let want: FieldValue?
    public let reason: Reason

    public init(field: Field, action: Action, have: FieldValue?, want: FieldValue?, reason: Reason) {
        (self.field, self.action, self.have, self.want, self.reason) = (field, action, have, want, reason)
    }
}

/// A value that differs and is left alone.
public struct Kept: Hashable, Sendable {
    public enum Why: String, CaseIterable, Sendable {
        /// A person changed it in Plex after we wrote it.
        case editedInPlex = "edited in Plex"
        /// It is locked, and we did not lock it.
        case lockedInPlex = "locked in Plex"
        /// A person took elements out of a set that we had written.
        case removedInPlex = "removed in Plex"
        /// A change taken back by `undo`; it stays until Stash's value changes.
        case undone = "undone"
        /// Written by another tool, as an imported history tells; `import --claim` takes it.
        case ownerUnknown = "owner unknown"
    }

    public let field: Field
    public let why: Why
    public let have, want: FieldValue?

    public init(field: Field, why: Why, have: FieldValue? = nil, want: FieldValue? = nil) {
        (self.field, self.why, self.have, self.want) = (field, why, have, want)
    }
}

/// Where a scene's metadata goes: an item of a library.
public struct Target: Hashable, Sendable {
    public let ratingKey: RatingKey
    public let library: Library.Key
    public init(ratingKey: RatingKey, library: Library.Key) { (self.ratingKey, self.library) = (ratingKey, library) }
}

/// The edits a job would make to one item.
public struct Plan: Hashable, Sendable {
    public let scene: Scene.ID
    public let target: Target
    public var edits: [Edit]
    public var kept: [Kept]
    public init(scene: Scene.ID, target: Target, edits: [Edit], kept: [Kept]) {
        (self.scene, self.target, self.edits, self.kept) = (scene, target, edits, kept)
    }
}
