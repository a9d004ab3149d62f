public import CommandSyntax
public import SyncModel

extension ValueKind where Value == Scope {
    public static var scope: Self {
        Self("SCOPE", takes: Scope.expectation, suggestions: .words(["all", "24h", "7days"])) {
            try Scope(text: $0)
        }
    }
}

/// One end of a range: a span back from now, or a date or instant.
public enum ScopeEdge: Hashable, Sendable {
    case span(TimeSpan)
    case end(Scope.End)
}

extension ValueKind where Value == ScopeEdge {
    public static var edge: Self {
        Self("WHEN", takes: "a span such as 7d, a date, or an instant such as 2026-01-31T20:00:00Z") { word in
            if let span = TimeSpan(text: word) { return .span(span) }
            return try Scope.end(word).map(ScopeEdge.end)
        }
    }
}

public struct ScopeOptions: OptionGroup {
    public static let title = "Which scenes"
    public let scope = Option(
        "scope", .scope, "Scenes of this time: all (as without), 24h, 7days, 'last 30d', FROM..TO.")
    public let since = Option("since", .edge, "Scenes from then on.")
    public let until = Option("until", .edge, "Scenes before then.")
    public let by = Option("by", .oneOf(Scope.By.self), default: .updated, "Which time of a scene counts.")
    public let full = Option(flag: "full", "Trust nothing kept: read everything anew.")
    public init() {}
}

extension Arguments<ScopeOptions> {
    /// - Throws: 2 where the options contradict each other.
    func resolved(now: Instant) throws -> Scope {
        if var scope = self.scope {
            if self.since != nil || self.until != nil {
                throw CommandEnd.usage("--scope can't stand beside --since and --until: both say which time.")
            }
            scope.by = self.by
            return scope
        }
        guard self.since != nil || self.until != nil else { return Scope(.all, by: self.by) }
        if self.until == nil, case .span(let span) = self.since { return Scope(last: span, by: self.by) }
        do {
            return try Scope(
                from: self.since.map { $0.end(before: now) }, to: self.until.map { $0.end(before: now) }, by: self.by)
        } catch {
            throw CommandEnd.usage("\(error).")
        }
    }
}

extension ScopeEdge {
    /// As an instant; a date begins at its midnight in UTC.
    func instant(before now: Instant) -> Instant {
        switch end(before: now) {
        case .instant(let instant): instant
        case .day(let day): Instant(seconds: day.daysSince1970 * 86_400)
        }
    }

    fileprivate func end(before now: Instant) -> Scope.End {
        switch self {
        case .span(let span): .instant(now.advanced(seconds: -span.seconds))
        case .end(let end): end
        }
    }
}
