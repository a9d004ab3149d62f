import Database
import Foundation
import TestSupport
import Testing

@Suite struct SchemaTests {
    let folder = TemporaryFolder()

    private static let first = SchemaStep("0001 a", sql: "CREATE TABLE a (x INTEGER) STRICT")
    private static let second = SchemaStep("0002 b", sql: "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b VALUES (7)")
    private static let broken = SchemaStep(
        "0003 c", sql: "CREATE TABLE c (x INTEGER) STRICT; INSERT INTO none VALUES (1)")

    private func open(_ steps: [SchemaStep], tenant: StaticString = "t", more: [Schema] = []) throws -> BlockingStore {
        try BlockingStore(at: folder("a.db"), schemas: [Schema(tenant: tenant, steps: steps)] + more)
    }

    private func steps(_ store: BlockingStore) throws -> [String] {
        try store.read { try $0.map("SELECT tenant || ' ' || name FROM schema_step ORDER BY 1") { try $0[0] } }
    }

    @Test func `steps are taken once, and later ones when they come`() throws {
        #expect(try steps(open([Self.first])) == ["t 0001 a"])
        let store = try open([Self.first, Self.second])
        #expect(try steps(store) == ["t 0001 a", "t 0002 b"])
        #expect(try store.read { try $0.map("SELECT x FROM b") { try $0[0] as Int } } == [7])
        #expect(try steps(open([Self.first, Self.second])).count == 2)
    }

    @Test func `tenants grow on their own, and who knows one may use the file of both`() throws {
        let other = Schema(tenant: "other", steps: [SchemaStep("0001 o", sql: "CREATE TABLE o (x INTEGER) STRICT")])
        #expect(try steps(open([Self.first], more: [other])) == ["other 0001 o", "t 0001 a"])
        #expect(try steps(open([Self.first, Self.second])).count == 3)
    }

    @Test func `when a step fails none is taken`() throws {
        #expect(throws: SQLiteError.self) { try open([Self.first, Self.second, Self.broken]) }
        #expect(try steps(open([Self.first])) == ["t 0001 a"])
    }

    @Test func `a newer schema is refused, and no byte of the file changes`() throws {
        let newer = try open([Self.first, Self.second])
        try newer.write { _ = try $0.run("INSERT INTO a VALUES (1)") }
        let before = (folder.bytes(of: "a.db"), folder.bytes(of: "a.db-wal"))
        let error = #expect(throws: StoreError.self) { try open([Self.first]) }
        #expect(error == .newerSchema(path: folder("a.db"), tenant: "t", found: 2, known: 1))
        #expect(folder.bytes(of: "a.db") == before.0)
        #expect(folder.bytes(of: "a.db-wal") == before.1)
        #expect(try newer.read { try $0.map("SELECT x FROM a") { try $0[0] as Int } } == [1])
    }

    @Test func `a newer schema is refused while its writer is gone, too`() throws {
        _ = try open([Self.first, Self.second])
        let before = (folder.bytes(of: "a.db"), folder.bytes(of: "a.db-wal"))
        #expect(throws: StoreError.self) { try open([Self.first]) }
        #expect(folder.bytes(of: "a.db") == before.0)
        #expect(folder.bytes(of: "a.db-wal") == before.1)
    }

    @Test func `a database of another program is refused, and no byte of it changes`() throws {
        let path = folder("a.db")
        let made = try run(
            "sqlite3", path, "PRAGMA journal_mode = DELETE; CREATE TABLE theirs (x); PRAGMA application_id = 5;")
        try #require(made == 0)
        let before = folder.bytes(of: "a.db")
        #expect(throws: StoreError.notOurs(path: path)) { try open([Self.first]) }
        #expect(folder.bytes(of: "a.db") == before)
    }

    @Test func `a file that is no database is called damaged`() throws {
        try Data(repeating: 0x41, count: 5000).write(to: URL(filePath: folder("a.db")))
        let error = #expect(throws: StoreError.self) { try open([Self.first]) }
        #expect(error?.code == "damaged")
        #expect(folder.bytes(of: "a.db") == Data(repeating: 0x41, count: 5000))
    }

    @Test(arguments: 1...8)
    func `many may open a fresh file at once`(round: Int) async throws {
        let path = folder("\(round)/a.db")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<16 {
                group.addTask {
                    let store = try Notes.open(path)
                    try await store.write { try Notes.add("\(number)", in: $0) }
                    return try await store.read { try Notes.count(in: $0) }
                }
            }
            let most = try await group.reduce(0) { max($0, $1) }
            #expect(most == 16)
        }
    }

    private func run(_ program: String, _ arguments: String...) throws -> Int32 {
        try ChildProcess("/usr/bin/env", [program] + arguments).waitForEnd()
    }
}
