import JSON
import SyncModel
import Terminal
import Testing

@testable import Commands
@testable import SyncEngine

@Suite struct ViewTests {
    let titles = LibraryTitles([Library(key: .init(rawValue: "3"), title: "Clips")])
    let target = Target(ratingKey: RatingKey(rawValue: "4711"), library: .init(rawValue: "3"))

    var gap: Gap {
        Gap(
            scene: .init(rawValue: 12), title: "日本\u{1B}[31m", types: [.empty, .stale], emptyFields: [.studio],
            staleFields: [.title, .tags], confidence: .definite, reason: .neverSynced, path: "/data/a.mp4",
            targets: [target])
    }

    @Test func `a gap in json has the keys of the contract, in their order`() {
        var writer = JSONWriter()
        writer.gap(gap, libraries: titles)
        #expect(
            writer.text
                == #"{"scene":"12","title":"日本\u001b[31m","types":["empty","stale"],"#
                + #""fields":{"empty":["studio"],"stale":["title","tags"]},"confidence":"definite","#
                + #""reason":"never_synced","path":"/data/a.mp4","targets":[{"library":"Clips","rating_key":"4711"}]}"#)
    }

    @Test func `a missing scene has empty lists and no reason`() {
        let gap = Gap(scene: .init(rawValue: 7), types: [.missing], confidence: .possible, path: "/data/b.mp4")
        var writer = JSONWriter()
        writer.gap(gap, libraries: titles)
        #expect(
            writer.text
                == #"{"scene":"7","types":["missing"],"fields":{"empty":[],"stale":[]},"confidence":"possible","#
                + #""path":"/data/b.mp4","targets":[]}"#)
    }

    @Test func `a gap in a table is aligned and its title is safe`() {
        let table = Table(GapTable.columns, rows: [GapTable.row(gap, titles)])
        let lines = table.rendered().split(separator: "\n")
        #expect(
            lines == [
                "Scene  Title           Gap          Fields             Sure      Why           Library  Path",
                "   12  日本\\u{1B}[31m  empty+stale  title,studio,tags  definite  never synced  Clips    /data/a.mp4",
            ])
    }

    @Test func `csv has raw values under stable keys`() {
        let table = Table(GapTable.columns, rows: [GapTable.row(gap, titles)])
        #expect(table.csv().hasPrefix("scene,title,types,fields,confidence,reason,library,path\r\n"))
        #expect(table.csv().contains(",never_synced,"))
    }

    var plan: PlanReport {
        let edits = [
            Edit(field: .studio, action: .set, have: nil, want: .text("Acme"), reason: .empty),
            Edit(field: .tags, action: .remove, have: .names(["a", "b"]), want: .names(["b"]), reason: .changed),
            Edit(field: .date, action: .clear, have: .text("2020-01-01"), want: nil, reason: .changed),
        ]
        let kept = [Kept(field: .title, why: .editedInPlex, have: .text("Mine"), want: .text("Theirs"))]
        return PlanReport(plan: Plan(scene: .init(rawValue: 12), target: target, edits: edits, kept: kept))
    }

    @Test func `a plan in json has edits and what is kept`() {
        var writer = JSONWriter()
        writer.plan(plan, libraries: titles)
        #expect(
            writer.text
                == #"{"scene":"12","target":{"library":"Clips","rating_key":"4711"},"edits":["#
                + #"{"field":"studio","action":"set","want":"Acme","reason":"empty"},"#
                + #"{"field":"tags","action":"remove","have":["a","b"],"want":["b"],"reason":"changed"},"#
                + #"{"field":"date","action":"clear","have":"2020-01-01","reason":"changed"}],"#
                + #""kept":[{"field":"title","why":"edited in Plex","have":"Mine","want":"Theirs"}]}"#)
    }

    @Test func `a plan in a table is a row a field`() {
        let table = PlanTable.table([plan], titles)
        #expect(table.rows.map { $0[3].text } == ["studio", "tags", "date", "title"])
        #expect(table.rows.map { $0[4].text } == ["set", "remove", "clear", "keep"])
        #expect(table.rows.map { $0[4].style } == [.good, .bad, .bad, .faint])
    }

    @Test func `a picture in a table is no long text`() {
        let edits = [
            Edit(field: .poster, action: .set, have: nil, want: .digest("ab"), reason: .empty),
            Edit(field: .summary, action: .set, have: nil, want: .digest("cd"), reason: .empty),
        ]
        let plan = PlanReport(plan: Plan(scene: .init(rawValue: 12), target: target, edits: edits, kept: []))
        #expect(PlanTable.table([plan], titles).rows.map { $0[6].text } == ["(a picture)", "(a long text)"])
    }

    @Test func `a total speaks of what is listed, and of the rest`() {
        var tally = Tally()
        (tally.scanned, tally.gaps) = (1200, 3)
        tally.counts = [.stale: 3]
        tally.outcomes = [.gap: 3, .inSync: 1196, .unmapped: 1]
        #expect(
            TallyText.lines(tally, shown: 2) == [
                "3 scenes with gaps (0 empty, 3 stale, 0 missing) among 1 200 looked at; the first 2 are listed, --limit "
                    + "shows more.", "The others: in sync 1 196, unmapped 1.",
            ])
    }
}
