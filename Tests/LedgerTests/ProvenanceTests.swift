import Database
import SyncModel
import TestSupport
import Testing

@testable import Ledger

@Suite struct ProvenanceTests {
    private let ledger: TestLedger
    private let server: PlexServerID

    init() throws {
        ledger = try TestLedger()
        server = try ledger.server()
    }

    private let fields: [Field: FieldLedger] = [
        .title: FieldLedger(base: .text("A"), written: .text("A")), .tags: FieldLedger(base: .names(["HD"])),
    ]

    private func target(_ key: RatingKey = "1") throws -> TargetLedger {
        try ledger.read { try TargetLedgers.ledger(of: key, server: server, in: $0) }
    }

    private func put(_ fields: [Field: FieldLedger], over version: Int, writtenAt: Instant? = nil) throws -> Bool {
        try ledger.write {
            try TargetLedgers.put(fields, of: "1", server: server, over: version, writtenAt: writtenAt, in: $0)
        }
    }

    @Test func `a target of which nothing is known has an empty ledger of version 0`() throws {
        #expect(try target() == TargetLedger())
    }

    @Test func `a ledger is written only over the version it was worked out from`() throws {
        #expect(try put(fields, over: 0))
        let first = try target()
        #expect(first.fields == fields)
        #expect(first.version == 1)
        #expect(try !put([:], over: 0))  // somebody made it meanwhile
        #expect(try !put([:], over: 2))
        #expect(try target() == first)
        #expect(try put([:], over: 1))
        #expect(try target().fields == [:])
        #expect(try target().version == 2)
    }

    @Test func `the time of a write stays until the next write`() throws {
        #expect(try put(fields, over: 0, writtenAt: Instant(seconds: 5)))
        #expect(try put([:], over: 1))
        #expect(try target().writtenAt == Instant(seconds: 5))
        #expect(try put([:], over: 2, writtenAt: Instant(seconds: 7)))
        #expect(try target().writtenAt == Instant(seconds: 7))
    }

    @Test func `each server has its own, and a damaged one is called so`() throws {
        let other = try ledger.server("machine-2")
        #expect(try put(fields, over: 0))
        #expect(try ledger.read { try TargetLedgers.ledger(of: "1", server: other, in: $0) } == TargetLedger())
        try ledger.write { try $0.run("UPDATE targetLedger SET fields = x'00ff'") }
        #expect(throws: DamagedValue.self) { try target() }
    }

    // MARK: Syncs

    private func put(_ record: SyncRecord, of scene: Scene.ID, to key: RatingKey) throws -> Int {
        try ledger.changes { try SyncRecords.put(record, of: scene, to: key, server: server, in: $0) }
    }

    private func record(_ scene: Scene.ID, _ key: RatingKey) throws -> SyncRecord? {
        try ledger.read { try SyncRecords.record(of: scene, to: key, server: server, in: $0) }
    }

    @Test func `a sync is kept for each scene and target, and the same again writes nothing`() throws {
        let time = Timestamp("2025-07-01T20:15:03+10:00")
        let full = SyncRecord(lastSynced: time, said: [.title: .text("A"), .tags: .names(["HD"])])
        #expect(try record(1, "1") == nil)
        #expect(try put(full, of: 1, to: "1") == 1)
        #expect(try put(full, of: 1, to: "1") == 0)
        #expect(try put(SyncRecord(lastSynced: time, said: nil), of: 1, to: "2") == 1)
        #expect(try put(SyncRecord(lastSynced: time, said: nil), of: 1, to: "2") == 0)
        #expect(try record(1, "1") == full)
        #expect(try record(1, "2") == SyncRecord(lastSynced: time, said: nil))  // not the same as having said nothing
        #expect(try put(SyncRecord(lastSynced: time, said: [:]), of: 1, to: "2") == 1)
        #expect(try record(1, "2") == SyncRecord(lastSynced: time, said: [:]))
        #expect(try record(2, "1") == nil)
        #expect(try ledger.read { try SyncRecords.hasAny(of: 1, server: server, in: $0) })
        #expect(try ledger.read { try !SyncRecords.hasAny(of: 2, server: server, in: $0) })
    }

