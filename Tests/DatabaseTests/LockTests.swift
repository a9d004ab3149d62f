import Database
import Foundation
import TestSupport
import Testing

@Suite struct LockTests {
    let folder = TemporaryFolder()

    @Test func `a lock excludes every other, in this process too, until it is let go`() throws {
        let path = folder("index.lock")
        let lock = try #require(try OSLock.take(at: path))
        #expect(try OSLock.take(at: path) == nil)
        #expect(try OSLock.isHeld(at: path))
        lock.release()
        #expect(try !OSLock.isHeld(at: path))
        #expect(try OSLock.take(at: path) != nil)
    }

    @Test func `dropping the last reference lets it go`() throws {
        let path = folder("index.lock")
        do {
            let lock = try OSLock.take(at: path)
            #expect(lock?.path == path)
        }
        #expect(try !OSLock.isHeld(at: path))
    }

    @Test func `who looks for a lock that was never taken creates nothing`() throws {
        #expect(try !OSLock.isHeld(at: folder("none")))
        #expect(folder.bytes(of: "none") == nil)
    }

    @Test func `who waits gets it when it is let go`() async throws {
        let path = folder("index.lock")
        let lock = try #require(try OSLock.take(at: path))
        async let waiting = OSLock.take(at: path, within: .seconds(60))
        await Task.yield()
        lock.release()
        #expect(try await waiting != nil)
    }

    @Test func `who waits in vain gets nothing`() async throws {
        let path = folder("index.lock")
        let lock = try #require(try OSLock.take(at: path))
        #expect(try await OSLock.take(at: path, within: .zero) == nil)
        lock.release()
    }

    @Test func `a cancelled task stops waiting`() async throws {
        let path = folder("index.lock")
        let lock = try #require(try OSLock.take(at: path))
        let waiting = Task { try await OSLock.take(at: path, within: .seconds(600)) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        lock.release()
    }

    @Test func `a program started meanwhile does not inherit it`() throws {
        let path = folder("index.lock")
        let lock = try #require(try OSLock.take(at: path))
        let child = try ChildProcess("/bin/cat", input: .pipe)
        lock.release()
        #expect(try !OSLock.isHeld(at: path))
        try child.input.close()
        child.waitForEnd()
    }

    @Test func `it ends with its holder, however that ends`() async throws {
        let path = folder("index.lock")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let lock = try OSLock.take(at: path)
            let isHeld = try OSLock.isHeld(at: path)
            precondition(isHeld)
            kill(getpid(), SIGKILL)
            _ = lock
        }
        #expect(folder.bytes(of: "index.lock") != nil)
        #expect(try !OSLock.isHeld(at: path))
    }

    @Test func `a file that was removed under its lock is not locked again, but a new one of its name`() throws {
        let path = folder("w.lock")
        let lock = try #require(try OSLock.take(at: path))
        lock.releaseAndRemove()
        #expect(folder.bytes(of: "w.lock") == nil)
        let next = try #require(try OSLock.take(at: path))
        lock.releaseAndRemove()  // twice is as once: it must not take the next one's file away
        #expect(try OSLock.isHeld(at: path))
        next.release()
    }

    @Test func `a folder that is not there is told by its path`() throws {
        let error = #expect(throws: StoreError.self) { try OSLock.take(at: folder("no/such/lock")) }
        #expect(error?.code == "not-writable")
        #expect(error?.description.contains("no/such/lock") == true)
    }
}
