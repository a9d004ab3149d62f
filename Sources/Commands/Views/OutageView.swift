import Database
import JSON
import Ledger
import Queue
import SyncModel
import Terminal

/// The outages of a span of time, from the log of the breakers' openings and closings.
struct OutageReport: Sendable {
    let span: Range<Instant>
    /// The oldest first; those that began before the span are among them.
    let outages: [Outage]

    /// - Parameter asked: Counting begins no earlier than anything is known: before our first run nobody looked.
    init(from asked: Instant, to now: Instant, in transaction: ReadTransaction) throws {
        outages = try JobStore().outages(since: asked.rawValue, in: transaction)
        let known = [try RunLog.firstStart(in: transaction)?.rawValue, outages.map(\.start).min()].compactMap { $0 }
            .min()
        let start = max(asked.rawValue, known ?? now.rawValue)
        span = Instant(rawValue: min(start, now.rawValue))..<now
    }

    /// Milliseconds.
    func downTime(of server: String) -> Int {
        Outage.downTime(
            in: span.lowerBound.rawValue..<span.upperBound.rawValue, of: outages.filter { $0.server == server })
    }

    /// Share of the span in which the server was there, `0...1`; `nil` where nothing is known.
    func availability(of server: String) -> Double? {
        let length = span.upperBound.rawValue - span.lowerBound.rawValue
        return length > 0 ? 1 - Double(downTime(of: server)) / Double(length) : nil
    }
}

extension JSONWriter {
    mutating func outages(_ report: OutageReport) {
        object { writer in
            writer.write("from", report.span.lowerBound.rfc3339)
            writer.write("to", report.span.upperBound.rfc3339)
            writer.object("servers") { writer in
                for server in Status.servers {
                    writer.object(server) { writer in
                        if let share = report.availability(of: server) { writer.write("availability", share) }
                        writer.write("down_seconds", report.downTime(of: server) / 1000)
                        writer.write("outages", report.outages.count { $0.server == server })
                    }
                }
            }
            writer.array("outages") { writer in for outage in report.outages { writer.outage(outage) } }
        }
    }

    /// Without an end it lasts.
    mutating func outage(_ outage: Outage) {
        object { writer in
            writer.write("server", outage.server)
            writer.write("start", Instant(rawValue: outage.start).rfc3339)
            if let end = outage.end { writer.write("end", Instant(rawValue: end).rfc3339) }
            writer.write("cause", outage.cause)
        }
    }
}

enum OutageTable {
    static func table(_ report: OutageReport, now: Instant) -> Table {
        Table(
            [
                Table.Column("Server", key: "server"), Table.Column("Start", key: "start"),
                Table.Column("End", key: "end"), Table.Column("Lasted", key: "seconds"),
                Table.Column("Cause", key: "cause"),
            ],
            rows: report.outages.map { outage in
                let length = (outage.end ?? now.rawValue) - outage.start
                return [
                    Table.Cell(outage.server), Table.Cell(Instant(rawValue: outage.start).rfc3339),
                    outage.end.map { Table.Cell(Instant(rawValue: $0).rfc3339) }
                        ?? Table.Cell("lasts", raw: "", style: .bad),
                    Table.Cell(Duration.milliseconds(length).forPeople, raw: String(length / 1000)),
                    Table.Cell(outage.cause),
                ]
            })
    }

    static func lines(_ report: OutageReport) -> [String] {
        Status.servers.map { server in
            guard let share = report.availability(of: server) else { return "\(server): nothing is known yet." }
            let down = Duration.milliseconds(report.downTime(of: server)).forPeople
            let count = report.outages.count { $0.server == server }
            return "\(server): there \(percent(share)) of the time since \(report.span.lowerBound.rfc3339), "
                + (count == 0 ? "no outage." : "\(counted(count, "outage")), down for \(down).")
        }
    }

    /// Three decimals, never rounded up to all of it.
    private static func percent(_ share: Double) -> String {
        let thousandths = Int(share * 100_000)
        let decimals = String(1000 + thousandths % 1000).dropFirst()
        return "\(thousandths / 1000).\(decimals) %"
    }
}