    @Test func `which tables are empty is told for each`() throws {
        func contents() throws -> [Bool] {
            let found = try ledger.read { try LedgerContents(in: $0) }
            return [found.hasPins, found.hasSyncs, found.hasImports]
        }
        #expect(try contents() == [false, false, false])
        let record = SyncRecord(lastSynced: Timestamp("2026-01-02T03:04:05Z"), said: nil)
        try ledger.write { try SyncRecords.put(record, of: 1, to: "1", server: server, in: $0) }
        #expect(try contents() == [false, true, false])
        _ = try ledger.write { try ImportedSyncs.put(ImportedSync(at: Instant(seconds: 9)), of: 1, in: $0) }
        #expect(try contents() == [false, true, true])
        _ = try ledger.write { transaction in
            try transaction.run(
                "INSERT INTO pin (scene, server, ratingKey, library) VALUES (1, ?, '1', '1')", server.rawValue)
        }
        #expect(try contents() == [true, true, true])
    }

    @Test func `an imported sync is kept by scene, and the same again is no news`() throws {
        let sync = ImportedSync(at: Instant(seconds: 9), claims: true, ignoresLocks: false)
        #expect(try ledger.read { try ImportedSyncs.isEmpty(in: $0) })
        #expect(try ledger.write { try ImportedSyncs.put(sync, of: 1, in: $0) })
        #expect(try ledger.write { try !ImportedSyncs.put(sync, of: 1, in: $0) })
        #expect(try ledger.write { try ImportedSyncs.put(ImportedSync(at: Instant(seconds: 10)), of: 1, in: $0) })
        #expect(try ledger.read { try ImportedSyncs.find(1, in: $0) } == ImportedSync(at: Instant(seconds: 10)))
        #expect(try ledger.read { try ImportedSyncs.find(2, in: $0) } == nil)
    }
}

@Suite struct RunLogTests {
    private let ledger: TestLedger

    init() throws { ledger = try TestLedger() }

    private func begin(_ owner: String, at seconds: Int = 1) throws -> Int {
        try ledger.write {
            try RunLog.begin(
                trigger: "schedule", rule: "nightly", owner: owner, summary: [1], now: Instant(seconds: seconds), in: $0
            )
        }
    }

    private func run(_ id: Int) throws -> RunRecord? { try ledger.read { try RunLog.find(id, in: $0) } }

    @Test func `a run is running until it says how it ended, and says so once`() throws {
        let id = try begin("a")
        #expect(try #require(try run(id)).result == .running)
        #expect(try #require(try run(id)).finishedAt == nil)
        #expect(try ledger.read { try RunLog.hasRunning(in: $0) })
        try ledger.write { try RunLog.finish(id, .held, summary: [2], now: Instant(seconds: 3), in: $0) }
        try ledger.write { try RunLog.finish(id, .ok, summary: [3], now: Instant(seconds: 4), in: $0) }
        let record = try #require(try run(id))
        #expect(record.result == .held && record.summary == [2] && record.finishedAt == Instant(seconds: 3))
        #expect(record.trigger == "schedule" && record.rule == "nightly" && record.startedAt == Instant(seconds: 1))
        #expect(try ledger.read { try !RunLog.hasRunning(in: $0) })
    }

    @Test func `a run whose process is gone becomes interrupted, another's goes on`() throws {
        let (gone, alive) = (try begin("gone"), try begin("alive"))
        try ledger.write { try RunLog.closeAbandoned(now: Instant(seconds: 9), isAlive: { $0 == "alive" }, in: $0) }
        #expect(try #require(try run(gone)).result == .interrupted)
        #expect(try #require(try run(gone)).finishedAt == Instant(seconds: 9))
        #expect(try #require(try run(alive)).result == .running)
        #expect(try ledger.changes { try RunLog.closeAbandoned(now: late.at, isAlive: { _ in true }, in: $0) } == 0)
    }

    @Test func `the newest come first`() throws {
        let ids = [try begin("a"), try begin("b"), try begin("c")]
        #expect(try ledger.read { try RunLog.list(limit: 2, in: $0) }.map(\.id) == [ids[2], ids[1]])
        #expect(try run(99) == nil)
    }
}
