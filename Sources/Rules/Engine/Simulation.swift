public import SyncModel

extension RuleEngine {
    /// Every slot that the clock alone would start in a half-open range of due times, ascending: what `rules simulate`
    /// shows. Rules that are switched off are left out.
    ///
    /// - Parameter overrides: What is set over the file's `enabled`, by name in lower case.
    public func simulate(_ range: Range<Instant>, overrides: [String: Bool] = [:]) -> [Slot] {
        rules.flatMap { rule -> [Slot] in
            guard case .schedule(let schedule) = rule.trigger, overrides[rule.key] ?? rule.isEnabled else { return [] }
            let nominal =
                range.lowerBound.advanced(seconds: -rule.delay)..<range.upperBound.advanced(seconds: -rule.delay)
            return schedule.fires(in: nominal, zone: zone(of: rule)).map {
                Slot(rule: rule, at: $0.at, due: $0.at.advanced(seconds: rule.delay))
            }
        }.sorted { $0.due < $1.due }
    }
}
