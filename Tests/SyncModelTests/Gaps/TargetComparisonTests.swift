import SyncModel
import Testing

@Suite struct SyncRecordTests {
    @Test(arguments: [
        ("2025-07-01T20:15:03+10:00", "2025-07-01T20:15:03+10:00", false),
        ("2025-07-01T20:15:03+10:00", "2025-07-01T10:15:03Z", false),  // the same instant, as text another
        ("2025-07-01T20:15:03+10:00", "2025-07-01T10:15:04Z", true),
        ("2025-07-01T20:15:03+10:00", "2025-07-01T11:00:00Z", true),
        ("2025-07-01T10:15:03Z", "2025-07-01T20:15:02+10:00", false),  // earlier, though later as text
        ("2025-07-01T10:15:03Z", "garbage", true), ("garbage", "garbage", false),
        ("garbage", "2025-07-01T10:15:03Z", true),
    ])
    func `a scene was saved since its sync if its instant is later`(last: String, updated: String, isLater: Bool) {
        #expect(SyncRecord(lastSynced: Timestamp(last), said: nil).isOlder(than: Timestamp(updated)) == isLater)
    }

    @Test(arguments: [
        ([Field.title: FieldValue.text("A")], [Field.title: FieldValue.text("A")], false),
        ([.title: .text("A")], [.title: .text("B")], true), ([.title: .text("A")], [:], true),
        ([:], [.title: .text("A")], true),
        ([.tags: .names(["A", "B"])], [.tags: .names(["b", "a"])], false),
        ([.tags: .names(["A"])], [.tags: .names(["A", "B"])], true),
        ([.rating: .text("5")], [:], false),  // a field that is off now says nothing
    ])
    func `Stash says something else if a field that is on wants another value`(
        said: [Field: FieldValue], wants: [Field: FieldValue], isOther: Bool
    ) {
        let record = SyncRecord(lastSynced: Timestamp(""), said: said)
        #expect(record.saidOtherwise(than: Wants(values: wants), in: [.title, .tags]) == isOther)
        #expect(
            !SyncRecord(lastSynced: Timestamp(""), said: nil).saidOtherwise(than: Wants(values: wants), in: [.title]))
    }
}

@Suite struct TargetComparisonTests {
    private static let fields: [Field] = [.title, .studio, .summary, .performers, .tags]
    private static let wants = Wants(values: [
        .title: .text("T"), .studio: .text("Acme"), .summary: .text("S"), .performers: .names(["Ann"]),
        .tags: .names(["HD"]),
    ])
    private static let before = Timestamp("2025-07-01T10:15:03Z")
    private static let later = Timestamp("2025-07-01T10:15:04Z")

    /// How the scene stands in Plex; what is not named is as Stash wants it.
    struct State: Sendable {
        var have: [Field: FieldValue?] = [:]
        var locked: Set<Field> = []
        /// By default all that Stash wants is known as ours by equality.
        var ledger: [Field: FieldLedger] = [:]
        var synced: SyncRecord? = SyncRecord(lastSynced: before, said: wants.values)
        var updatedAt = before
        var policy = PlexEditsPolicy.keep

        static func make(_ change: (inout State) -> Void) -> State {
            var state = State()
            change(&state)
            return state
        }

        func compare(key: String = "1") -> TargetComparison {
            var values = wants.values
            for (field, value) in have { values[field] = value }
            let item = Item(
                ratingKey: RatingKey(rawValue: key), library: Library.Key(rawValue: "1"), values: values,
                locked: locked,
                isFull: true)
            var known = wants.values.mapValues { FieldLedger(base: $0) }
            for (field, value) in ledger { known[field] = value }
            let findings = FieldComparer(policy: policy).compare(
                wants, with: item, fields: fields, ledger: known, imported: nil)
            return TargetComparison(
                target: Target(ratingKey: item.ratingKey, library: item.library), findings: findings, wants: wants,
                updatedAt: updatedAt, record: synced, fields: fields)
        }
    }

