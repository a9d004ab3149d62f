/// What a rule or a reconciliation does with the gaps it keeps.
public enum GapAction: String, CaseIterable, Hashable, Sendable { case enqueue, report }

/// What is to become of scenes that have no item: `sync.missing`.
public enum MissingPolicy: String, CaseIterable, Hashable, Sendable {
    case enqueue, report, ignore

    /// To ignore them is a filter, too: it drops gaps that are nothing else.
    public func keeps(_ gap: Gap) -> Bool { self != .ignore || gap.types != [.missing] }
}

/// Decides gap by gap which are to be queued, up to what the blast guard and the queue itself say (`DESIGN.md` 4.7).
public struct Admission: Hashable, Sendable {
    public let missing: MissingPolicy
    public let action: GapAction
    /// At most so many scenes.
    public let limit: Int?
    public private(set) var admitted = 0

    public init(missing: MissingPolicy, action: GapAction, limit: Int?) {
        (self.missing, self.action, self.limit) = (missing, action, limit)
    }

    /// - Parameters:
    ///   - isGivenUp: Whether the scene's job died of just what is found again.
    ///   - isQueued: Whether the scene has a job already; it is none of those that the limit lets in.
    /// - Returns: Why the gap is not queued; `nil` where it is admitted, which counts towards the limit if it is new.
    public mutating func take(_ gap: Gap, isGivenUp: Bool, isQueued: Bool = false) -> NotQueuedReason? {
        if let reason = reasonToLeave(gap, isGivenUp: isGivenUp) { return reason }
        if isQueued { return nil }
        if let limit, admitted >= limit { return .overLimit }
        admitted += 1
        return nil
    }

    private func reasonToLeave(_ gap: Gap, isGivenUp: Bool) -> NotQueuedReason? {
        if !missing.keeps(gap) { return .filtered }
        if gap.types == [.missing], missing == .report { return .report }
        if gap.wouldWriteNothing, !gap.types.contains(.missing) {
            return gap.emptyFields.isEmpty && gap.staleFields.isEmpty ? .settled : .kept
        }
        if isGivenUp { return .givenUp }
        return action == .report ? .report : nil
    }
}
