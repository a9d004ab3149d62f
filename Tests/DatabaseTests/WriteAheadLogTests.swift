import Database
import TestSupport
import Testing

@Suite struct WriteAheadLogTests {
    let folder = TemporaryFolder()

    private func fill(_ store: Store, _ range: Range<Int>) async throws {
        let text = String(repeating: "x", count: 3000)
        for number in range { try await store.write { try Notes.add("\(number) \(text)", in: $0) } }
    }

    @Test func `it is emptied when it passes its size, and grows until then`() async throws {
        let store = try Notes.open(folder("a.db"), checkpointing: .above(bytes: 100_000))
        try await fill(store, 0..<3)
        #expect(store.walBytes > 0 && store.walBytes <= 100_000)
        try await fill(store, 3..<60)
        #expect(store.walBytes <= 120_000)
        #expect(try await store.integrityCheck() == [])
    }

    @Test func `a hook's store never empties it, and closing does not either`() async throws {
        do {
            let store = try Notes.open(folder("a.db"), checkpointing: .never)
            try await fill(store, 0..<40)
        }
        let next = try Notes.open(folder("a.db"))
        #expect(next.walBytes > 40 * 3000)
        #expect(try await next.read { try Notes.count(in: $0) } == 40)
        #expect(try await next.checkpoint())
        #expect(next.walBytes == 0)
        #expect(try await next.read { try Notes.count(in: $0) } == 40)
    }

    @Test func `a long reader keeps it from being emptied, and nobody waits for that reader`() async throws {
        let store = try Notes.open(folder("a.db"), checkpointing: .above(bytes: 50_000))
        try await fill(store, 0..<2)
        let reader = try BlockingStore(at: folder("a.db"), schemas: [Notes.schema])
        let writer = try BlockingStore(
            at: folder("a.db"), schemas: [Notes.schema], checkpointing: .above(bytes: 50_000))
        let text = String(repeating: "z", count: 3000)
        try reader.read { reading in
            #expect(try Notes.count(in: reading) == 2)
            for number in 0..<60 { try writer.write { try Notes.add("\(number) \(text)", in: $0) } }
            #expect(store.walBytes > 100_000)
            #expect(try Notes.count(in: reading) == 2)
        }
        #expect(try await store.checkpoint())
        #expect(store.walBytes == 0)
        #expect(try await store.read { try Notes.count(in: $0) } == 62)
    }
}
