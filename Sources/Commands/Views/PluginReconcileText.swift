import SyncEngine
import SyncModel
import Terminal

/// What a reconciliation found, for Stash's log: 64 columns are left there beside the plugin's name.
enum PluginReconcileText {
    /// The headline first.
    static func lines(_ tally: Tally) -> [String] {
        let types = GapType.allCases.map { "\(grouped(tally.counts[$0] ?? 0)) \($0.rawValue)" }.joined(separator: ", ")
        let scenes = "\(grouped(tally.scanned)) \(tally.scanned == 1 ? "scene" : "scenes")"
        let headline = "\(grouped(tally.gaps)) of \(scenes) \(tally.gaps == 1 ? "has" : "have") gaps (\(types))."
        return [headline] + TallyText.lines(tally, shown: tally.gaps).dropFirst()
    }
}
