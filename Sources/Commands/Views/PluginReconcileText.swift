import SyncEngine
import SyncModel
import Terminal

/// What a reconciliation found and did, for Stash's log.
enum PluginReconcileText {
    /// The headline first.
    static func lines(_ report: ReconcileReport, isDryRun: Bool) -> [String] {
        let tally = report.tally
        let scenes = "\(grouped(tally.scanned)) \(tally.scanned == 1 ? "scene" : "scenes")"
        let found = "\(grouped(tally.gaps)) of \(scenes) \(tally.gaps == 1 ? "has" : "have") gaps"
        var lines = counts(found, "Gaps found", tally.counts)
        lines += TallyText.lines(tally, shown: tally.gaps).dropFirst()
        if isDryRun {
            lines.append("Dry run: nothing was queued.")
        } else {
            let queued = report.queued
            lines += counts("Queued \(counted(queued.scenes, "scene"))", "Gaps queued", queued.byType)
        }
        let approval = report.run.map { "'./plexsync runs approve \($0)' lets it" }
        return lines + ReconcileText.lines(report, isDryRun: true, remedy: approval ?? "nothing would be")
    }

    /// One line, or two where the counts are too long for it.
    private static func counts(_ headline: String, _ label: String, _ counts: [GapType: Int]) -> [String] {
        let types = GapType.allCases.map { "\(grouped(counts[$0] ?? 0)) \($0.rawValue)" }.joined(separator: ", ")
        let whole = "\(headline) (\(types))."
        return whole.count <= PluginLines.width ? [whole] : ["\(headline).", "\(label): \(types)."]
    }
}

/// Lines for Stash's log, which leaves them 64 columns beside the plugin's name and shows the newest on top: a longer one
/// would be wrapped downwards among lines that are read upwards.
enum PluginLines {
    static let width = 64

    /// The same, with what is longer as several lines that can each be read alone: its sentences, and lists cut between
    /// two of their counts, their label repeated. What has neither stays as it is.
    static func fitting(_ lines: [String]) -> [String] {
        lines.flatMap { line -> [String] in
            guard line.count > width else { return [line] }
            return sentences(of: line).flatMap { $0.count > width ? folded($0) : [$0] }
        }
    }

    private static func sentences(of line: String) -> [String] {
        let parts = line.split(separator: ". ", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0.offset < parts.count - 1 ? $0.element + "." : String($0.element) }
    }

    private static func folded(_ sentence: String) -> [String] {
        guard let colon = sentence.firstRange(of: ": ") else { return [sentence] }
        let label = sentence[..<colon.upperBound]
        let end = sentence.hasSuffix(".") ? "." : ""
        let items = sentence[colon.upperBound...].dropLast(end.count).split(separator: ", ")
        // A sentence with a comma in it is no list.
        guard items.allSatisfy({ $0.first?.isNumber == true || $0.last?.isNumber == true }) else { return [sentence] }
        let cuts = items.reduce(into: [Substring]()) { cuts, item in
            if let last = cuts.last, label.count + last.count + 2 + item.count + end.count <= width {
                cuts[cuts.count - 1] = last + ", " + item
            } else {
                cuts.append(item)
            }
        }
        return cuts.map { "\(label)\($0)\(end)" }
    }
}
