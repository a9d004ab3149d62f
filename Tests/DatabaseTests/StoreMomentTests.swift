import Database
import TestSupport
import Testing

/// Who decides first and writes later learns whether anybody wrote in between.
@Suite struct StoreMomentTests {
    private let folder = TemporaryFolder()
    private let schema = Schema(tenant: "t", steps: [SchemaStep("0001 a", sql: "CREATE TABLE a (x INTEGER) STRICT")])

    private func open() throws -> Store { try Store.open(at: folder("a.db"), schemas: [schema]) }

    private func add(_ store: Store) async throws {
        try await store.write { _ = try $0.run("INSERT INTO a (x) VALUES (1)") }
    }

    private func isNext(_ store: Store, after moment: StoreMoment) async throws -> Bool {
        try await store.write { try $0.isNext(after: moment) }
    }

    @Test func `the next transaction of all is the next one, and no other`() async throws {
        let (store, other) = (try open(), try open())
        let first = try await store.moment()
        #expect(try await isNext(store, after: first))
        #expect(try await !isNext(store, after: first), "an own transaction was between")
        let second = try await store.moment()
        try await add(other)
        #expect(try await !isNext(store, after: second), "another connection wrote")
        let third = try await store.moment()
        _ = try await store.read { try $0.first("SELECT count(*) FROM a") { try $0[0] as Int } }
        #expect(try await isNext(store, after: third), "who reads changes nothing")
    }

    @Test func `one that is rolled back, or writes nothing, changes nothing for another connection`() async throws {
        let (store, other) = (try open(), try open())
        let moment = try await store.moment()
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await other.write { transaction in
                try transaction.run("INSERT INTO a (x) VALUES (1)")
                throw Stop()
            }
        }
        try await other.write { _ = try $0.run("DELETE FROM a WHERE x = 99") }
        #expect(try await isNext(store, after: moment))
    }

    @Test func `it holds in a private copy too`() async throws {
        let store = try open()
        try await add(store)
        let copy = try await store.privateCopy()
        let moment = try await copy.moment()
        try await add(store)
        #expect(try await isNext(copy, after: moment))
        #expect(try await !isNext(copy, after: moment))
    }
}
