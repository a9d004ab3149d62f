import SyncModel
import Testing

/// One line of the rules for sets: names joined by `+`, `-` for none.
struct SetCase: Sendable, CustomTestStringConvertible {
    let have, base, want: String
    let lock: Lock
    let finding, overwritten: String

    init(_ have: String, base: String, want: String, _ lock: Lock, _ finding: String, overwrite: String? = nil) {
        (self.have, self.base, self.want, self.lock) = (have, base, want, lock)
        (self.finding, overwritten) = (finding, overwrite ?? finding)
    }

    var testDescription: String { "have \(have), base \(base), want \(want), lock \(lock): \(finding)" }

    static let all: [SetCase] =
        Lock.allCases.flatMap { lock in
            [
                SetCase("A+B", base: "A+B", want: "A+B", lock, "equal"),
                SetCase("B+A", base: "A+B", want: "A+B", lock, "equal"),  // order is never compared
                SetCase("a+B", base: "A+B", want: "A+b", lock, "equal"),  // nor is case
                SetCase("A+B", base: "A", want: "A+B", lock, "equal"),
                SetCase("A+P", base: "A", want: "A", lock, "equal"),  // a person's, in Plex alone
                SetCase("A+P", base: "-", want: "A", lock, "equal"),
                SetCase("P", base: "-", want: "-", lock, "equal"),
                SetCase("-", base: "-", want: "-", lock, "equal"),
                SetCase("-", base: "A", want: "-", lock, "equal"),  // gone on both sides
            ]
        }
        + [Lock.none, .ours].flatMap { lock in
            [
                SetCase("A", base: "A", want: "A+B", lock, "add B (changed)"),
                SetCase("A+B", base: "A+B", want: "A", lock, "remove B (changed)"),
                SetCase("A+P", base: "A", want: "-", lock, "remove A (changed)"),
                SetCase("A+P", base: "A", want: "C", lock, "add C (changed), remove A (changed)"),
                SetCase("a", base: "A", want: "B", lock, "add B (changed), remove a (changed)"),  // as Plex spells it
            ]
        } + [
            SetCase("P", base: "-", want: "A", .none, "add A (authority)"),
            SetCase("-", base: "-", want: "A+B", .none, "add A+B (empty), empty definite"),
            SetCase("A", base: "A+B", want: "A+B", .none, "add B (taken_back), lost"),
            SetCase("-", base: "A", want: "A", .none, "add A (taken_back), empty definite, lost"),
            SetCase("A", base: "A+B", want: "A+B", .ours, "keep (removed in Plex)", overwrite: "add B (taken_back)"),
            SetCase(
                "A", base: "A+B", want: "A+B+C", .ours, "add C (changed), keep (removed in Plex)",
                overwrite: "add B+C (taken_back)"),
            // All of it taken out by a person under our lock: no gap either.
            SetCase(
                "-", base: "A", want: "A", .ours, "keep (removed in Plex)",
                overwrite: "add A (taken_back), empty definite"),
            // A lock that is not ours keeps the whole set.
            SetCase("P", base: "-", want: "A", .foreign, "keep (locked in Plex)", overwrite: "add A (overwrite)"),
            SetCase("A", base: "A", want: "A+B", .foreign, "keep (locked in Plex)", overwrite: "add B (overwrite)"),
            SetCase("A+B", base: "A+B", want: "A", .foreign, "keep (locked in Plex)", overwrite: "remove B (changed)"),
            SetCase("A", base: "A", want: "-", .foreign, "keep (locked in Plex)", overwrite: "remove A (changed)"),
            SetCase(
                "-", base: "-", want: "A", .foreign, "keep (locked in Plex), empty possible",
                overwrite: "add A (overwrite), empty possible"),
            // An imported lock is ours, and what only Plex has may be that program's.
            SetCase("A", base: "A", want: "A+B", .imported, "add B (changed)"),
            SetCase("A+B", base: "A+B", want: "A", .imported, "remove B (changed)"),
        ]
}

