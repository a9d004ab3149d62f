import SyncModel
import Testing

@testable import Commands
@testable import SyncEngine

/// What Stash's log shows: 64 columns beside the plugin's name, the newest line on top (`apis/stash.md` 8.5).
@Suite struct PluginLinesTests {
    private func report(scenes: Int) -> ReconcileReport {
        var report = ReconcileReport(scope: ResolvedScope(kind: "all", by: .updated))
        report.tally.scanned = scenes
        report.tally.gaps = scenes / 2
        report.tally.counts = [.empty: scenes / 4, .stale: scenes / 4, .missing: scenes / 10]
        for outcome in Outcome.allCases { report.tally.outcomes[outcome] = scenes / 9 }
        (report.queued.scenes, report.queued.byType) = (scenes / 3, report.tally.counts)
        (report.notQueued.scenes, report.notQueued.byType) = (scenes / 6, report.tally.counts)
        for reason in NotQueuedReason.allCases { report.reasons[reason] = scenes / 20 }
        return report
    }

    @Test(arguments: [20, 999, 31_415, 2_718_281], [false, true])
    func `no line of a summary is wider than the log`(scenes: Int, isDryRun: Bool) {
        let lines = PluginLines.fitting(PluginReconcileText.lines(report(scenes: scenes), isDryRun: isDryRun))
        #expect(lines.filter { $0.count > 64 } == [])
        #expect(lines.first?.contains("scenes have gaps") == true)
    }

    @Test func `a list that is cut says on each line what it lists, and loses nothing`() {
        let line = "The others: in sync 27, kept 4, no file 1, no metadata 2, ambiguous 7, unmapped 1, other library 3."
        #expect(
            PluginLines.fitting([line]) == [
                "The others: in sync 27, kept 4, no file 1, no metadata 2.",
                "The others: ambiguous 7, unmapped 1, other library 3.",
            ])
    }

    @Test func `counts that are too long stand on a line of their own`() {
        let lines = PluginReconcileText.lines(report(scenes: 314_159), isDryRun: false)
        #expect(
            lines.prefix(2) == [
                "157 079 of 314 159 scenes have gaps.", "Gaps found: 78 539 empty, 78 539 stale, 31 415 missing.",
            ])
    }

    @Test func `a sentence with a comma is no list`() {
        let line = "Reason: Stash at 192.168.178.20:9999, or a proxy before it, is failing (502)."
        #expect(PluginLines.fitting([line]) == [line])
    }

    @Test func `sentences become lines, and what fits stays`() {
        let long = "Delivered 270 scenes. Nothing to deliver: in sync 12, no metadata 3, unmapped 1."
        #expect(
            PluginLines.fitting(["Delivered 3 scenes.", long]) == [
                "Delivered 3 scenes.", "Delivered 270 scenes.",
                "Nothing to deliver: in sync 12, no metadata 3, unmapped 1.",
            ])
    }
}