    private static func line(_ states: State...) -> String {
        let verdict = SceneVerdict(
            scene: Scene.ID(rawValue: 12), title: "T", path: "/a.mp4",
            comparisons: states.enumerated().map { $0.element.compare(key: String($0.offset + 1)) })
        guard let gap = verdict.gap else { return verdict.outcome.rawValue }
        let types = gap.types.map(\.rawValue).joined(separator: "+")
        let empty = gap.emptyFields.map(\.rawValue).joined(separator: ",")
        let stale = gap.staleFields.map(\.rawValue).joined(separator: ",")
        return "\(types) [\(empty)] [\(stale)] \(gap.confidence.rawValue) \(gap.reason?.rawValue ?? "-")"
            + (gap.wouldWriteNothing ? " nothing" : "")
    }

    static let never: @Sendable (inout State) -> Void = { ($0.synced, $0.ledger) = (nil, noLedger) }
    static let noLedger = Dictionary(uniqueKeysWithValues: fields.map { ($0, FieldLedger()) })

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let line: String
        let state: State
        init(_ name: String, _ line: String, _ change: (inout State) -> Void) {
            (testDescription, self.line, state) = (name, line, State.make(change))
        }
    }

    @Test(arguments: [
        Row("equal and synced", "in_sync") { _ in },
        Row("never synced and equal", "in_sync") { never(&$0) },
        Row("no studio in Plex", "empty [studio] [] definite -") {
            never(&$0)
            $0.have = [.studio: nil]
        },
        Row("nothing in Plex", "empty+stale [studio,performers,tags] [title,summary] definite never_synced") {
            never(&$0)
            $0.have = [.title: nil, .studio: nil, .summary: nil, .performers: nil, .tags: nil]
        },
        Row("a summary of an agent's", "stale [] [summary] definite never_synced") {
            never(&$0)
            $0.have = [.summary: .text("X")]
        },
        Row("one tag of two", "stale [] [tags] definite never_synced") {
            never(&$0)
            $0.have = [.tags: .names(["SD"])]
        },
        Row("saved since, and different", "stale [] [title] definite updated") {
            $0.have = [.title: .text("Old")]
            $0.ledger = [.title: FieldLedger(base: .text("Old"), written: .text("Old"))]
            $0.updatedAt = later
        },
        Row("saved since, and equal", "stale [] [] possible updated nothing") { $0.updatedAt = later },
        Row("saved since, and only a person's edit differs", "stale [] [title] definite updated nothing") {
            ($0.have, $0.locked, $0.updatedAt) = ([.title: .text("Mine")], [.title], later)
        },
        Row("saved since, and only an empty field differs", "empty+stale [studio] [] definite updated") {
            $0.have = [.studio: nil]
            $0.updatedAt = later
        },
        Row("a tag was renamed in Stash", "stale [] [tags] definite changed") {
            $0.have = [.tags: .names(["SD"])]
            $0.ledger = [.tags: FieldLedger(base: .names(["SD"]), written: .names(["SD"]))]
            $0.synced?.said?[.tags] = .names(["SD"])
        },
        Row("a field was switched on", "stale [] [summary] definite changed") {
            $0.have = [.summary: nil]
            $0.ledger = [.summary: FieldLedger()]
            $0.synced?.said?[.summary] = nil
        },
        Row("an agent took a summary back", "stale [] [summary] definite taken_back") {
            $0.have = [.summary: .text("X")]
        },
        Row("an agent took the studio", "empty [studio] [] definite -") { $0.have = [.studio: nil] },
        Row("never synced, and an agent took back what was equal", "stale [] [summary] definite taken_back") {
            $0.synced = nil
            $0.have = [.summary: .text("X")]
        },
        Row("synced, and different for no known reason", "stale [] [summary] possible unexplained") {
            $0.have = [.summary: .text("X")]
            $0.ledger = [.summary: FieldLedger()]
        },
        Row("a person's edit, synced", "kept") {
            ($0.have, $0.locked) = ([.title: .text("Mine")], [.title])
        },
        Row("a person's edit, never synced", "kept") {
            never(&$0)
            ($0.have, $0.locked) = ([.title: .text("Mine")], [.title])
        },
        Row("a studio that a person cleared, never synced", "empty [studio] [] possible - nothing") {
            never(&$0)
            ($0.have, $0.locked) = ([.studio: nil], [.studio])
        },
        Row("the same once settled", "kept") {
            ($0.have, $0.locked, $0.ledger) = ([.studio: nil], [.studio], noLedger)
        },
        Row("imported, looked at before, not settled", "empty [studio] [] possible - nothing") {
            ($0.have, $0.locked, $0.ledger) = ([.studio: nil], [.studio], noLedger)
            $0.synced = SyncRecord(lastSynced: Timestamp("2025-07-01T10:15:03+00:00"), said: wants.values)
        },
        Row("settled, and saved in Stash since", "empty+stale [studio] [] definite updated nothing") {
            ($0.have, $0.locked, $0.ledger, $0.updatedAt) = ([.studio: nil], [.studio], noLedger, later)
        },
        Row("settled, and to be overwritten now", "empty [studio] [] possible -") {
            ($0.have, $0.locked, $0.ledger, $0.policy) = ([.studio: nil], [.studio], noLedger, .overwrite)
        },
        Row("imported, equal, not saved since", "in_sync") {
            $0.ledger = noLedger
            $0.synced = SyncRecord(lastSynced: before, said: nil)
        },
        Row("imported, and saved since", "stale [] [title] definite updated") {
            ($0.ledger, $0.have, $0.updatedAt) = (noLedger, [.title: .text("Old")], later)
            $0.synced = SyncRecord(lastSynced: before, said: nil)
        },
        Row("imported, and different for no known reason", "stale [] [title] possible unexplained") {
            ($0.ledger, $0.have) = (noLedger, [.title: .text("Old")])
            $0.synced = SyncRecord(lastSynced: before, said: nil)
        },
        Row("empty for sure and possibly", "empty [studio,tags] [] definite -") {
            never(&$0)
            ($0.have, $0.locked) = ([.studio: nil, .tags: nil], [.studio])
        },
    ])
    func `a scene and its target are what the table of gaps says`(row: Row) {
        #expect(Self.line(row.state) == row.line)
    }

    // MARK: Several targets

    @Test func `a gap in one of several targets is a gap of the scene, and all are named`() {
        let equal = State()
        let empty = State.make {
            Self.never(&$0)
            $0.have = [.studio: nil]
        }
        let stale = State.make {
            Self.never(&$0)
            $0.have = [.summary: .text("X"), .tags: .names(["SD"])]
        }
        #expect(Self.line(equal, empty) == "empty [studio] [] definite -")
        #expect(Self.line(empty, stale, equal) == "empty+stale [studio] [summary,tags] definite never_synced")
        let verdict = SceneVerdict(
            scene: Scene.ID(rawValue: 1), title: nil, path: nil,
            comparisons: [equal.compare(key: "7"), stale.compare(key: "8")])
        #expect(verdict.gap?.targets.map(\.ratingKey.rawValue) == ["7", "8"])
    }

    @Test func `its reason is the first of all targets' in the order of reasons, and sure if one is`() {
        let unexplained = State.make {
            $0.have = [.summary: .text("X")]
            $0.ledger = [.summary: FieldLedger()]
        }
        let takenBack = State.make { $0.have = [.summary: .text("X")] }
        #expect(Self.line(unexplained, unexplained) == "stale [] [summary] possible unexplained")
        #expect(Self.line(unexplained, takenBack) == "stale [] [summary] definite taken_back")
    }

    @Test func `a scene is kept if one target keeps something and none has a gap`() {
        let kept = State.make { ($0.have, $0.locked) = ([.title: .text("Mine")], [.title]) }
        #expect(Self.line(State(), kept) == "kept")
        #expect(Self.line(State(), State()) == "in_sync")
    }
}
