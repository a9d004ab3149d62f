import Database
import Foundation
import Lab
import Queue
import TestSupport
import Testing

/// Hooks one after another, as a scan causes them, while the worker that the first of them starts is at it.
@Suite struct ScanTests {
    /// `PLEXSYNC_PLUGIN_SCAN`: how many files; 40 unless set. With `PLEXSYNC_PLUGIN_LIMITS` the times are held to what
    /// is promised; they mean something for a release build only.
    @Test func `a scan queues every scene once, and leaves no process`() async throws {
        let bench = try PluginBench(World.make(seed: 5, scenes: 20))
        var seconds: [Double] = []
        var scenes: [Int] = []
        for number in 1...Limits.scanned {
            var scene = StashScene(id: 0)
            scene.files = [StashFile(id: 100_000 + number, path: "/data/clips/scan/\(number).mp4", size: number)]
            let id = bench.servers.stash.addScene(scene)
            scenes.append(id)
            let ending = try bench.driver.run(["hook"], bench.driver.hook("Scene.Create.Post", id))
            #expect(ending.code == 0)
            #expect(ending.log.isEmpty, "\(ending.log)")
            seconds.append(ending.seconds)
        }
        try await bench.driver.awaitDrainer()
        let rows = try bench.driver.store().read {
            try $0.map("SELECT key, count(*) FROM job GROUP BY key") { row -> (String, Int) in
                (try row[0], try row[1])
            }
        }
        let counts = Dictionary(uniqueKeysWithValues: rows)
        #expect(Set(counts.keys) == Set(scenes.map { "scene:\($0)" }))
        #expect(counts.values.allSatisfy { $0 == 1 })
        #expect(try bench.driver.processes == [])
        seconds.sort()
        let (median, late) = (seconds[seconds.count / 2], seconds[seconds.count * 99 / 100])
        print("hook: median \(median * 1000) ms, 99th percentile \(late * 1000) ms")
        if ProcessInfo.processInfo.environment["PLEXSYNC_PLUGIN_LIMITS"] != nil {
            #expect(median < 0.05 && late < 0.15)
        }
    }

    @Test func `a hook is done while its worker works on`() async throws {
        let bench = try PluginBench(World.make(seed: 5, scenes: 20))
        bench.servers.stash.fail(.latency(.seconds(2)))
        let ending = try bench.driver.run(["hook"], bench.driver.hook("Scene.Update.Post", 1))
        #expect(ending.code == 0)
        // Its pipes are closed for good: nobody else holds them. The worker does hold its lock.
        #expect(try OSLock.isHeld(at: bench.driver.folder("drainer.lock")))
        bench.servers.stash.heal()
        try await bench.driver.awaitDrainer()
    }

    private static func settle(_ bench: PluginBench) async throws { try bench.settle() }

    @Test func `hooks during a delivery are delivered, too`() async throws {
        let bench = try PluginBench(World.make(seed: 9, scenes: 120))
        async let drained: Void = Self.settle(bench)
        let scenes = bench.matched.filter { !$0.scene.title.isEmpty }.prefix(12)
        for (scene, _) in scenes {
            bench.servers.stash.editScene(scene.id) { $0.title = "Edited \(scene.id)" }
            _ = try bench.driver.run(["hook"], bench.driver.hook("Scene.Update.Post", scene.id))
        }
        try await drained
        try await bench.driver.awaitDrainer()
        try bench.task("drain")
        for (scene, item) in scenes { #expect(bench.item(item.ratingKey)?.title == "Edited \(scene.id)") }
        let keys = try bench.driver.keys()
        #expect(Set(keys).count == keys.count)
    }
}
