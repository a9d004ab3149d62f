import SyncEngine

/// How much of a task is done, `0...1`, reckoned from the work that is seen and that which is to be expected.
///
/// Stash takes what it is told for a share of the time. So each piece of work counts what it costs, and moves the share by
/// its part of what is left: where more is found than was expected the share goes on more slowly, and never back.
struct WorkAhead: Sendable {
    /// What a task consists of.
    enum Plan: Hashable, Sendable {
        /// All stages; `gapShare`: which part of the scenes is expected to be delivered, `0...1`.
        case reconciliation(gapShare: Double)
        case delivery
    }

    /// `0...1`.
    private(set) var share = 0.0
    private let plan: Plan
    private var units: [Piece: (done: Int, total: Int)] = [:]
    private var latest = Step.Stage.listingPlex
    /// Scenes with a gap so far.
    var found = 0

    private struct Piece: Hashable {
        let stage: Step.Stage
        let subject: String
    }

    init(_ plan: Plan) { self.plan = plan }

    mutating func see(_ step: Step) {
        // Who waits for a server does no work.
        if step.stage == .waiting || plan == .delivery && step.stage != .delivering { return }
        guard let total = step.total, step.stage.order >= latest.order else { return }
        latest = step.stage
        let piece = Piece(stage: step.stage, subject: step.subject)
        let before = units[piece]?.done ?? 0
        units[piece] = (max(step.done, before), max(total, step.done))
        let cost = Double(max(0, step.done - before)) * step.stage.cost
        if cost > 0 { share = min(1, share + (1 - share) * cost / (cost + left)) }
    }

    /// What is still to be done, as far as can be told.
    private var left: Double {
        Step.Stage.allCases.reduce(0) { $0 + Double(unitsLeft(in: $1)) * $1.cost }
    }

    private func unitsLeft(in stage: Step.Stage) -> Int {
        if let left = begun(stage)?.left { return latest.order > stage.order ? 0 : left }
        guard case .reconciliation(let gapShare) = plan, stage.order >= latest.order else { return 0 }
        switch stage {
        case .listingPlex, .waiting: return 0
        case .readingStash: return scenes
        case .comparing: return scenes
        case .queueing, .delivering:
            if let queued = begun(.queueing)?.total { return queued }
            guard let compared = begun(.comparing), compared.total > compared.left else {
                return Int(Double(scenes) * gapShare)
            }
            return found * compared.total / (compared.total - compared.left)
        }
    }

    /// How many there are: as Stash says, or until it does, about as many as Plex lists.
    private var scenes: Int {
        (begun(.readingStash) ?? begun(.comparing) ?? begun(.listingPlex))?.total ?? 0
    }

    private func begun(_ stage: Step.Stage) -> (total: Int, left: Int)? {
        let pieces = units.filter { $0.key.stage == stage }.values
        if pieces.isEmpty { return nil }
        return (pieces.reduce(0) { $0 + $1.total }, pieces.reduce(0) { $0 + $1.total - $1.done })
    }
}

extension Step.Stage {
    /// The first two go on side by side.
    fileprivate var order: Int {
        switch self {
        case .listingPlex, .readingStash: 0
        case .comparing: 1
        case .queueing: 2
        case .delivering, .waiting: 3
        }
    }

    /// What one item or scene takes, beside a scene read from Stash: measured between servers that answer within 10 ms. A
    /// delivery is an edit of its own, which Plex does one at a time.
    fileprivate var cost: Double {
        switch self {
        case .listingPlex, .readingStash: 1
        case .comparing: 2
        case .queueing: 0.1
        case .delivering: 40
        case .waiting: 0
        }
    }
}