@Suite struct SetComparisonTests {
    @Test(arguments: SetCase.all)
    func `each row of the rules decides as it says`(row: SetCase) {
        for (policy, line) in [(PlexEditsPolicy.keep, row.finding), (.overwrite, row.overwritten)] {
            let written = row.lock == .ours ? names(row.base) ?? .names([]) : nil
            let known = row.lock.ledger(base: names(row.base), written: written)
            var finding = compare(
                .tags, want: names(row.want), have: names(row.have), lock: row.lock, known: known, policy: policy)
            finding.kept.removeAll { $0.why == .ownerUnknown }
            #expect(finding.decision == line)
            #expect(finding.differs == (line != "equal"))
        }
    }

    @Test(arguments: [
        ("A+B", "A", "A+B", "A+B"), ("A+P", "-", "A", "A"), ("a+P", "-", "A", "a"),  // as Plex spells it
        ("A+B", "A+B", "A", nil),  // ours until it is taken away
        ("A", "A+B", "A+B", nil),  // and what a person took away, as long as Stash says it
        ("A", "A+B", "A", "A"), ("-", "A", "-", ""), ("P", "-", "A", nil), ("-", "-", "A", nil),
    ])
    func `what both sides hold becomes base, what neither holds is forgotten`(
        have: String, base: String, want: String, learned: String?
    ) {
        for lock in Lock.allCases {
            let known = lock.ledger(base: names(base), written: lock == .ours ? .names([]) : nil)
            let finding = compare(.tags, want: names(want), have: names(have), lock: lock, known: known)
            #expect(finding.learns?.line == learned)
        }
    }

    @Test func `a scene without metadata removes nothing, and adds`() {
        let known = FieldLedger(base: .names(["A"]), written: .names(["A"]))
        let finding = compare(
            .collections, want: .names(["B"]), have: .names(["A"]), lock: .ours, known: known, hasMetadata: false)
        #expect(finding.edits.map(\.action) == [.add])
    }

    @Test func `names are added in Stash's order`() {
        let finding = compare(.performers, want: .names(["Zoe", "Ann", "Mia"]), have: .names(["Ann"]), lock: .none)
        #expect(finding.edits.map(\.want) == [.names(["Zoe", "Mia"])])
    }

    @Test func `what was sent and is there counts as ours, what was sent and is not does not`() {
        let known = FieldLedger(base: .names(["A"]), written: .names(["A", "B", "C"]))
        let dropped = compare(.tags, want: .names(["A"]), have: .names(["A", "B", "P"]), lock: .ours, known: known)
        #expect(dropped.line == "remove B (changed)")
        let again = compare(.tags, want: .names(["A", "B", "C"]), have: .names(["A", "B"]), lock: .ours, known: known)
        #expect(again.line == "add C (changed), learn A+B")
        let lost = compare(.tags, want: .names(["A", "B", "C"]), have: .names(["A"]), lock: .ours, known: known)
        #expect(lost.line == "add B+C (changed)")
    }

    @Test(arguments: [("A", "A", "keep (undone)"), ("A+B", "A", "add A+B (authority)"), ("-", "A", "keep (undone)")])
    func `what was undone stays until Stash's names change`(want: String, base: String, line: String) {
        let undone: FieldValue = want == "-" ? .names([]) : .names(["A"])
        let known = FieldLedger(base: want == "-" ? .names(["A"]) : nil, undoneWant: undone)
        let have: FieldValue = want == "-" ? .names(["A", "P"]) : .names(["P"])
        #expect(compare(.tags, want: names(want), have: have, lock: .none, known: known).line == line)
    }

    // MARK: Forms of Plex's own

    /// Plex made `X-` of `X`, as the read-back showed.
    private let otherForm = FieldLedger(
        base: .names(["X-", "Y"]), written: .names(["X", "Y"]), isStoredOtherwise: true)

