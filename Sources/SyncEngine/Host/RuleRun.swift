import Queue
public import Rules
public import SyncModel

extension ReconcileRequest {
    /// What a rule asks for.
    ///
    /// - Parameter slot: What it is started for; `nil` by hand.
    public init(_ rule: Rule, slot: Slot? = nil, isDryRun: Bool = false) {
        var filter = rule.gaps
        filter.libraries = []  // they narrow the search itself
        let search = SearchRequest(scope: rule.scope, libraries: rule.gaps.libraries)
        self.init(query: GapQuery(search: search, filter: filter))
        action = rule.action
        limit = rule.limit
        self.rule = rule.name
        self.slot = slot?.at
        self.isDryRun = isDryRun
        priority = slot == nil ? .command : .rule
        trigger = slot == nil ? "command" : rule.trigger.word
    }
}

extension Trigger {
    /// As a run records it.
    var word: String {
        switch self {
        case .schedule: "schedule"
        case .event(let event): event.rawValue
        case .manual, .never: "command"
        }
    }
}

extension Engine {
    /// Runs a rule once, in its own zone.
    ///
    /// - Parameter zone: Where days begin for it: ``RuleEngine/zone(of:)``.
    /// - Throws: As ``reconcile(_:listener:visit:)``.
    public func run(
        _ rule: Rule, zone: Zone, slot: Slot? = nil, isDryRun: Bool = false, listener: RunListener = RunListener(),
        visit: (FoundGap) async throws -> Void = { _ in }
    ) async throws -> ReconcileReport {
        let request = ReconcileRequest(rule, slot: slot, isDryRun: isDryRun)
        return try await with(zone: zone).reconcile(request, listener: listener, visit: visit)
    }

    private func with(zone: Zone) -> Engine {
        var settings = settings
        settings.zone = zone
        return Engine(
            store: store, stateFolder: stateFolder, settings: settings, stash: stash, plex: plex, jobs: jobs,
            activity: activity, now: now)
    }
}
