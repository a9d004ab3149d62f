import Database
import Foundation
import JSON
import Queue
import TestSupport
import Testing

/// The plugin under a driver that behaves like Stash.
@Suite struct DriverTests {
    private struct Recorded: Sendable, CustomTestStringConvertible {
        let cause: String
        let type: String
        let id: Int
        let context: String

        var testDescription: String { "\(cause): \(type)" }

        static let all: [Recorded] = {
            do {
                guard let file = Bundle.module.url(forResource: "Fixtures/hooks", withExtension: "jsonl") else {
                    return []
                }
                return try Data(contentsOf: file).split(separator: 0x0A).map { line in
                    let tree = try JSONTree(parsing: Array(line))
                    let context = tree["hookContext"]
                    return Recorded(
                        cause: tree["cause"]?.string ?? "", type: context?["type"]?.string ?? "",
                        id: context?["id"]?.int ?? 0, context: context?.description ?? "")
                }
            } catch { return [] }
        }()
    }

    @Test func `every hook that was recorded is understood, and each scene waits once`() throws {
        let driver = StashDriver(alone: try HookProgram())
        #expect(Recorded.all.count == 27)
        var expected: Set<String> = []
        for hook in Recorded.all {
            let document =
                #"{"server_connection":\#(driver.connection),"args":{"hookContext":\#(hook.context),"mode":"hook"}}"#
            let ending = try driver.run(["hook"], document)
            #expect(ending.code == 0, "\(hook)")
            #expect(ending.log.isEmpty, "\(hook): \(ending.log)")
            let subject = hook.type.split(separator: ".")[0].lowercased()
            switch hook.type {
            case "Scene.Destroy.Post": expected.remove("scene:\(hook.id)")
            case "SceneMarker.Create.Post", "Tag.Create.Post": break
            default: expected.insert("\(subject):\(hook.id)")
            }
        }
        let jobs = try driver.store().read { try JobStore().jobs(JobFilter(), limit: 100, in: $0) }
        #expect(jobs.map(\.key).sorted() == expected.sorted())
    }

    @Test func `a cover of eight megabytes comes through a pipe in little memory`() throws {
        let driver = StashDriver(alone: try HookProgram())
        let cover = #"{"id":"9","cover_image":"data:image/jpeg;base64,\#(String(repeating: "QUJD", count: 2 << 20))"}"#
        let ending = try driver.run(["hook"], driver.hook("Scene.Update.Post", 9, input: cover), measuresMemory: true)
        #expect(ending.code == 0)
        #expect(ending.log.isEmpty)
        #expect(ending.kilobytes < 60 << 10)
        #expect(try driver.keys() == ["scene:9"])
    }

    /// `PLEXSYNC_PLUGIN_KILLS`: how many; 8 unless set.
    @Test func `hooks killed at any moment lose nothing that was acknowledged, and leave nothing twice`() throws {
        let driver = StashDriver(alone: try HookProgram())
        var random = SystemRandomNumberGenerator()
        let count = Limits.kills
        var acknowledged: Set<String> = []
        for id in 1...count {
            let moment = Int.random(in: 0..<Limits.slowestKill, using: &random)
            // Some are heard twice, so that a kill may hit the merging of jobs, too.
            for scene in [id, max(1, id - 1)] {
                let ending = try driver.run(["hook"], driver.hook("Scene.Update.Post", scene), killedAfter: moment)
                if ending.code == 0 { acknowledged.insert("scene:\(scene)") }
            }
        }
        // The next one finds everything in order.
        #expect(try driver.run(["hook"], driver.hook("Scene.Update.Post", count + 1)).code == 0)
        let keys = try driver.keys()
        #expect(Set(keys).count == keys.count)
        #expect(acknowledged.isSubset(of: keys), "lost: \(acknowledged.subtracting(keys))")
        #expect(Set(keys).isSubset(of: (1...(count + 1)).map { "scene:\($0)" }))
        let health = try driver.store().read { try $0.map("PRAGMA integrity_check") { row -> String in try row[0] } }
        #expect(health == ["ok"])
    }
}

/// How long and how strict: small in the quick tests, large where the environment says so (`.ci/long`).
enum Limits {
    private static func number(_ name: String, _ otherwise: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? otherwise
    }

    static let kills = number("PLEXSYNC_PLUGIN_KILLS", 8)
    static let scanned = number("PLEXSYNC_PLUGIN_SCAN", 40)
    /// Nanoseconds; about as long as a hook takes here.
    static let slowestKill = 25_000_000
}

extension StashDriver {
    func store() throws -> BlockingStore {
        try BlockingStore(at: folder("plexsync.db"), schemas: [QueueSchema.schema])
    }

    /// Keys of waiting jobs, in the order of the queue.
    func keys() throws -> [String] {
        try store().read { try JobStore().jobs(JobFilter(), limit: 10_000, in: $0) }.map(\.key)
    }
}
