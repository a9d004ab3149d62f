import SyncModel

/// Compares what a run found with what a case expects.
struct RunComparison {
    let expected: Expectation
    let found: RunFindings

    var differences: [Difference] {
        var all = numbers
        all += counted("outcomes", expected.outcomes, found.outcomes)
        if let gaps = expected.gaps { all += differences(in: gaps) }
        all += expected.plans.flatMap(differences)
        if let queued = expected.queued, !queued.fits(found.queued) {
            all.append(Difference("queued", expected: queued.text, found: SceneCount.scenes(found.queued).text))
        }
        all += counted("not_queued", expected.notQueued, found.notQueued)
        return all
    }

    private var numbers: [Difference] {
        var all: [Difference] = []
        if let scanned = expected.scanned, scanned != found.tally.scanned {
            all.append(Difference("scanned", expected: String(scanned), found: String(found.tally.scanned)))
        }
        if let counts = expected.counts {
            for type in GapType.allCases where (counts[type] ?? 0) != (found.tally.counts[type] ?? 0) {
                all.append(
                    Difference(
                        "counts.\(type.rawValue)", expected: String(counts[type] ?? 0),
                        found: String(found.tally.counts[type] ?? 0)))
            }
        }
        if let result = expected.result, result != found.result {
            all.append(Difference("result", expected: result.rawValue, found: found.result.rawValue))
        }
        return all
    }

    /// Words that are not expected have no scene.
    private func counted<Word>(
        _ what: String, _ expected: [Word: SceneCount]?, _ found: [Word: [Scene.ID]]
    ) -> [Difference] where Word: RawRepresentable<String> & CaseIterable & Hashable {
        guard let expected else { return [] }
        return Word.allCases.compactMap { word in
            let count = expected[word] ?? .number(0)
            let ids = (found[word] ?? []).sorted()
            if count.fits(ids) { return nil }
            return Difference(
                "\(what).\(word.rawValue)", expected: count.text, found: SceneCount.scenes(ids).text)
        }
    }

    // MARK: Gaps

    private func differences(in gaps: [ExpectedGap]) -> [Difference] {
        let found = self.found.gaps
        let missing = gaps.filter { gap in !found.contains { $0.scene == gap.scene } }.map { gap in
            Difference("gap of scene \(gap.scene.rawValue)", expected: gap.text, found: end(of: gap.scene))
        }
        let extra = found.filter { gap in !gaps.contains { $0.scene == gap.scene } }.map { gap in
            Difference("gap of scene \(gap.scene.rawValue)", expected: "none", found: gap.text)
        }
        let others = gaps.compactMap { gap -> Difference? in
            guard let match = found.first(where: { $0.scene == gap.scene }), !gap.fits(match) else { return nil }
            return Difference("gap of scene \(gap.scene.rawValue)", expected: gap.text, found: match.text)
        }
        return missing + extra + others
    }

    /// How a scene without a gap that the filter keeps ended.
    private func end(of scene: Scene.ID) -> String {
        if found.notQueued[.filtered]?.contains(scene) == true { return "dropped by the filter" }
        let outcome = found.outcomes.first { $0.value.contains(scene) }?.key
        return outcome?.rawValue ?? "not in scope"
    }

    // MARK: Plans

    private func differences(of plan: ExpectedPlan) -> [Difference] {
        let all = found.plans[plan.scene] ?? []
        let comparisons = plan.ratingKey.map { key in all.filter { $0.target.ratingKey == key } } ?? all
        let (edits, kept) = (comparisons.flatMap(\.edits), comparisons.flatMap(\.kept))
        var differences: [Difference] = []
        if let wanted = plan.edits, wanted.count != edits.count || !zip(wanted, edits).allSatisfy({ $0.fits($1) }) {
            differences.append(
                Difference(
                    "edits of scene \(plan.scene.rawValue)", expected: list(wanted.map(\.text)),
                    found: list(edits.map(\.text))))
        }
        if let wanted = plan.kept, wanted.count != kept.count || !zip(wanted, kept).allSatisfy({ $0.fits($1) }) {
            differences.append(
                Difference(
                    "kept of scene \(plan.scene.rawValue)", expected: list(wanted.map(\.text)),
                    found: list(kept.map(\.text))))
        }
        return differences
    }

    private func list(_ texts: [String]) -> String { texts.isEmpty ? "none" : texts.joined(separator: "; ") }
}
