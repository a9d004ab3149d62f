public import SyncModel

/// What a release of Stash can be asked beyond what 0.24 could (`apis/stash.md` 7.1).
public enum StashOffer: String, CaseIterable, Hashable, Comparable, Sendable {
    /// `findScenes(ids:)`.
    case idsArgument = "ids"
    /// Groups, which were movies before.
    case groups
    /// `tags_filter` and its like among the filters of scenes.
    case relatedFilters = "related-filters"
    /// `files_filter`: the only request that shows moved files.
    case filesFilter = "files-filter"

    /// The first release with it.
    public var since: StashRelease {
        switch self {
        case .idsArgument: StashRelease(major: 0, minor: 25)
        case .groups, .relatedFilters: StashRelease(major: 0, minor: 27)
        case .filesFilter: StashRelease(major: 0, minor: 30)
        }
    }

    /// By name, for stable lists.
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// A release, as in `0.30`.
public struct StashRelease: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// `0` and `30` of 0.30.1.
    public let major, minor: Int

    /// The release with these numbers.
    public init(major: Int, minor: Int) { (self.major, self.minor) = (major, minor) }

    /// Reads `v0.30.1`, `v0.30.1-19-gcf3489e` and the like; `nil` for what does not begin so.
    public init?(version: String) {
        let numbers = version.drop { $0 == "v" || $0 == "V" }.split(separator: ".", maxSplits: 2)
        guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1].prefix { $0.isWholeNumber }),
            major >= 0, minor >= 0
        else { return nil }
        self.init(major: major, minor: minor)
    }

    /// What such a release offers.
    public var offers: Set<StashOffer> { Set(StashOffer.allCases.filter { $0.since <= self }) }

    /// As in `0.30`.
    public var description: String { "\(major).\(minor)" }

    /// Earlier first.
    public static func < (one: Self, other: Self) -> Bool {
        (one.major, one.minor) < (other.major, other.minor)
    }
}

/// What one look at a Stash that is ready tells.
public struct StashProbe: Hashable, Sendable {
    /// As Stash writes it; home builds have none.
    public let version: String?
    /// Asked of the schema, not guessed from the version.
    public let offers: Set<StashOffer>
    /// Stash's clock when it answered, to the second; `nil` where a proxy takes the `Date` header away.
    public let serverTime: Instant?
    /// The library folders of Stash, as its process sees them.
    public let stashes: [String]

    /// Made by hand, for a caller that has no server.
    public init(version: String?, offers: Set<StashOffer>, serverTime: Instant? = nil, stashes: [String] = []) {
        (self.version, self.offers, self.serverTime, self.stashes) = (version, offers, serverTime, stashes)
    }

    /// The version's numbers, where it has some.
    public var release: StashRelease? { version.flatMap { StashRelease(version: $0) } }

    /// Milliseconds that Stash's clock is ahead of ours (negative: behind), right to about a second.
    ///
    /// - Parameter localNow: Our clock when the probe came back.
    public func clockSkew(localNow: Instant) -> Int? { serverTime.map { $0.rawValue - localNow.rawValue } }

    /// Release and offered schema as a stable text: what of a probe an index depends on.
    public var fingerprint: String {
        "\(release?.description ?? "unknown") \(offers.sorted().map(\.rawValue).joined(separator: ","))"
    }
}

/// What Stash says of itself before anything else can be asked.
public struct StashStatus: Hashable, Sendable {
    /// `OK`, `SETUP`, `NEEDS_MIGRATION`, or a word of a later release.
    public let status: String
    /// Absent before the set-up.
    public let databaseSchema: Int?

    /// Whether scenes can be read. Anything else is a server that is down, not a bad request.
    public var isReady: Bool { status == "OK" }
}
