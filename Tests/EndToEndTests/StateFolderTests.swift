import Database
import Foundation
import JSON
import Lab
import Queue
import TestSupport
import Testing

/// What lies in the state folder may be older, newer, somebody else's or broken: each is told, and nothing is made worse.
@Suite struct StateFolderTests {
    let folder = TemporaryFolder()
    var program: Program { Program(arguments: ["--state", folder("state")]) }
    var database: String { folder("state/plexsync.db") }

    /// Three jobs, all in the database file itself.
    private func prepare() async throws {
        #expect(try await program.run("queue", "add", "1", "2", "3").code == 0)
        #expect(try await Store.open(at: database, schemas: []).checkpoint())
    }

    private func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: database)) }

    private func queued() async throws -> [String] {
        let listing = try await program.run("queue", "list", "--format", "json")
        #expect(listing.code == 0, "\(listing.errors)")
        return try listing.json()["jobs"]?.list.compactMap { $0["scene"]?.text } ?? []
    }

    @Test func `a newer release's state is refused with 78 and left as it is, and what was queued stays`() async throws
    {
        try await prepare()
        let store = try Store.open(at: database, schemas: [])
        _ = try await store.write {
            try $0.run("INSERT INTO schema_step (tenant, number, name) VALUES ('queue', 99, '0099 later')")
        }
        #expect(try await store.checkpoint())
        let before = folder.bytes(of: "state/plexsync.db")
        for words in [
            ["queue", "add", "4"], ["queue", "list"], ["queue", "clear", "--yes"], ["status"], ["dead", "list"],
            ["runs", "list"],
        ] {
            let ending = try await program.run(words)
            #expect(ending.code == 78 && ending.output.isEmpty, "\(words)")
            #expect(ending.errors.contains("newer plexsync"))
        }
        #expect(folder.bytes(of: "state/plexsync.db") == before)
        _ = try await store.write { try $0.run("DELETE FROM schema_step WHERE number = 99") }
        #expect(try await queued() == ["1", "2", "3"])
    }

    @Test func `what is no database is told and left as it is`() async throws {
        try await prepare()
        try FileManager.default.removeItem(atPath: database + "-wal")
        let garbage = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
        try write(garbage)
        for words in [["queue", "add", "4"], ["queue", "list"], ["status"]] {
            let ending = try await program.run(words)
            #expect(ending.code == 1 && ending.output.isEmpty)
            #expect(ending.errors.contains("damaged") && ending.errors.contains(database))
        }
        #expect(folder.bytes(of: "state/plexsync.db").map(Array.init) == garbage)
    }

    @Test func `an emptied database beside a full log is damaged, an empty one alone is new`() async throws {
        #expect(try await program.run("queue", "add", "1").code == 0)
        try write([])
        let ending = try await program.run("queue", "add", "2")
        #expect(ending.code == 1 && ending.errors.contains("damaged"))
        for rest in ["-wal", "-shm"] { try FileManager.default.removeItem(atPath: database + rest) }
        #expect(try await program.run("queue", "add", "2").code == 0)
        #expect(try await queued() == ["2"])
    }

    @Test func `a folder in the database's place, and another program's database, are told`() async throws {
        try FileManager.default.createDirectory(atPath: database, withIntermediateDirectories: true)
        let first = try await program.run("queue", "add", "1")
        #expect(first.code == 1 && first.errors.contains(database))
        try FileManager.default.removeItem(atPath: database)
        let foreign = try Store.open(at: database, schemas: [])
        try await foreign.write { try $0.script("PRAGMA application_id = 7; CREATE TABLE other (x)") }
        #expect(try await foreign.checkpoint())
        let before = folder.bytes(of: "state/plexsync.db")
        let second = try await program.run("queue", "add", "1")
        #expect(second.code == 78 && second.errors.contains("another program"))
        #expect(folder.bytes(of: "state/plexsync.db") == before)
    }

    @Test func `what a crash left in the log is there for the next one, and the folder is its owner's alone`()
        async throws
    {
        let worker = try Crew.Worker(program, ["queue", "add", "1", "2"])
        #expect(await worker.end() == 0)
        #expect((folder.bytes(of: "state/plexsync.db-wal")?.count ?? 0) > 0, "no command waits for a checkpoint")
        #expect(try await queued() == ["1", "2"])
        #expect(try folder.mode(of: "state") == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder("state")) {
            #expect(try folder.mode(of: "state/\(file)") == 0o600, "\(file)")
        }
    }
}