    @Test(arguments: [
        ("X-+Y", "X+Y", "equal"), ("Y+X-", "Y+X", "equal"), ("X-+Y+P", "X+Y", "equal"),
        ("X-+Y", "X+Y+Z", "add Z (changed)"),  // and `X-` is not taken for one that Stash dropped
        ("X-+Y", "X", "remove Y (changed)"), ("X-+Y", "Y", "remove X- (changed)"),
        ("X-", "X+Y", "keep (removed in Plex)"), ("Y", "X+Y", "keep (removed in Plex)"),
    ])
    func `a name that Plex keeps in a form of its own is neither added nor removed again`(
        have: String, want: String, line: String
    ) {
        let finding = compare(.tags, want: names(want), have: names(have), lock: .ours, known: otherForm)
        #expect(finding.decision == line)
    }

    @Test func `a form of Plex's own that an agent took away is written again`() {
        let finding = compare(.tags, want: .names(["X", "Y"]), have: .names(["Y"]), lock: .none, known: otherForm)
        #expect(finding.decision == "add X (taken_back), lost")
    }

    @Test func `a name that Plex refuses altogether is not sent over and over`() {
        let known = FieldLedger(base: .names(["Y"]), written: .names(["X", "Y"]), isStoredOtherwise: true)
        #expect(
            compare(.tags, want: .names(["X", "Y"]), have: .names(["Y"]), lock: .ours, known: known).line == "equal")
    }

    // MARK: Imported syncs

    private let sync = ImportedSync(at: Instant(seconds: 1000))

    @Test(arguments: [(1000, true), (1060, true), (1061, false)])
    func `a lock is the imported sync's if the item was not touched later than a minute after it`(
        updatedAt: Int, isOurs: Bool
    ) {
        let finding = compare(
            .tags, want: .names(["A", "B"]), have: .names(["A", "P"]), lock: .foreign, updatedAt: updatedAt,
            imported: sync)
        #expect(finding.learnsImportedLock == isOurs)
        #expect(finding.learns == .names(["A"]))
        let line = isOurs ? "add B (authority), keep (owner unknown)" : "keep (locked in Plex)"
        #expect(finding.line.hasPrefix(line))
        #expect(finding.taught(FieldLedger()).ownsLock == isOurs)
    }

    @Test func `its locks can be taken for ours whatever the item's time`() {
        let sync = ImportedSync(at: Instant(seconds: 1000), ignoresLocks: true)
        let finding = compare(
            .studio, want: .text("A"), have: .text("X"), lock: .foreign, updatedAt: 9999, imported: sync)
        #expect(finding.line == "set A (authority)")
    }

    @Test func `it lets a value be replaced, but never cleared or removed`() {
        let scalar = compare(.studio, want: .text("A"), have: .text("X"), lock: .foreign, imported: sync)
        #expect(scalar.line == "set A (authority)")
        #expect(compare(.studio, want: nil, have: .text("X"), lock: .foreign, imported: sync).line == "equal")
        let set = compare(.tags, want: .names(["A"]), have: .names(["A", "Old"]), lock: .foreign, imported: sync)
        #expect(set.edits.isEmpty)
        #expect(set.kept.map(\.why) == [.ownerUnknown])
        #expect(!set.differs)
    }

    @Test func `claimed, what only Plex holds is that program's and goes`() {
        let sync = ImportedSync(at: Instant(seconds: 1000), claims: true)
        let finding = compare(.tags, want: .names(["A"]), have: .names(["A", "Old"]), lock: .foreign, imported: sync)
        #expect(finding.edits.map(\.line) == ["remove Old"])
        #expect(finding.learns == .names(["A", "Old"]))
    }

    @Test(arguments: [Field.rating, .contentRating, .titleSort])
    func `a field that the other program does not write is not its`(field: Field) {
        let finding = compare(field, want: .text("A"), have: .text("X"), lock: .foreign, imported: sync)
        #expect(finding.line == "keep (locked in Plex)")
    }

    @Test func `without a lock an import makes nothing ours`() {
        let finding = compare(.tags, want: .names(["A"]), have: .names(["A", "P"]), lock: .none, imported: sync)
        #expect(!finding.learnsImportedLock)
        #expect(finding.kept.isEmpty)
    }
}

extension Edit {
    fileprivate var line: String { "\(action.rawValue) \(want?.line ?? "")" }
}
