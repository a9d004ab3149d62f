import Ledger
import Queue
import SyncEngine
import SyncModel

/// The snapshot as a page: plain HTML that renews itself, without script.
struct Page {
    let snapshot: StatusSnapshot

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="15">
        <title>\(title.asHTML)</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <header><h1>plexsync</h1><p>\(subtitle.asHTML)</p></header>
        <main>
        \(section("Queue", queue))
        \(section("Servers", servers))
        \(section("Next", next))
        \(section("Gaps over time", chart))
        \(section("Last runs", runs))
        \(snapshot.news.isEmpty ? "" : section("News", news))
        </main>
        </body>
        </html>

        """
    }

    private var title: String { "plexsync: \(snapshot.queue.ready) waiting" }

    private var subtitle: String {
        let since = snapshot.startedAt.map { ", running since \(shown($0))" } ?? ""
        return "Version \(snapshot.version), as of \(shown(snapshot.at))\(since)"
    }

    private func section(_ title: String, _ body: String) -> String {
        "<section><h2>\(title.asHTML)</h2>\n\(body)\n</section>"
    }

    private var queue: String {
        let queue = snapshot.queue
        let cells = [
            ("waiting", queue.ready, ""), ("running", queue.running, ""), ("held", queue.held, "warn"),
            ("dead", queue.dead, "bad"), ("done", queue.done, ""),
        ].map { word, count, style in
            "<li\(count > 0 && !style.isEmpty ? " class=\"\(style)\"" : "")><b>\(count)</b> \(word)</li>"
        }
        var lines = ["<ul class=\"counts\" id=\"queue\">\(cells.joined())</ul>"]
        if let refusal = snapshot.pauses.refusal { lines.append(note("Stopped: \(refusal.cause)")) }
        if snapshot.pauses.byPerson != nil { lines.append(note("Paused by hand; 'queue resume' goes on.")) }
        return lines.joined(separator: "\n")
    }

    private func note(_ text: String) -> String { "<p class=\"bad\">\(text.asHTML)</p>" }

    private var servers: String {
        table(
            ["Server", "State", "Down in 24 h", "Why"],
            snapshot.servers.map { server in
                [
                    cell(server.name), cell(server.state.word, server.state.isClosed ? "good" : "bad"),
                    cell(span(server.downTime)), cell(server.cause ?? ""),
                ]
            }, id: "servers")
    }

    private var next: String {
        if snapshot.next.isEmpty { return "<p>No rule waits for the clock.</p>" }
        return table(
            ["Rule", "At"], snapshot.next.map { [cell($0.rule), cell(shown($0.at))] }, id: "next")
    }

    private var chart: String {
        let chart = GapChart(snapshot.trend)
        if chart.svg.isEmpty { return "<p>The chart begins with the first run over all scenes.</p>" }
        let legend = GapType.allCases.map { type in
            let count = snapshot.trend.last?.summary?.found[type] ?? 0
            return "<li class=\"\(type.rawValue)\">\(type.rawValue) <b>\(count)</b></li>"
        }
        let rule = snapshot.trend.last.flatMap { $0.summary?.steps.isEmpty == true ? nil : $0.record.rule }
        let caption = rule.map { "Runs of the rule '\($0)', which keeps only some gaps." } ?? "Runs over all scenes."
        return chart.svg + "\n<ul class=\"legend\">\(legend.joined())</ul>\n<p>\(caption.asHTML)</p>"
    }

    private var runs: String {
        if snapshot.runs.isEmpty { return "<p>None yet.</p>" }
        return table(
            ["Run", "Started", "By", "Scope", "Looked at", "Empty", "Stale", "Missing", "Queued", "Result"],
            snapshot.runs.map { run in
                let (record, summary) = (run.record, run.summary)
                let by = record.rule.map { "\(record.trigger) \($0)" } ?? record.trigger
                let found = GapType.allCases.map { type in
                    cell(summary.map { "\($0.found[type] ?? 0)" } ?? "", "number")
                }
                return [cell("\(record.id)", "number"), cell(shown(record.startedAt)), cell(by), cell(scope(summary))]
                    + [cell(summary.map { "\($0.scanned)" } ?? "", "number")] + found
                    + [
                        cell(summary.map { "\($0.queuedScenes)" } ?? "", "number"),
                        cell(record.result.rawValue, record.result == .ok ? "good" : "warn"),
                    ]
            }, id: "runs")
    }

    private func scope(_ summary: RunSummary?) -> String {
        guard let scope = summary?.scope else { return "" }
        guard scope.kind == "range" else { return scope.kind }
        return "\(scope.from?.rfc3339 ?? "") to \(scope.to?.rfc3339 ?? "")"
    }

    private var news: String {
        table(["At", "What"], snapshot.news.map { [cell(shown($0.at)), cell($0.text)] }, id: "news")
    }

    private func table(_ heads: [String], _ rows: [[String]], id: String) -> String {
        let head = heads.map { "<th>\($0.asHTML)</th>" }.joined()
        let body = rows.map { "<tr>\($0.joined())</tr>" }.joined(separator: "\n")
        return "<table id=\"\(id)\"><thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)\n</tbody></table>"
    }

    private func cell(_ text: String, _ style: String = "") -> String {
        "<td\(style.isEmpty ? "" : " class=\"\(style)\"")>\(text.asHTML)</td>"
    }

    private func shown(_ at: Instant) -> String {
        let text = Instant(seconds: at.seconds).rfc3339
        return text.replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// Milliseconds as hours, minutes or seconds.
    private func span(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1000
        if seconds == 0 { return "" }
        if seconds < 120 { return "\(seconds) s" }
        return seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }
}
