import SyncModel
import Testing

@testable import SyncEngine

@Suite struct ReadBackTests {
    @Test(arguments: [nil, FieldValue.text("scanned")])
    func `a value that Plex left while it took our lock is written again`(have: FieldValue?) {
        let want = FieldValue.text("wanted")
        var item = Item(
            ratingKey: RatingKey(rawValue: "1"), library: Library.Key(rawValue: "1"), values: [:], locked: [],
            isFull: true)
        item.values[.summary] = have
        let before = item
        item.locked = [.summary]
        let edit = Edit(field: .summary, action: .set, have: have, want: want, reason: .authority)
        let finding = ReadBackFinding(
            SentEdits(edits: [edit]), before: before, after: item, known: [.summary: FieldLedger(written: want)],
            findings: [])
        #expect(finding.unchanged == [.summary])
        let again = FieldComparer(policy: .keep).compare(
            Wants(values: [.summary: want]), with: item, fields: [.summary], ledger: finding.fields, imported: nil)
        #expect(again.flatMap(\.edits).map(\.want) == [want])
        #expect(again.flatMap(\.kept).isEmpty)
    }
}
