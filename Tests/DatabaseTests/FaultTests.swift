import Database
import Foundation
import TestSupport
import Testing

@Suite struct FaultTests {
    let folder = TemporaryFolder()

    @Test func `a folder that can't be made is told with its path`() throws {
        try Data().write(to: URL(filePath: folder("file")))
        let error = #expect(throws: StoreError.self) { try Notes.open(folder("file/state/a.db")) }
        #expect(error?.code == "not-writable")
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func `a folder that may not be written is told with its path`() throws {
        #expect(chmod(folder.path, 0o500) == 0)
        defer { chmod(folder.path, 0o700) }
        let error = #expect(throws: StoreError.self) { try Notes.open(folder("a.db")) }
        #expect(error?.code == "not-writable")
    }

    @Test func `a disk that fails in a commit leaves the outcome open, and the store refuses from then on`()
        async throws
    {
        let path = folder("a.db")
        try BlockingStore(at: path, schemas: [Notes.schema]).write { try Notes.add("before", in: $0) }
        await #expect(processExitsWith: .success) { [path = path as String] in
            let store = try Notes.open(path)
            #expect(try await store.read { try Notes.count(in: $0) } == 1)
            // A file may grow no more: to the program the same as a disk that fails.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: rlim_t(store.walBytes + 5000), rlim_max: rlim_t.max)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let text = String(repeating: "x", count: 100_000)
            let error = await #expect(throws: StoreError.self) { try await store.write { try Notes.add(text, in: $0) } }
            #expect(error?.code == "outcome-unknown")
            limit.rlim_cur = rlim_t.max
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            await #expect(throws: StoreError.closed(path: path)) {
                try await store.write { try Notes.add("y", in: $0) }
            }
            await #expect(throws: StoreError.closed(path: path)) { try await store.read { try Notes.count(in: $0) } }
            await #expect(throws: StoreError.closed(path: path)) { try await store.checkpoint() }
        }
        let next = try Notes.open(path)
        #expect(try await next.read { try Notes.all(in: $0) } == ["before"])
        #expect(try await next.integrityCheck() == [])
    }

    @Test func `what was acknowledged survives a kill at any moment`() async throws {
        let (path, log) = (folder("a.db"), folder("acknowledged"))
        for round in 0..<8 {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, log = log as String, round = round as Int] in
                let store = try BlockingStore(
                    at: path, schemas: [Notes.schema], checkpointing: .above(bytes: 40_000))
                let file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
                Thread.detachNewThread {
                    usleep(.random(in: 1000...60_000))
                    kill(getpid(), SIGKILL)
                }
                var number = 0
                while true {
                    let text = "\(round).\(number)"
                    try store.write { try Notes.add(text, in: $0) }
                    let line = Array("\(text)\n".utf8)
                    write(file, line, line.count)
                    number += 1
                }
            }
        }
        let store = try Notes.open(path)
        let stored = Set(try await store.read { try Notes.all(in: $0) })
        let acknowledged = String(decoding: folder.bytes(of: "acknowledged") ?? Data(), as: UTF8.self).split(
            separator: "\n")
        #expect(acknowledged.count > 8)
        #expect(acknowledged.filter { !stored.contains(String($0)) } == [])
        #expect(stored.count <= acknowledged.count + 8, "at most one a kill was committed and not yet acknowledged")
        #expect(try await store.integrityCheck() == [])
    }

    @Test(.enabled(if: SmallDisk.isPossible, "mounting needs root"))
    func `a full disk is told, nothing of the write stays, and with room again all goes on`() async throws {
        let disk = try #require(SmallDisk())
        let store = try Notes.open(disk.path + "/a.db", checkpointing: .above(bytes: 100_000))
        try await store.write { try Notes.add("before", in: $0) }
        disk.fill()
        let text = String(repeating: "x", count: 100_000)
        let error = await #expect(throws: StoreError.self) { try await store.write { try Notes.add(text, in: $0) } }
        #expect(error?.code == "disk-full")
        #expect(try await store.read { try Notes.all(in: $0) } == ["before"])
        disk.empty()
        try await store.write { try Notes.add("after", in: $0) }
        #expect(try await store.read { try Notes.all(in: $0) } == ["before", "after"])
        #expect(try await store.integrityCheck() == [])
    }

    @Test(.enabled(if: SmallDisk.isPossible, "mounting needs root"))
    func `a disk that is written nowhere is told`() throws {
        let disk = try #require(SmallDisk())
        #expect(mount(nil, disk.path, nil, UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
        let error = #expect(throws: StoreError.self) { try Notes.open(disk.path + "/a.db") }
        #expect(error?.code == "not-writable")
    }

    @Test func `each error names the file and has a word of its own`() {
        let errors: [StoreError] = [
            .newerSchema(path: "/f", tenant: "t", found: 2, known: 1), .notOurs(path: "/f"),
            .notWritable(path: "/f", reason: "r"), .damaged(path: "/f", reason: "r"), .diskFull(path: "/f"),
            .busy(path: "/f", seconds: 5), .outcomeUnknown(path: "/f", reason: "r"), .closed(path: "/f"),
            .failed(path: "/f", reason: "r"),
        ]
        #expect(errors.allSatisfy { $0.description.contains("/f") && $0.description.hasSuffix(".") })
        #expect(Set(errors.map(\.code)).count == errors.count)
    }
}

/// A file system of 512 KiB in memory.
private final class SmallDisk {
    let path: String
    private let folder = TemporaryFolder()

    static var isPossible: Bool { SmallDisk() != nil }

    init?() {
        path = folder("disk")
        guard mkdir(path, 0o700) == 0, mount("tmpfs", path, "tmpfs", 0, "size=512k") == 0 else { return nil }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    func fill() {
        let file = open(path + "/ballast", O_WRONLY | O_CREAT, 0o600)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    func empty() { unlink(path + "/ballast") }
}
