import Database
import Foundation
import Queue
import TestSupport
import Testing

@Suite struct WorkerLeaseTests {
    let folder = TemporaryFolder()

    @Test func `a lease is held until its worker lets it go, under a name of its own`() throws {
        let leases = WorkerLeases(folder: folder("workers"))
        let (one, other) = try (leases.take(), leases.take())
        #expect(one.name != other.name)
        #expect(try leases.isHeld(one.name) && leases.isHeld(other.name))
        one.end()
        #expect(try !leases.isHeld(one.name) && leases.isHeld(other.name))
        #expect(try folder.mode(of: "workers") == 0o700)
    }

    @Test(arguments: ["", "never", "0", "../workers/x", "/etc/passwd", "a/b", "A", "a.worker"])
    func `a name that is no lease of ours is held by nobody`(name: String) throws {
        #expect(try !WorkerLeases(folder: folder.path).isHeld(name))
    }

    @Test func `what dead workers left goes, what living ones hold stays`() async throws {
        let path = folder("workers")
        let leases = WorkerLeases(folder: path)
        let living = try leases.take()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let lease = try WorkerLeases(folder: path).take()
            kill(getpid(), SIGKILL)
            lease.end()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 2)
        let next = try leases.take()
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 2)
        #expect(try leases.isHeld(living.name) && leases.isHeld(next.name))
    }

    @Test func `the jobs of a killed worker are free at once, and each is done once`() async throws {
        let driver = try StoreDriver()
        let (file, path) = (driver.store.path, folder("workers"))
        _ = try await driver.enqueue((1...20).map { .rule("scene:\($0)") }, now: 0)
        await #expect(processExitsWith: .signal(SIGKILL)) { [file = file as String, path = path as String] in
            let lease = try WorkerLeases(folder: path).take()
            let store = try BlockingStore(at: file, schemas: [QueueSchema.schema])
            let queue = JobStore()
            let jobs = try store.write {
                try queue.claim(upTo: 8, by: lease.name, now: 1, in: $0) { _ in true }
            }
            for job in jobs.prefix(3) {
                _ = try store.write { try queue.end(job.fence, Ending(.done()), now: 2, jitter: 0, in: $0) }
            }
            kill(getpid(), SIGKILL)
        }
        #expect(try await driver.counts().running == 5)
        let leases = WorkerLeases(folder: path)
        let lease = try leases.take()
        let jobs = try await driver.store.write {
            try driver.queue.claim(upTo: 50, by: lease.name, now: 2, in: $0, isAlive: leases.isHeld)
        }
        #expect(jobs.count == 17)
        for job in jobs { #expect(try await driver.end(job, .done(), now: 3) == .done) }
        #expect(try await driver.counts().done == 20)
    }

    @Test func `of many workers each job goes to one`() async throws {
        let driver = try StoreDriver()
        let file = driver.store.path
        _ = try await driver.enqueue((1...300).map { .rule("scene:\($0)") }, now: 0)
        let done = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<6 {
                group.addTask {
                    let store = try Store.open(at: file, schemas: [QueueSchema.schema])
                    let queue = JobStore()
                    var keys: [String] = []
                    while true {
                        let jobs = try await store.write {
                            try queue.claim(upTo: 7, by: "\(number)", now: 1, in: $0) { _ in true }
                        }
                        if jobs.isEmpty { return keys }
                        let ended = try await store.write { transaction in
                            try jobs.map {
                                try queue.end($0.fence, Ending(.done()), now: 2, jitter: 0, in: transaction)
                            }
                        }
                        keys += zip(jobs, ended).filter { $1 == .done }.map(\.0.key)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(done.count == 300 && Set(done).count == 300)
    }
}
