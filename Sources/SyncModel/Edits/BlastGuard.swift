/// The blast guard: one pure judge for runs and for the worker (`DESIGN.md` 5).
public struct BlastGuard: Hashable, Sendable {
    public var fields, percent: Int
    public init(fields: Int = 50, percent: Int = 10) { (self.fields, self.percent) = (fields, percent) }

    /// Whether emptying so many fields, of so many filled ones, is too much to do unasked.
    public func holds(emptied: Int, ofFilled filled: Int) -> Bool {
        emptied > fields && emptied * 100 > filled * percent
    }
}

/// What the blast guard counts.
public enum FieldsEmptied {
    /// Whether the edits of one field leave nothing in it.
    public static func isEmptied(by edits: [Edit]) -> Bool {
        if edits.contains(where: { $0.action == .clear }) { return true }
        guard let removal = edits.first(where: { $0.action == .remove }),
            !edits.contains(where: { $0.action == .add })
        else { return false }
        return removal.have?.names.count == removal.want?.names.count
    }
}

extension TargetComparison {
    /// How many fields its edits would leave empty that are filled now.
    public var emptiedFields: Int { findings.count { FieldsEmptied.isEmptied(by: $0.edits) } }
}
