public import Database
public import SyncModel

/// The end of a scene that was compared with the items of its full path, kept for as long as all that it rests on is the
/// same: scene, files, items, ledger and syncs. Whatever changes one of these rows takes the verdict away.
public struct KeptVerdict: Hashable, Sendable {
    /// Of the gap, title and path are those of the scene's row.
    public let verdict: SceneVerdict
    /// Whether a reconciliation finds nothing to write down either.
    public let isSettled: Bool

    /// - Returns: `nil` for an end that rests on more than one comparison by path.
    public init?(_ verdict: SceneVerdict, isSettled: Bool) {
        guard [.inSync, .kept, .gap].contains(verdict.outcome) else { return nil }
        var gap = verdict.gap
        if gap?.types.contains(.missing) == true { return nil }
        gap?.title = nil
        gap?.path = nil
        self.verdict = SceneVerdict(scene: verdict.scene, outcome: verdict.outcome, gap: gap)
        self.isSettled = isSettled
    }

    /// The verdict as it was.
    public func of(_ row: SceneRow) -> SceneVerdict {
        guard var gap = verdict.gap else { return verdict }
        (gap.title, gap.path) = (row.title, row.files.first?.path)
        return SceneVerdict(scene: verdict.scene, outcome: verdict.outcome, gap: gap)
    }
}

public enum KeptVerdicts {
    /// Those of the scenes after `id`, the first `limit` of them.
    public static func find(
        after id: Scene.ID?, limit: Int, in transaction: ReadTransaction
    ) throws -> [Scene.ID: KeptVerdict] {
        var found: [Scene.ID: KeptVerdict] = [:]
        found.reserveCapacity(limit)
        try transaction.each(
            "SELECT scene, ending FROM verdict WHERE scene > ? ORDER BY scene LIMIT ?", id?.rawValue ?? Int.min, limit
        ) {
            let kept = try KeptVerdict($0)
            found[kept.verdict.scene] = kept
        }
        return found
    }

    /// Those of these scenes.
    public static func find(
        _ scenes: some Sequence<Scene.ID>, in transaction: ReadTransaction
    ) throws -> [Scene.ID: KeptVerdict] {
        var found: [Scene.ID: KeptVerdict] = [:]
        for scene in scenes {
            found[scene] = try transaction.first(
                "SELECT scene, ending FROM verdict WHERE scene = ?", scene.rawValue, row: KeptVerdict.init)
        }
        return found
    }

    public static func put(_ verdicts: [KeptVerdict], in transaction: WriteTransaction) throws {
        for kept in verdicts {
            try transaction.run(
                "INSERT OR REPLACE INTO verdict (scene, ending) VALUES (?, ?)", kept.verdict.scene.rawValue,
                kept.encoded)
        }
    }

    public static func clear(in transaction: WriteTransaction) throws { try transaction.run("DELETE FROM verdict") }

    /// Whether those that are kept rest on `grounds`: settings, and what both servers are.
    public static func rest(on grounds: String, in transaction: ReadTransaction) throws -> Bool {
        try Marks.get(.verdicts, in: transaction) == grounds
    }

    /// Drops those of other grounds; later ones rest on these.
    public static func begin(on grounds: String, in transaction: WriteTransaction) throws {
        if try rest(on: grounds, in: transaction) { return }
        try clear(in: transaction)
        try Marks.set(.verdicts, to: grounds, in: transaction)
    }
}

extension KeptVerdict {
    /// Of how they are written; a part of what they rest on.
    public static let form = 1

    private static let outcomes: [Outcome] = [.inSync, .kept, .gap]

    fileprivate init(_ row: Row) throws {
        var reader = ByteReader(try row[1])
        let scene = Scene.ID(rawValue: try row[0])
        let flags = try reader.number()
        guard (0..<16).contains(flags), flags & 3 < 3 else { throw DamagedValue() }
        let outcome = Self.outcomes[flags & 3]
        isSettled = flags & 4 != 0
        let gap = outcome == .gap ? try reader.gap(of: scene, wouldWriteNothing: flags & 8 != 0) : nil
        guard reader.isAtEnd else { throw DamagedValue() }
        verdict = SceneVerdict(scene: scene, outcome: outcome, gap: gap)
    }

    fileprivate var encoded: [UInt8] {
        var writer = ByteWriter()
        let outcome = Self.outcomes.firstIndex(of: verdict.outcome) ?? 0
        writer.number(outcome | (isSettled ? 4 : 0) | (verdict.gap?.wouldWriteNothing == true ? 8 : 0))
        if let gap = verdict.gap { writer.gap(gap) }
        return writer.bytes
    }
}

extension ByteWriter {
    fileprivate mutating func gap(_ gap: Gap) {
        number(bits(of: Set(gap.emptyFields)))
        number(bits(of: Set(gap.staleFields)))
        let types = gap.types.reduce(0) { $0 | ($1 == .empty ? 1 : 2) }
        number(types | (gap.confidence == .definite ? 4 : 0))
        number(gap.reason.flatMap(StaleReason.allCases.firstIndex).map { $0 + 1 } ?? 0)
        number(gap.targets.count)
        for target in gap.targets {
            text(target.ratingKey.rawValue)
            text(target.library.rawValue)
        }
    }
}

extension ByteReader {
    fileprivate mutating func gap(of scene: Scene.ID, wouldWriteNothing: Bool) throws -> Gap {
        let (empty, stale) = (fields(inBits: try number()).sorted(), fields(inBits: try number()).sorted())
        let (flags, reason) = (try number(), try number())
        guard (1..<8).contains(flags), flags & 3 != 0, (0...StaleReason.allCases.count).contains(reason) else {
            throw DamagedValue()
        }
        var targets: [Target] = []
        for _ in 0..<(try count()) {
            let (key, library) = (try text(), try text())
            targets.append(Target(ratingKey: RatingKey(rawValue: key), library: Library.Key(rawValue: library)))
        }
        return Gap(
            scene: scene, types: (flags & 1 != 0 ? [.empty] : []) + (flags & 2 != 0 ? [.stale] : []),
            emptyFields: empty, staleFields: stale, confidence: flags & 4 != 0 ? .definite : .possible,
            reason: reason == 0 ? nil : StaleReason.allCases[reason - 1], targets: targets,
            wouldWriteNothing: wouldWriteNothing)
    }
}
