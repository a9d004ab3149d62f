import Database
import Foundation
import Synchronization
import TestSupport
import Testing

/// Several stores on one file: to the system they are what several programs are, since a lock belongs to an open file.
@Suite struct ConcurrencyTests {
    let folder = TemporaryFolder()

    @Test func `no write is lost among many writers, and none fails as busy`() async throws {
        let path = folder("a.db")
        let setUp = try Notes.open(path)
        try await setUp.write { _ = try $0.run("INSERT INTO note (id, text, size) VALUES (1, 'sum', 0)") }
        try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask {
                    let store = try Notes.open(path, checkpointing: .above(bytes: 64 << 10))
                    for _ in 0..<40 {
                        try await store.write { transaction in
                            let size = try transaction.first("SELECT size FROM note WHERE id = 1") { try $0[0] as Int }
                            try transaction.run("UPDATE note SET size = ? WHERE id = 1", (size ?? 0) + 1)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let sum = try await setUp.read { try $0.first("SELECT size FROM note") { try $0[0] as Int } }
        #expect(sum == 240)
        #expect(try await setUp.integrityCheck() == [])
    }

    @Test func `who waits for the gate is let in before a writer that comes back at once`() async throws {
        let path = folder("a.db")
        let (busy, waiter) = try (Notes.open(path), Notes.open(path))
        let counter = Counter()
        try await withThrowingTaskGroup { group in
            group.addTask {
                // Bounded, so that an unfair gate fails the test instead of hanging it.
                while !counter.isDone, counter.count < 3000 {
                    let number = counter.next()
                    try await busy.write { try Notes.add("busy \(number)", in: $0) }
                }
            }
            group.addTask {
                for number in 0..<20 { try await waiter.write { try Notes.add("waiter \(number)", in: $0) } }
                counter.finish()
            }
            try await group.waitForAll()
        }
        #expect(counter.count < 3000)
    }

    @Test func `a writer beyond the gate, such as the sqlite3 shell, is waited for`() async throws {
        let path = folder("a.db")
        let store = try Notes.open(path)
        let shell = try ChildProcess("/usr/bin/env", ["sqlite3", path], input: .pipe, output: .pipe)
        try shell.input.write(contentsOf: Data("BEGIN IMMEDIATE; SELECT 'locked';\n".utf8))
        #expect(try shell.output.read(upToCount: 6) == Data("locked".utf8))
        async let written: Void = store.write { try Notes.add("one", in: $0) }
        try shell.input.write(contentsOf: Data("COMMIT;\n.quit\n".utf8))
        try await written
        await shell.end()
        #expect(try await store.read { try Notes.all(in: $0) } == ["one"])
    }

    @Test func `a reader sees a store closed and opened by others as it goes on`() async throws {
        let path = folder("a.db")
        let reading = try Notes.open(path)
        for number in 1...20 {
            let writing = try Notes.open(path, checkpointing: .above(bytes: 0))
            try await writing.write { try Notes.add("\(number)", in: $0) }
            #expect(try await reading.read { try Notes.count(in: $0) } == number)
        }
    }

    private final class Counter: Sendable {
        private let value = Atomic(0)
        private let finished = Atomic(false)
        var count: Int { value.load(ordering: .acquiring) }
        var isDone: Bool { finished.load(ordering: .acquiring) }
        func finish() { finished.store(true, ordering: .releasing) }
        func next() -> Int { value.add(1, ordering: .acquiringAndReleasing).newValue }
    }
}
