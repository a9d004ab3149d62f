/// Which scenes a run looks at.
public struct Scope: Hashable, Sendable {
    /// The time of a scene that a range looks at.
    public enum By: String, CaseIterable, Hashable, Sendable { case updated, created, date }

    /// One end of a range, as it was written.
    public enum End: Hashable, Sendable {
        case instant(Instant)
        /// The day's first instant in the zone of the run; with `by: date` the day itself.
        case day(CivilDate)
    }

    public enum Kind: Hashable, Sendable {
        case all
        /// The last so many seconds up to now, without an upper end: `24h`, `7days`, `last 30d`. With its spelling.
        case last(seconds: Int, name: String)
        /// Half-open, `from` included and `to` not; an open end is `nil`, but never both.
        case range(from: End?, to: End?)
    }

    public var kind: Kind
    public var by: By

    public init(_ kind: Kind, by: By = .updated) { (self.kind, self.by) = (kind, by) }
    public static var all: Scope { Scope(.all) }
}

/// A scope at one moment: its ends as instants and, for `by: date`, as days.
public struct ResolvedScope: Hashable, Sendable {
    public let by: Scope.By
    /// First instant inside; `nil` is open.
    public let from: Instant?
    /// First instant after; `nil` is open.
    public let to: Instant?
    /// The same ends as days of the run's zone, for `by: date`: a scene's date has no zone of its own.
    public let fromDay, toDay: CivilDate?
    /// `all`, `24h`, `7days`, `last 30d` or `range`.
    public let kind: String

    public init(
        kind: String, by: Scope.By, from: Instant? = nil, to: Instant? = nil, fromDay: CivilDate? = nil,
        toDay: CivilDate? = nil
    ) {
        (self.kind, self.by, self.from, self.to, self.fromDay, self.toDay) = (kind, by, from, to, fromDay, toDay)
    }

    public var isAll: Bool { from == nil && to == nil && fromDay == nil && toDay == nil }
}
