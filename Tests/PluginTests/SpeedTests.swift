import Foundation
import TestSupport
import Testing

/// What Stash's Save button waits for, beside what a process needs that appends one row. Only where the environment holds
/// us to it: a debug build says nothing.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PLEXSYNC_PLUGIN_LIMITS"] != nil)) struct SpeedTests {
    private func median(_ seconds: [Double]) -> Double { seconds.sorted()[seconds.count / 2] }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")))
    func `a hook takes at most twice the time of sqlite3 that inserts a row`() throws {
        let driver = StashDriver(alone: try HookProgram())
        let database = driver.folder("beside.db")
        func sqlite(_ sql: String) throws -> Double {
            let start = ContinuousClock.now
            let child = try StashChild("/usr/bin/sqlite3", [database, sql])
            child.feed([])
            _ = child.read()
            #expect(child.reap() == 0)
            return start.duration(to: .now) / .seconds(1)
        }
        _ = try sqlite("PRAGMA journal_mode = WAL; CREATE TABLE job (key TEXT, at INTEGER)")
        var (ours, theirs) = ([Double](), [Double]())
        for id in 1...200 {
            ours.append(try driver.run(["hook"], driver.hook("Scene.Update.Post", id)).seconds)
            theirs.append(try sqlite("PRAGMA synchronous = FULL; INSERT INTO job VALUES ('scene:\(id)', \(id))"))
        }
        print("hook \(median(ours) * 1000) ms, sqlite3 \(median(theirs) * 1000) ms")
        #expect(median(ours) <= 2 * median(theirs))
    }

    @Test func `a cover of eight megabytes is no burden`() throws {
        let driver = StashDriver(alone: try HookProgram())
        let cover = #"{"id":"9","cover_image":"data:image/jpeg;base64,\#(String(repeating: "QUJD", count: 2 << 20))"}"#
        var (plain, covered) = ([Double](), [Double]())
        for id in 1...60 {
            plain.append(try driver.run(["hook"], driver.hook("Scene.Update.Post", id)).seconds)
            covered.append(try driver.run(["hook"], driver.hook("Scene.Update.Post", id, input: cover)).seconds)
        }
        print("plain \(median(plain) * 1000) ms, with a cover \(median(covered) * 1000) ms")
        #expect(median(covered) < 0.05)
    }
}
