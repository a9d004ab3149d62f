import JSON
public import SyncModel

/// A scope as Stash can filter by it: wider than the scope, since Stash compares times as text.
///
/// Stash stores the wall clock of the zone it then ran in. No zone is more than 12 h behind UTC or 14 h ahead of it, so
/// ends moved by that much and written without an offset lose nothing; what is too much, `ResolvedScope` sorts out
/// (`apis/stash.md` 5.3).
public struct SceneFilter: Hashable, Sendable {
    let column: String
    let criterion: JSONTree

    /// `nil` where the scope keeps everything, or Stash cannot narrow it.
    public init?(_ scope: ResolvedScope) {
        let criterion: JSONTree?
        switch scope.by {
        case .updated, .created:
            criterion = Self.criterion(
                from: scope.from.map { WallTime(secondsSince1970: $0.seconds - 12 * 3600) }.flatMap(Self.text),
                to: scope.to.map { WallTime(secondsSince1970: $0.seconds + 14 * 3600 + 1) }.flatMap(Self.text))
        case .date:
            // Scenes with a date of less than a day's precision are held by their first day.
            criterion = Self.criterion(
                from: scope.fromDay.map { $0.advanced(days: -1) }.flatMap(Self.text),
                to: scope.toDay.map { $0.advanced(days: 1) }.flatMap(Self.text))
        }
        guard let criterion else { return nil }
        (column, self.criterion) = (Self.column(scope.by), criterion)
    }

    private static func column(_ by: Scope.By) -> String {
        switch by {
        case .updated: "updated_at"
        case .created: "created_at"
        case .date: "date"
        }
    }

    /// A filter has room for one criterion a column: two ends must be a `BETWEEN`, which includes both.
    private static func criterion(from: String?, to: String?) -> JSONTree? {
        switch (from, to) {
        case (let from?, let to?): .criterion(.string(from), and: .string(to), "BETWEEN")
        case (let from?, nil): .criterion(.string(from), "GREATER_THAN")
        case (nil, let to?): .criterion(.string(to), "LESS_THAN")
        case (nil, nil): nil
        }
    }

    /// `nil` for years that do not sort as text.
    private static func text(_ time: WallTime) -> String? { sorts(time.date) ? time.text : nil }
    private static func text(_ day: CivilDate) -> String? { sorts(day) ? day.text : nil }
    private static func sorts(_ day: CivilDate) -> Bool { (1...9998).contains(day.year) }

    /// A moment as a lower end for the times Stash keeps: strictly greater texts are all that is not older.
    static func lowerEnd(_ moment: Instant) -> String { WallTime(secondsSince1970: moment.seconds - 12 * 3600).text }
}
