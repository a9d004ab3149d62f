import SyncModel
import Testing

/// One line of the table of scalars; `-` is nothing.
struct ScalarCase: Sendable, CustomTestStringConvertible {
    let have, base, want: String
    let lock: Lock
    /// With `plex_edits: keep`, and with `overwrite` where that is another.
    let finding, overwritten: String

    init(_ have: String, base: String, want: String, _ lock: Lock, _ finding: String, overwrite: String? = nil) {
        (self.have, self.base, self.want, self.lock) = (have, base, want, lock)
        (self.finding, overwritten) = (finding, overwrite ?? finding)
    }

    var testDescription: String { "have \(have), base \(base), want \(want), lock \(lock): \(finding)" }

    static let all: [ScalarCase] =
        // have = want: nothing; the ledger learns base, whoever holds the lock.
        Lock.allCases.flatMap { lock in
            [
                ScalarCase("A", base: "A", want: "A", lock, "equal"),
                ScalarCase("A", base: "-", want: "A", lock, "equal, learn A"),
                ScalarCase("A", base: "B", want: "A", lock, "equal, learn A"),
                // have = base: what is ours is changed and cleared.
                ScalarCase("A", base: "A", want: "B", lock, "set B (changed)"),
                ScalarCase("A", base: "A", want: "-", lock, "clear (changed)"),
                // Nothing of ours, and no wish: nothing.
                ScalarCase("-", base: "-", want: "-", lock, "equal"),
                ScalarCase("A", base: "-", want: "-", lock, "equal"),
                ScalarCase("A", base: "B", want: "-", lock, "equal"),
                ScalarCase("-", base: "A", want: "-", lock, "equal"),
            ]
        } + [
            // no base, have empty
            ScalarCase("-", base: "-", want: "A", .none, "set A (empty)"),
            ScalarCase("-", base: "-", want: "A", .foreign, "keep (locked in Plex)", overwrite: "set A (overwrite)"),
            ScalarCase("-", base: "-", want: "A", .imported, "set A (empty)"),
            // no base, have filled
            ScalarCase("X", base: "-", want: "A", .none, "set A (authority)"),
            ScalarCase("X", base: "-", want: "A", .foreign, "keep (locked in Plex)", overwrite: "set A (overwrite)"),
            ScalarCase("X", base: "-", want: "A", .imported, "set A (authority)"),
            // have ≠ base
            ScalarCase("X", base: "A", want: "A", .none, "set A (taken_back), lost"),
            ScalarCase("X", base: "A", want: "B", .none, "set B (taken_back), lost"),
            ScalarCase("-", base: "A", want: "A", .none, "set A (taken_back), lost"),
            ScalarCase("X", base: "A", want: "A", .ours, "keep (edited in Plex)", overwrite: "set A (overwrite)"),
            ScalarCase("X", base: "A", want: "B", .ours, "keep (edited in Plex)", overwrite: "set B (overwrite)"),
            ScalarCase("-", base: "A", want: "A", .ours, "keep (edited in Plex)", overwrite: "set A (overwrite)"),
            ScalarCase("X", base: "A", want: "B", .foreign, "keep (edited in Plex)", overwrite: "set B (overwrite)"),
            ScalarCase("-", base: "A", want: "B", .foreign, "keep (edited in Plex)", overwrite: "set B (overwrite)"),
            ScalarCase("X", base: "A", want: "B", .imported, "keep (edited in Plex)", overwrite: "set B (overwrite)"),
        ]
}

@Suite struct ScalarComparisonTests {
    @Test(arguments: ScalarCase.all)
    func `each row of the table decides as it says`(row: ScalarCase) {
        let known = row.lock.ledger(base: text(row.base), written: nil)
        for (policy, line) in [(PlexEditsPolicy.keep, row.finding), (.overwrite, row.overwritten)] {
            let finding = compare(
                .summary, want: text(row.want), have: text(row.have), lock: row.lock, known: known, policy: policy)
            #expect(finding.line == line)
            #expect(finding.differs == !(finding.edits.isEmpty && finding.kept.isEmpty))
        }
    }

    @Test(arguments: [
        ("-", "-", Lock.none, "set A (empty), empty definite"),
        ("-", "-", .foreign, "keep (locked in Plex), empty possible"),
        ("-", "-", .imported, "set A (empty), empty definite"),
        ("-", "B", .none, "set A (taken_back), empty definite, lost"),
        ("-", "B", .foreign, "keep (edited in Plex), empty possible"),
        // Cleared by a person under our lock: a person's edit, and no gap.
        ("-", "B", .ours, "keep (edited in Plex)"),
        ("X", "-", .none, "set A (authority)"),
    ])
    func `an empty studio is a gap of its own, unless it was emptied under our lock`(
        have: String, base: String, lock: Lock, line: String
    ) {
        let known = lock.ledger(base: text(base), written: nil)
        #expect(compare(.studio, want: text("A"), have: text(have), lock: lock, known: known).line == line)
    }

