import Ledger
import Queue
import SyncEngine
import SyncModel

/// The snapshot as Prometheus reads it.
///
/// - SeeAlso: <https://prometheus.io/docs/instrumenting/exposition_formats/>
struct Metrics {
    private(set) var text = ""

    init(_ snapshot: StatusSnapshot) {
        add("plexsync_info", "gauge", "The program.", [(["version": snapshot.version], 1)])
        if let started = snapshot.startedAt {
            add("plexsync_host_start_time_seconds", "gauge", "When the host started.", [([:], Double(started.seconds))])
        }
        addQueue(snapshot)
        addServers(snapshot)
        addRuns(snapshot)
    }

    private mutating func addQueue(_ snapshot: StatusSnapshot) {
        let queue = snapshot.queue
        add(
            "plexsync_queue_jobs", "gauge", "Jobs by state; done ones since the beginning.",
            [
                (["state": "ready"], Double(queue.ready)), (["state": "running"], Double(queue.running)),
                (["state": "held"], Double(queue.held)), (["state": "dead"], Double(queue.dead)),
                (["state": "done"], Double(queue.done)),
            ])
        add("plexsync_queue_paused", "gauge", "Whether the queue is paused.", [([:], queue.paused ? 1 : 0)])
    }

    private mutating func addServers(_ snapshot: StatusSnapshot) {
        add(
            "plexsync_breaker_open", "gauge", "Whether a server is left alone.",
            snapshot.servers.map { (["server": $0.name], $0.state.isClosed ? 0 : 1) })
        add(
            "plexsync_outage_seconds_last_day", "gauge", "How long a server was down within 24 hours.",
            snapshot.servers.map { (["server": $0.name], Double($0.downTime) / 1000) })
        add(
            "plexsync_requests_total", "counter", "Requests of this process.",
            snapshot.requests.map { (["server": $0.server], Double($0.count)) })
    }

    private mutating func addRuns(_ snapshot: StatusSnapshot) {
        if let found = snapshot.trend.last?.summary?.found {
            add(
                "plexsync_gaps", "gauge", "Gaps that the last run over all scenes found.",
                GapType.allCases.map { (["type": $0.rawValue], Double(found[$0] ?? 0)) })
        }
        let latest = snapshot.latest
        add(
            "plexsync_rule_last_run_timestamp_seconds", "gauge", "When a rule was started last.",
            latest.map { (["rule": $0.record.rule ?? ""], Double($0.record.startedAt.seconds)) })
        add(
            "plexsync_rule_last_run_ok", "gauge", "Whether the last run of a rule ended well.",
            latest.map { (["rule": $0.record.rule ?? ""], $0.record.result == .ok ? 1 : 0) })
        add(
            "plexsync_rule_next_timestamp_seconds", "gauge", "When a rule is due.",
            snapshot.next.map { (["rule": $0.rule], Double($0.at.seconds)) })
    }

    private mutating func add(
        _ name: String, _ type: String, _ help: String, _ samples: [(labels: [String: String], value: Double)]
    ) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for (labels, value) in samples {
            let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
            let number = value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
            text += name + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(number)\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n", "\r\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}

extension CircuitBreaker.State {
    var isClosed: Bool { if case .closed = self { true } else { false } }

    /// As people read it.
    var word: String {
        switch self {
        case .closed: "answers"
        case .open: "rests"
        case .probing: "is asked"
        }
    }
}
