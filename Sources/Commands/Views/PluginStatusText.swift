import Ledger
import Queue
import SyncEngine
import SyncModel
import Terminal

/// `status` for Stash's log, where lines are few and narrow and each is read for itself.
enum PluginStatusText {
    /// The headline first.
    /// - Parameter knowsRules: Else nothing is said about the next run.
    static func lines(_ status: Status, knowsRules: Bool = true, now: Instant) throws -> [String] {
        let queue = status.queue
        var first = "Queue: \(grouped(queue.ready)) waiting, \(grouped(queue.running)) running"
        if queue.held > 0 { first += ", \(grouped(queue.held)) held" }
        first += ", \(grouped(queue.dead)) dead."
        if status.pauses.isPaused { first += " It is paused." }
        var lines = [first]
        if let refusal = status.pauses.refusal { lines.append("Paused: \(refusal.cause)") }
        lines += try lastRun(status, now)
        if queue.held > 0 { lines += Self.ofHeld }
        for (server, breaker) in status.breakers {
            lines.append("Breaker of \(server): \(breaker.state.word)")
            lines += [status.outages.last { $0.server == server }?.cause].compactMap(\.self)
        }
        if status.next.isEmpty, knowsRules {
            lines.append("Next run: none; 'Reconcile' in Settings > Plugins sets one.")
        }
        lines += status.next.prefix(3).map { rule, at in
            "Next run: \(rule) \(at <= now ? "now" : "in \(Duration.milliseconds(at.rawValue - now.rawValue).forPeople)")"
        }
        return lines
    }

    /// What holds jobs, and what lets them go.
    static let ofHeld = [
        "Held jobs would empty many fields that are filled in Plex.",
        "Held jobs wait for './plexsync queue release'.",
    ]

    private static func lastRun(_ status: Status, _ now: Instant) throws -> [String] {
        guard let run = status.lastRun else { return ["Last run: none yet; 'Reconcile Library' makes one."] }
        let summary = try RunSummary(decoding: run.summary)
        func types(_ counts: [GapType: Int]) -> String {
            GapType.allCases.map { "\(grouped(counts[$0] ?? 0)) \($0.rawValue)" }.joined(separator: ", ")
        }
        let at = Instant(rawValue: run.startedAt.rawValue / 1000 * 1000)
        let ago = Duration.milliseconds(now.rawValue - run.startedAt.rawValue).ago
        let hasEndedWell = run.result == .ok || run.result == .running
        let first = "Last run: \(run.result.rawValue), \(ago) (\(at.rfc3339))"
        let origin = "by \(run.rule ?? run.trigger)"
        let isNarrow = first.count + 2 + origin.count <= PluginLines.width
        return (isNarrow ? ["\(first), \(origin)"] : [first, "Last run: \(origin)"])
            + (hasEndedWell ? [] : ["Reason: \(RunFacts.cause(of: run, summary))"])
            + ["Gaps found: \(types(summary.found))", "Gaps queued: \(types(summary.queued))"]
    }
}