    @Test(arguments: [Field.title, .titleSort, .summary, .tagline, .date, .rating, .contentRating])
    func `a field that no gap type is made of is written all the same`(field: Field) {
        #expect(compare(field, want: .text("A"), have: nil, lock: .none).line == "set A (empty)")
    }

    @Test(arguments: Lock.allCases)
    func `a title is never cleared`(lock: Lock) {
        let known = lock.ledger(base: .text("A"), written: nil)
        #expect(compare(.title, want: nil, have: .text("A"), lock: lock, known: known).line == "equal")
    }

    @Test func `a scene without metadata clears nothing, but may change a title`() {
        let known = FieldLedger(base: .text("A"), written: .text("A"))
        let kept = compare(.summary, want: nil, have: .text("A"), lock: .ours, known: known, hasMetadata: false)
        #expect(kept.line == "equal")
        let changed = compare(.title, want: .text("B"), have: .text("A"), lock: .ours, known: known, hasMetadata: false)
        #expect(changed.line == "set B (changed)")
    }

    // MARK: Writes of which we know more or less

    @Test(arguments: [
        // Killed between the request and the read-back: what arrived is ours.
        ("W", "-", "W", "equal, learn W"), ("W", "-", "B", "set B (changed)"), ("W", "A", "B", "set B (changed)"),
        ("W", "A", "-", "clear (changed)"),
        // Killed before the request arrived: the base is ours still, and the write is due again.
        ("A", "A", "W", "set W (changed)"),
        // Neither what was there nor what we sent: a person's.
        ("X", "-", "W", "keep (edited in Plex)"), ("X", "A", "W", "keep (edited in Plex)"),
    ])
    func `what was sent counts as ours once it is there`(have: String, base: String, want: String, line: String) {
        let known = FieldLedger(base: text(base), written: .text("W"))
        #expect(compare(.summary, want: text(want), have: text(have), lock: .ours, known: known).line == line)
    }

    @Test(arguments: [
        ("Cut", "Cut short", "equal"),  // as read back after the write
        ("Cut", "Other", "set Other (changed)"), ("Cut", "-", "clear (changed)"), ("Cut", "Cut", "equal"),
        ("Person's", "Cut short", "keep (edited in Plex)"), ("-", "Cut short", "keep (edited in Plex)"),
    ])
    func `a value that Plex keeps in a form of its own is equal as long as neither side moves`(
        have: String, want: String, line: String
    ) {
        let known = FieldLedger(base: .text("Cut"), written: .text("Cut short"), isStoredOtherwise: true)
        #expect(compare(.summary, want: text(want), have: text(have), lock: .ours, known: known).line == line)
    }

    @Test func `a base learned later ends the other form`() {
        var known = FieldLedger(base: .text("Cut"), written: .text("Cut short"), isStoredOtherwise: true)
        let agreed = compare(.summary, want: .text("X"), have: .text("X"), lock: .ours, known: known)
        known = agreed.taught(known)
        #expect(known.base == .text("X"))
        let back = compare(.summary, want: .text("Cut short"), have: .text("X"), lock: .ours, known: known)
        #expect(back.line == "set Cut short (changed)")
    }

    @Test func `what we cleared ourselves is ours to fill again`() {
        let known = FieldLedger(base: .text(""), written: .text(""))
        let finding = compare(.studio, want: .text("A"), have: nil, lock: .ours, known: known)
        #expect(finding.line == "set A (empty), empty definite")
    }

    @Test(arguments: [
        ("A", "X", "keep (undone)"), ("A", "-", "keep (undone)"), ("B", "X", "set B (authority)"),
        ("A", "A", "equal, learn A"),
    ])
    func `what was undone stays until Stash's value changes`(want: String, have: String, line: String) {
        let known = FieldLedger(undoneWant: .text("A"))
        for policy in PlexEditsPolicy.allCases {
            let finding = compare(
                .studio, want: text(want), have: text(have), lock: .none, known: known, policy: policy)
            #expect(finding.line == line)
        }
    }

    @Test func `a clearing that was undone stays undone`() {
        let known = FieldLedger(base: .text("A"), written: .text("A"), undoneWant: .text(""))
        #expect(compare(.studio, want: nil, have: .text("A"), lock: .ours, known: known).line == "keep (undone)")
    }

    // MARK: Dates

    @Test(arguments: [
        ("2023-05", "2023-05-17", "2023-05-17", "equal"), ("2023", "2023-05-17", "2023-05-17", "equal"),
        ("2023-05", "2023-05-17", "-", "equal"), ("2023-06", "2023-05-17", "-", "equal"),
        ("2023-06", "-", "-", "equal"),
        // Ours, and Stash says now that it was another month.
        ("2023-06", "2023-05-17", "2023-05-17", "clear (changed)"),
    ])
    func `a partial date wants nothing, and is equal to any date inside it`(
        partial: String, have: String, base: String, line: String
    ) {
        let known = FieldLedger(base: text(base))
        let finding = compare(
            .date, want: nil, have: text(have), lock: .none, known: known, partialDate: PartialDate(text: partial))
        #expect(finding.line == line)
    }
}
