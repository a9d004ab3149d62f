public import Rules
public import SyncModel

/// One case of a file of rule tests: a world at one moment, a rule, and what is expected of it.
public struct FixtureCase: Hashable, Sendable {
    public let name: String
    /// Of its name in the file, from 1.
    public let line: Int
    /// Those it is about: one, where it expects anything of scenes.
    public var rules: [Rule]
    /// Where days begin for it: the rule's zone where it is about one, else the configuration's.
    public var zone: Zone
    public var now: Instant
    public var host = FixtureHost()
    public var libraries: [LibraryKnowledge] = []
    /// Ascending by id.
    public var scenes: [FixtureScene] = []
    public var items: [FixtureItem] = []
    public var expected = Expectation()
}

/// A scene as Stash has it, with what is remembered of it.
public struct FixtureScene: Hashable, Sendable {
    /// What became of its job, if it had one.
    public enum Job: String, CaseIterable, Hashable, Sendable {
        case ready, running
        /// It died of just this state.
        case dead
    }

    public let scene: Scene
    /// Of all its targets.
    public var synced: SyncRecord?
    public var imported: ImportedSync?
    public var job: Job?

    /// What filters look at.
    var subject: FilterSubject {
        FilterSubject(
            studio: scene.studio?.name, performers: scene.performers.map(\.name), tags: scene.tags.map(\.name),
            paths: scene.files.map(\.path), isOrganized: scene.isOrganized, rating: scene.rating)
    }
}

/// An item as Plex has it, with what is remembered of it.
public struct FixtureItem: Hashable, Sendable {
    public let item: Item
    public var ledger: [Field: FieldLedger]
    var target: Target { Target(ratingKey: item.ratingKey, library: item.library) }
}

/// What happens around the clock while a host runs.
public struct FixtureHost: Hashable, Sendable {
    /// From where to where the clock moves, for what it starts; `nil` where a case expects nothing of that.
    public var span: Range<Instant>?
    /// When no host ran.
    public var away: [Range<Instant>] = []
    public var events: [Occurrence] = []
    /// Seconds that each run takes.
    public var runTakes = 0

    public struct Occurrence: Hashable, Sendable {
        public let event: Trigger.Event
        public let at: Instant
    }
}
