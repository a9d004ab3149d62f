public import SyncModel

/// The part of the configuration that the use cases read.
public struct EngineSettings: Hashable, Sendable {
    public var fields = FieldSettings()
    public var paths: [PathMapping] = []
    public var plexEdits = PlexEditsPolicy.keep
    /// `sync.only`: narrows every scope.
    public var only = GapFilter()
    public var missing = MissingPolicy.enqueue
    /// `plex.libraries`, by title or key; empty means every supported one.
    public var libraries: [String] = []
    public var zone = Zone.current
    /// Where Stash is; a part of the scene index's fingerprint.
    public var stashURL = ""
    public var blastGuard = BlastGuard()

    public init() {}
}
