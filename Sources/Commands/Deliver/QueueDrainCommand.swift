public import CommandSyntax
import JSON
import Queue
import SyncEngine
import SyncModel
import Terminal

/// Works off the queue.
public struct QueueDrainCommand: Command {
    public static let name = "drain"
    public static let summary = "Deliver what is due, until nothing is."
    public static let details = """
        Takes jobs that are due, up to fifty at a time, and brings Plex up to date for their scenes. Any number of \
        processes may drain at once.

        A server that is down is waited for; after 30 seconds the command ends with 69, and with --wait never.
        """
    public static let examples = [
        Example("queue drain", "all that is due"), Example("queue drain --wait", "stay, and deliver what comes"),
    ]
    public let wait = Option(flag: "wait", "Stay when nothing is due, and through outages.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("write to Plex")
        let (engine, _) = try await app.engine()
        var options = DrainOptions()
        options.waits = given.wait
        let report = try await engine.drain(options)
        try show(report, app)
        if report.died > 0 || report.pauses.isPaused { throw CommandEnd.failed() }
    }

    private func show(_ report: DrainReport, _ app: App) throws {
        switch app.choices.format {
        case .json, .jsonl: try app.write(json: { $0.drain(report) })
        case .table, .csv, .markdown: for line in DrainText.lines(report, now: app.wiring.now()) { app.tell(line) }
        }
    }
}

extension JSONWriter {
    /// What a drain did: counts of jobs, and what is left.
    mutating func drain(_ report: DrainReport) {
        object { writer in
            writer.write("delivered", report.delivered)
            writer.object("nothing_to_deliver") { writer in
                for (note, count) in report.endedOtherwise.sorted(by: { $0.key < $1.key }) { writer.write(note, count) }
            }
            writer.write("fanned_out", report.fannedOut)
            writer.write("retried", report.retried)
            writer.write("died", report.died)
            writer.write("held", report.held)
            writer.write("waiting", report.waiting)
            if let next = report.nextDue { writer.write("next_due", next.rfc3339) }
            writer.write("paused", report.pauses.isPaused)
        }
    }
}

/// What a drain did, as lines for a person.
enum DrainText {
    static func lines(_ report: DrainReport, now: Instant) -> [String] {
        var first = "Delivered \(counted(report.delivered, "scene"))."
        let others = report.endedOtherwise.sorted { $0.key < $1.key }
        if !others.isEmpty {
            let notes = others.map { "\($0.key.replacing("_", with: " ")) \(grouped($0.value))" }
            first += " Nothing to deliver: \(notes.joined(separator: ", "))."
        }
        var lines = [first]
        if report.fannedOut > 0 { lines.append("\(counted(report.fannedOut, "job")) became those of their scenes.") }
        if report.held > 0 {
            lines.append("\(counted(report.held, "job")) held: they would empty too much; see 'queue release'.")
        }
        if report.died > 0 { lines.append("\(counted(report.died, "job")) gave up; see 'dead list'.") }
        if report.waiting > 0 { lines.append(waiting(report, now)) }
        if let refusal = report.pauses.refusal { lines.append("The queue is paused: \(refusal.cause)") }
        if report.pauses.byPerson != nil { lines.append("The queue is paused; 'queue resume' goes on.") }
        return lines
    }

    private static func waiting(_ report: DrainReport, _ now: Instant) -> String {
        let jobs = "\(counted(report.waiting, "job")) \(report.waiting == 1 ? "waits" : "wait")"
        guard let next = report.nextDue, !report.pauses.isPaused else { return "\(jobs)." }
        guard next > now else { return "\(jobs) and may be done now." }
        let seconds = max(0, next.rawValue - now.rawValue + 999) / 1000
        return "\(jobs), the first for another \(seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min")."
    }
}
