import Database
import Dispatch
import TestSupport
import Testing

@Suite struct StoreTests {
    let folder = TemporaryFolder()

    @Test func `what was written is read, by this store and the next`() async throws {
        let store = try Notes.open(folder("a.db"))
        try await store.write { try Notes.add("one", in: $0) }
        #expect(try await store.read { try Notes.all(in: $0) } == ["one"])
        let again = try Notes.open(folder("a.db"))
        #expect(try await again.read { try Notes.all(in: $0) } == ["one"])
    }

    @Test func `nothing stays of a write that throws`() async throws {
        struct Stop: Error {}
        let store = try Notes.open(folder("a.db"))
        await #expect(throws: Stop.self) {
            try await store.write { transaction in
                try Notes.add("one", in: transaction)
                throw Stop()
            }
        }
        try await store.write { try Notes.add("two", in: $0) }
        #expect(try await store.read { try Notes.all(in: $0) } == ["two"])
    }

    @Test func `a row that a check or an index refuses comes back as the constraint, and the store goes on`()
        async throws
    {
        let store = try Notes.open(folder("a.db"))
        for text in ["", "two", "two"] {
            do { try await store.write { try Notes.add(text, in: $0) } } catch let error as SQLiteError {
                #expect(error.isConstraint)
            }
        }
        #expect(try await store.read { try Notes.all(in: $0) } == ["two"])
    }

    @Test func `a reading transaction cannot write`() async throws {
        let store = try Notes.open(folder("a.db"))
        await #expect(throws: StoreError.self) {
            try await store.read { _ = try $0.first("INSERT INTO note (text) VALUES ('x') RETURNING 1") { _ in 1 } }
        }
        #expect(try await store.read { try Notes.count(in: $0) } == 0)
    }

    @Test func `a read sees one state of the file, whatever is committed meanwhile`() throws {
        let (reading, writing) = try (open("a.db"), open("a.db"))
        try writing.write { try Notes.add("one", in: $0) }
        try reading.read { transaction in
            #expect(try Notes.all(in: transaction) == ["one"])
            try writing.write { try Notes.add("two", in: $0) }
            #expect(try Notes.all(in: transaction) == ["one"])
        }
        #expect(try reading.read { try Notes.all(in: $0) } == ["one", "two"])
    }

    @Test func `a read does not wait for a write of the same store`() async throws {
        let store = try Notes.open(folder("a.db"))
        let (started, finish) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let writing = Task {
            try await store.write { transaction in
                try Notes.add("one", in: transaction)
                started.signal()
                finish.wait()  // blocks the store's own thread until the read below is through
            }
        }
        await Task.detached { started.waitUntilSignalled() }.value
        #expect(try await store.read { try Notes.count(in: $0) } == 0)
        finish.signal()
        try await writing.value
        #expect(try await store.read { try Notes.count(in: $0) } == 1)
    }

    @Test func `folders and files are for their owner alone`() throws {
        let store = try open("deep/er/a.db")
        try store.write { try Notes.add("one", in: $0) }
        #expect(try folder.mode(of: "deep") == 0o700)
        #expect(try folder.mode(of: "deep/er") == 0o700)
        for name in ["a.db", "a.db-wal", "a.db-shm", "a.db.lock"] {
            #expect(try folder.mode(of: "deep/er/\(name)") == 0o600, "\(name)")
        }
    }

    @Test func `a private copy holds all, and what is done to it stays there`() async throws {
        let store = try Notes.open(folder("a.db"))
        try await store.write { try Notes.add("one", in: $0) }
        let copy = try await store.privateCopy()
        try await copy.write { try Notes.add("copied", in: $0) }
        try await store.write { try Notes.add("two", in: $0) }
        #expect(try await copy.read { try Notes.all(in: $0) } == ["one", "copied"])
        #expect(try await store.read { try Notes.all(in: $0) } == ["one", "two"])
        #expect(try await copy.integrityCheck() == [])
        #expect(throws: StoreError.self) { try copy.reader() }
        #expect(copy.readers(2).isEmpty && store.readers(2).count == 2)
    }

    @Test func `a long read has a reader of its own`() async throws {
        let store = try Notes.open(folder("a.db"))
        try await store.write { transaction in for n in 1...1000 { try Notes.add("\(n)", in: transaction) } }
        let reader = try store.reader()
        #expect(try await reader.read { try Notes.count(in: $0) } == 1000)
    }

    @Test func `a whole file has no faults, and SQLite names its version`() async throws {
        let store = try Notes.open(folder("a.db"))
        #expect(try await store.integrityCheck() == [])
        #expect(sqliteVersion.hasPrefix("3."))
    }

    private func open(_ name: String) throws -> BlockingStore {
        try BlockingStore(at: folder(name), schemas: [Notes.schema])
    }
}

extension DispatchSemaphore {
    /// `wait` is not offered to asynchronous code, which must not block; a test may.
    fileprivate func waitUntilSignalled() { wait() }
}
