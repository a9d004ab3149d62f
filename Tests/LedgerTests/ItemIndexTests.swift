import Database
import SyncModel
import TestSupport
import Testing

@testable import Ledger

@Suite struct ItemIndexTests {
    private let ledger: TestLedger
    private let server: PlexServerID

    init() throws {
        ledger = try TestLedger()
        server = try ledger.server()
    }

    @discardableResult
    private func list(_ items: Item..., at moment: ReadMoment = late) throws -> [Int] {
        try ledger.write { try ItemIndex.putListed(items, server: server, moment: moment, in: $0).ids }
    }

    private func read(_ items: Item..., at moment: ReadMoment = late) throws {
        try ledger.write { try ItemIndex.putFull(items, server: server, moment: moment, in: $0) }
    }

    private func row(_ key: RatingKey) throws -> ItemRow? {
        try ledger.read { try ItemIndex.row(key, server: server, in: $0) }
    }

    private func paths(_ key: RatingKey) throws -> [String]? { try row(key)?.item.parts.map(\.file) }

    @Test func `a server has one number, and another server another`() throws {
        #expect(try ledger.server() == server)
        #expect(try ledger.server("machine-2") != server)
        #expect(try ledger.read { try ItemIndex.knownServer(machineIdentifier: "machine-3", in: $0) } == nil)
    }

    @Test func `a full read is read back, long texts as their hash`() throws {
        let long = String(repeating: "long ", count: 100)
        let whole = item("1", "/m/a.mp4", "/m/b.mp4") {
            $0.values[.summary] = .text(long)
            $0.parts[1].isPathRepaired = true
        }
        try read(whole)
        var expected = whole
        expected.values[.summary] = .digest(digest(of: long))
        #expect(try row("1") == ItemRow(item: expected, readAt: late.at))
    }

    @Test func `an item can be read without its files`() throws {
        try list(item("1", "/m/a.mp4", "/m/b.mp4"))
        var expected = try row("1")
        expected?.item.parts = []
        #expect(try ledger.read { try ItemIndex.row("1", server: server, withParts: false, in: $0) } == expected)
    }

