extension Scope {
    /// The scope's ends as instants.
    ///
    /// - Parameters:
    ///   - now: Stash's clock, since the times compared with are Stash's (`DESIGN.md` 8).
    ///   - zone: Where a date begins; the rule's zone, else the file's, else the system's.
    public func resolved(now: Instant, zone: Zone) -> ResolvedScope {
        switch kind {
        case .all: return ResolvedScope(kind: "all", by: by)
        case .last(let seconds, let name):
            let from = now.advanced(seconds: -seconds)
            return ResolvedScope(
                kind: name, by: by, from: from, fromDay: by == .date ? zone.wallTime(at: from).date : nil)
        case .range(let from, let to):
            return ResolvedScope(
                kind: "range", by: by, from: from.map { $0.instant(in: zone) }, to: to.map { $0.instant(in: zone) },
                fromDay: by == .date ? from.map { $0.day(in: zone) } : nil,
                toDay: by == .date ? to.map { $0.dayAfter(in: zone) } : nil)
        }
    }
}

extension Scope {
    /// Whether it is a range that no instant can be in, where days begin as in that zone.
    public func isEmpty(in zone: Zone) -> Bool {
        guard case .range(let from?, let to?) = kind else { return false }
        return from.instant(in: zone) >= to.instant(in: zone)
    }
}

extension Scope.End {
    func instant(in zone: Zone) -> Instant {
        switch self {
        case .instant(let instant): instant
        case .day(let day): zone.start(of: day)
        }
    }

    func day(in zone: Zone) -> CivilDate {
        switch self {
        case .instant(let instant): zone.wallTime(at: instant).date
        case .day(let day): day
        }
    }

    /// As the end of a range of days: an instant within a day takes that day in.
    func dayAfter(in zone: Zone) -> CivilDate {
        switch self {
        case .instant(let instant):
            zone.start(of: day(in: zone)) == instant ? day(in: zone) : day(in: zone).advanced(days: 1)
        case .day(let day): day
        }
    }
}

extension ResolvedScope {
    /// Whether a scene is in scope. A time that cannot be read counts as inside: better looked at than silently lost.
    public func contains(createdAt: Timestamp, updatedAt: Timestamp, date: PartialDate?) -> Bool {
        switch by {
        case .updated: contains(updatedAt)
        case .created: contains(createdAt)
        case .date: isAll || date.map(contains) ?? false
        }
    }

    private func contains(_ time: Timestamp) -> Bool {
        if isAll { return true }
        guard let instant = time.instant else { return true }
        return from.map { instant >= $0 } ?? true && to.map { instant < $0 } ?? true
    }

    /// A partial date is in range if its whole span is.
    private func contains(_ date: PartialDate) -> Bool {
        let span = date.span
        return fromDay.map { span.lowerBound >= $0 } ?? true && toDay.map { span.upperBound <= $0 } ?? true
    }
}
