public import Rules
public import SyncModel

/// What a host has to tell, a line each: for its log, and above the prompt.
public enum HostNews: Hashable, Sendable, CustomStringConvertible {
    /// What a run of a rule came to.
    public struct Ending: Hashable, Sendable {
        public let run: Int?
        public let result: RunResult
        public let found: [GapType: Int]
        public let queued: Int
    }

    case started(rules: Int)
    case reloaded(rules: Int)
    /// The old rules stay.
    case reloadRefused(String)
    case ruleStarted(String, slot: Instant, isCatchUp: Bool)
    case ruleEnded(String, Ending)
    case ruleFailed(String, reason: String)
    case rulePaused(String, reason: String)
    /// Its last run was not over.
    case rulePassed(String, slot: Instant)
    case ruleOverran(String, seconds: Int)
    case ruleWaits(String)
    case happened(Trigger.Event)
    case stashGone(String)
    case workerFailed(String)
    case trouble(String)
    /// Where the status page is.
    case page(String)
    case stopping

    public var description: String {
        switch self {
        case .started(let rules): "The host works by \(counted(rules, "rule"))."
        case .reloaded(let rules): "The configuration was read anew: \(counted(rules, "rule"))."
        case .reloadRefused(let why): "The changed configuration is not used, the old one stays:\n\(why)"
        case .ruleStarted(let rule, let slot, let isCatchUp):
            "Rule '\(rule)' starts for \(slot.rfc3339)\(isCatchUp ? ", late" : "")."
        case .ruleEnded(let rule, let ending): "Rule '\(rule)' ended: \(ending.sentence)"
        case .ruleFailed(let rule, let reason): "Rule '\(rule)' failed: \(reason)"
        case .rulePaused(let rule, let reason):
            "Rule '\(rule)' is switched off (\(reason)); 'rules enable \(rule)' switches it on again."
        case .rulePassed(let rule, let slot):
            "Rule '\(rule)' is not started for \(slot.rfc3339): its last run is still going."
        case .ruleOverran(let rule, let seconds): "Rule '\(rule)' is ended: its deadline of \(seconds) s has passed."
        case .ruleWaits(let rule): "Rule '\(rule)' waits: another reconciliation is at work."
        case .happened(.startup): "Stash has started."
        case .happened(.scanComplete): "A scan of Stash has ended."
        case .happened(.plexBack): "Plex is back."
        case .stashGone(let why): "Stash is gone: \(why)"
        case .workerFailed(let reason): "Delivering failed, and is tried again soon: \(reason)"
        case .trouble(let sentence): sentence
        case .page(let address): "The status page is at \(address)."
        case .stopping: "The host stops."
        }
    }

    /// A stable word without values.
    public var code: String {
        switch self {
        case .started: "host-started"
        case .reloaded: "reloaded"
        case .reloadRefused: "reload-refused"
        case .ruleStarted: "rule-started"
        case .ruleEnded: "rule-ended"
        case .ruleFailed: "rule-failed"
        case .rulePaused: "rule-paused"
        case .rulePassed: "rule-passed"
        case .ruleOverran: "rule-overran"
        case .ruleWaits: "rule-waits"
        case .happened(let event): event.rawValue
        case .stashGone: "stash-gone"
        case .workerFailed: "worker-failed"
        case .trouble: "trouble"
        case .page: "status-page"
        case .stopping: "host-stopping"
        }
    }
}

extension HostNews.Ending {
    init(_ report: ReconcileReport) {
        (run, result) = (report.run, report.result)
        (found, queued) = (report.tally.counts, report.queued.scenes)
    }

    fileprivate var sentence: String {
        let counts = GapType.allCases.map { "\(found[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
        let end = run.map { " (run \($0))." } ?? "."
        return "\(result.rawValue), found \(counts), queued \(counted(queued, "scene"))\(end)"
    }
}

private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
