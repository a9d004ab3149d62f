import SyncModel
import TestSupport
import Testing

@Suite struct IdempotenceTests {
    @Test(arguments: [Int.max, 4], [1, 2, 3, 4] as [UInt64])
    func `after its edits a second comparison finds nothing to write, and a third nothing to learn`(
        longest: Int, seed: UInt64
    ) {
        var numbers = SeededNumbers(seed: seed)
        for round in 0..<500 {
            var trial = RandomCase(longest: longest, &numbers)
            let start = trial
            let first = trial.compare(first: true)
            trial.plex.apply(first, wants: trial.wants)
            let second = trial.compare(first: false)
            trial.plex.apply(second, wants: trial.wants)
            let third = trial.compare(first: false)
            for (field, findings) in zip(trial.fields, zip(first, zip(second, third))) {
                let (one, (two, three)) = findings
                guard two.edits.isEmpty, three.edits.isEmpty, three.learns == nil, !three.learnsImportedLock else {
                    Issue.record(
                        """
                        round \(round) \(field): want \(start.wants.values[field]?.line ?? "-"), \
                        have \(start.plex.item.values[field]?.line ?? "-"), locked \(start.plex.item.locked.contains(field)), \
                        \(start.plex.ledger[field] ?? FieldLedger()), imported \(start.imported as Any), \(start.policy):
                        \(one.line) / \(two.line) / \(three.line)
                        """)
                    return
                }
            }
        }
    }

    @Test func `no comparison ever clears a title, takes anything without metadata, or writes over a lock it may not`()
    {
        var numbers = SeededNumbers(seed: 5)
        for _ in 0..<1500 {
            let trial = RandomCase(&numbers)
            for finding in trial.compare(first: true) {
                let field = finding.field
                let known = trial.plex.ledger[field] ?? FieldLedger()
                let have = trial.plex.item.values[field]
                let takes = finding.edits.contains { $0.action == .clear || $0.action == .remove }
                #expect(!(takes && (field == .title || !trial.wants.hasMetadata)))
                let isForeign = trial.plex.item.locked.contains(field) && !known.ownsLock && !finding.learnsImportedLock
                if isForeign, trial.policy == .keep, !finding.edits.isEmpty {
                    #expect(!field.isSet && have != nil && have == known.base)
                }
                #expect(finding.edits.isEmpty || finding.differs)
                #expect(finding.emptyGap == nil || (have == nil && trial.wants.values[field] != nil))
                for edit in finding.edits { #expect(edit.have == have && (edit.want != nil || edit.action == .clear)) }
            }
        }
    }

    @Test func `a person's names stay, whatever is written`() {
        var numbers = SeededNumbers(seed: 6)
        for _ in 0..<1000 {
            var trial = RandomCase(&numbers)
            let first = trial.compare(first: true)
            let before = trial.plex
            trial.plex.apply(first, wants: trial.wants)
            for field in trial.fields where field.isSet && trial.imported?.claims != true {
                let known = before.ledger[field]
                let ours = Set(((known?.base?.names ?? []) + (known?.written?.names ?? [])).map(nameKey))
                let persons = Set((before.item.values[field]?.names ?? []).map(nameKey)).subtracting(ours)
                #expect(persons.isSubset(of: (trial.plex.item.values[field]?.names ?? []).map(nameKey)))
            }
        }
    }
}