    @Test func `a listing that shows nothing new writes nothing`() throws {
        try read(item("1", "/m/a.mp4"), item("2", "/m/b.mp4"))
        try list(item("3", "/m/c.mp4", isFull: false))
        let listed = [
            item("1", "/m/a.mp4", isFull: false) { $0.values[.tags] = .names(["HD"]) },  // rows are cut short
            item("2", "/m/b.mp4", isFull: false), item("3", "/m/c.mp4", isFull: false),
        ]
        let later = ReadMoment(at: Instant(seconds: 9000), plexSeconds: 9000)
        #expect(
            try ledger.changes { _ = try ItemIndex.putListed(listed, server: server, moment: later, in: $0) } == 0)
        #expect(try #require(try row("1")).item.isFull)
    }

    @Test(arguments: ["updatedAt", "library", "title", "duration", "path"])
    func `an item that a listing shows otherwise must be read in full again`(what: String) throws {
        try read(item("1", "/m/a.mp4"))
        try list(
            item("1", "/m/a.mp4", isFull: false) { item in
                switch what {
                case "updatedAt": item.updatedAt = 101
                case "library": item.library = "2"
                case "title": item.values[.title] = .text("Other")
                case "duration": item.duration = 1
                default: item.parts[0].file = "/m/other.mp4"
                }
            })
        #expect(try #require(try row("1")).item.isFull == false)
    }

    @Test func `an item read within two seconds of its change is read again`() throws {
        try read(item("1", "/m/a.mp4", updatedAt: 98), at: ReadMoment(at: late.at, plexSeconds: 100))
        #expect(try ledger.read { try ItemIndex.hasYoung(in: $0) } == false)
        try read(item("2", "/m/b.mp4", updatedAt: 99), at: ReadMoment(at: late.at, plexSeconds: 100))
        #expect(try ledger.read { try ItemIndex.hasYoung(in: $0) })
        try ledger.write { try ItemIndex.expireYoung(in: $0) }
        #expect(try #require(try row("1")).item.isFull)
        #expect(try #require(try row("2")).item.isFull == false)
        #expect(try ledger.changes { try ItemIndex.expireYoung(in: $0) } == 0)
    }

    // MARK: Files

    @Test func `a path seen on a newer item leaves the older, which is then read in full`() throws {
        try read(item("9", "/m/a.mp4", "/m/b.mp4"))
        try list(item("10", "/m/a.mp4", isFull: false))
        #expect(try paths("9") == ["/m/b.mp4"])
        #expect(try paths("10") == ["/m/a.mp4"])
        #expect(try #require(try row("9")).item.isFull == false)
    }

    @Test func `an older item does not take a path from a newer one`() throws {
        try read(item("10", "/m/a.mp4"))
        try read(item("9", "/m/a.mp4", "/m/b.mp4"))
        #expect(try paths("9") == ["/m/b.mp4"])
        #expect(try paths("10") == ["/m/a.mp4"])
        #expect(try #require(try row("10")).item.isFull)
    }

    @Test func `a listing that repeats such a pair comes to rest`() throws {
        try read(item("9", "/m/a.mp4"), item("10", "/m/a.mp4"))
        try read(item("9", "/m/a.mp4"))
        let listed = [item("9", "/m/a.mp4", isFull: false), item("10", "/m/a.mp4", isFull: false)]
        #expect(
            try ledger.changes { _ = try ItemIndex.putListed(listed, server: server, moment: late, in: $0) } == 0)
        #expect(try #require(try row("9")).item.isFull)
    }

    @Test func `another library may list the same file, and another server too`() throws {
        let other = try ledger.server("machine-2")
        try read(item("9", "/m/a.mp4"), item("10", "/m/a.mp4", library: "2"))
        try ledger.write { try ItemIndex.putFull([item("11", "/m/a.mp4")], server: other, moment: late, in: $0) }
        #expect(try paths("9") == ["/m/a.mp4"])
        #expect(try paths("10") == ["/m/a.mp4"])
    }

    @Test func `NFC and NFD are two paths`() throws {
        try read(item("9", "/m/caf\u{e9}.mp4"), item("10", "/m/cafe\u{301}.mp4"))
        #expect(try paths("9")?.count == 1)
        #expect(try paths("10")?.count == 1)
        try list(item("9", "/m/cafe\u{301}2.mp4", isFull: false), item("10", "/m/caf\u{e9}.mp4", isFull: false))
        #expect(try sameBytes(#require(try paths("10")?.first), "/m/caf\u{e9}.mp4"))
    }

    // MARK: Leaving

    @Test func `what a complete listing did not show is forgotten, in that library alone`() throws {
        let seen = try list(item("1", "/m/a.mp4"), item("2", "/m/b.mp4"), item("3", "/m/c.mp4", library: "2"))
        let gone = try ledger.write { try ItemIndex.removeUnseen(server, library: "1", seen: [seen[0]], in: $0) }
        #expect(gone == 1)
        #expect(try row("2") == nil)
        #expect(try row("3") != nil)
        #expect(try ledger.read { try ItemIndex.count(server, library: "1", in: $0) } == 1)
        try ledger.write { try ItemIndex.remove(["1", "77"], server: server, in: $0) }
        #expect(try ledger.read { try $0.first("SELECT count(*) FROM itemFile") { try $0[0] as Int } } == 1)
    }

    @Test func `a file that a newer item holds is refused until that one is gone`() throws {
        try list(item("9", "/m/b.mp4"), item("10", "/m/a.mp4"))
        let merged = item("9", "/m/b.mp4", "/m/a.mp4", isFull: false) { $0.updatedAt += 1 }
        let first = try ledger.write { try ItemIndex.putListed([merged], server: server, moment: late, in: $0) }
        #expect(first.refused.map(\.isNews) == [true])
        let second = try ledger.write { try ItemIndex.putListed([merged], server: server, moment: late, in: $0) }
        #expect(second.refused.map(\.isNews) == [false])
        try ledger.write { try ItemIndex.removeUnseen(server, library: "1", seen: Set(first.ids), in: $0) }
        let last = try ledger.write { try ItemIndex.putListed([merged], server: server, moment: late, in: $0) }
        #expect(last.refused.isEmpty)
        #expect(try paths("9") == ["/m/b.mp4", "/m/a.mp4"])
    }

    @Test func `nothing kept is trusted once it is expired`() throws {
        try read(item("1", "/m/a.mp4"))
        try ledger.write { try ItemIndex.expireAll(server, in: $0) }
        #expect(try #require(try row("1")).item.isFull == false)
    }

    @Test func `filled fields are counted over all items`() throws {
        try read(item("1", "/m/a.mp4"), item("2", "/m/b.mp4") { $0.values[.studio] = nil })
        #expect(try ledger.read { try ItemIndex.filledFields([.title, .studio, .date], server, in: $0) } == 3)
    }

    @Test func `damaged values are called so`() throws {
        try read(item("1", "/m/a.mp4"))
        try ledger.write { try $0.run("UPDATE item SET fieldValues = x'000005'") }
        #expect(throws: DamagedValue.self) { try row("1") }
    }

    @Test func `what is remembered of a listing is kept, and the same again writes nothing`() throws {
        var mark = ListingMark(
            listedAt: Instant(seconds: 1), newest: 2, uncounted: 3, confirmedAt: Instant(seconds: 4))
        #expect(try ledger.changes { try Listings.set(mark, of: "1", server: server, in: $0) } == 1)
        #expect(try ledger.changes { try Listings.set(mark, of: "1", server: server, in: $0) } == 0)
        mark.uncounted = 0
        #expect(try ledger.changes { try Listings.set(mark, of: "1", server: server, in: $0) } == 1)
        #expect(try ledger.read { try Listings.mark(of: "1", server: server, in: $0) } == mark)
        try ledger.write { try Listings.forget("1", server: server, in: $0) }
        #expect(try ledger.read { try Listings.mark(of: "1", server: server, in: $0) } == nil)
    }
}
