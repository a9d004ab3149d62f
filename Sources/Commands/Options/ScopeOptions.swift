public import CommandSyntax
import SyncEngine
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
    /// - Parameter standard: What holds where no option says which time.
    /// - Throws: 2 where the options contradict each other.
    func resolved(now: Instant, orElse standard: Scope? = nil) throws -> Scope {
        if var scope = self.scope {
            if self.since != nil || self.until != nil { throw ScopeOptions.contradiction }
            scope.by = self.by
            return scope
        }
        guard self.since != nil || self.until != nil else {
            var scope = standard ?? .all
            scope.by = self.by
            return scope
        }
        if self.until == nil, case .span(let span) = self.since { return Scope(last: span, by: self.by) }
        return try ScopeOptions.range(
            self.since.map { $0.end(before: now) }, self.until.map { $0.end(before: now) }, self.by)
    }
}

/// The same for a rule, which is asked again and again: nothing in it is counted from now but `--since SPAN` alone.
public struct RuleScopeOptions: OptionGroup {
    public static let title = ScopeOptions.title
    public let scope = ScopeOptions().scope
    public let since = ScopeOptions().since
    public let until = ScopeOptions().until
    public let by = ScopeOptions().by
    public init() {}
}

extension Arguments<RuleScopeOptions> {
    /// - Throws: 2 where the options contradict each other, or name a time that would only be right today.
    func resolved() throws -> Scope {
        if var scope = self.scope {
            if self.since != nil || self.until != nil { throw ScopeOptions.contradiction }
            scope.by = self.by
            return scope
        }
        switch (self.since, self.until) {
        case (nil, nil): return Scope(.all, by: self.by)
        case (.span(let span), nil): return Scope(last: span, by: self.by)
        case (.span, _), (_, .span):
            throw CommandEnd.usage(
                "A rule's range begins and ends at dates or instants: a span counts from now, and a rule runs again later. "
                    + "Only --since may have a span, without --until.")
        case (.end(let from)?, .end(let to)?): return try ScopeOptions.range(from, to, self.by)
        case (.end(let from)?, nil): return try ScopeOptions.range(from, nil, self.by)
        case (nil, .end(let to)?): return try ScopeOptions.range(nil, to, self.by)
        }
    }
}

extension ScopeOptions {
    fileprivate static let contradiction = CommandEnd.usage(
        "--scope can't stand beside --since and --until: both say which time.")

    fileprivate static func range(_ from: Scope.End?, _ to: Scope.End?, _ by: Scope.By) throws -> Scope {
        do { return try Scope(from: from, to: to, by: by) } catch { throw CommandEnd.usage("\(error).") }
    }
}

extension App {
    /// What a command shall look at: as its options say, else as was set for the session.
    func search(_ scope: Arguments<ScopeOptions>, _ filter: Arguments<GapFilterOptions>) throws -> SearchRequest {
        let given = filter.libraries
        return SearchRequest(
            scope: try scope.resolved(now: wiring.now(), orElse: choices.scope),
            libraries: given.isEmpty ? choices.library.map { [$0] } ?? [] : given, isFull: scope.full)
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
