import Foundation
import JSON
import Lab
import TestSupport
import Testing

/// The plugin between a made Stash and a made Plex, with its worker.
final class PluginBench: Sendable {
    let servers: LabServers
    let driver: StashDriver

    /// - Parameter more: Goes to the end of the configuration file.
    init(_ world: World, release: StashRelease = .v0_30, adding more: String = "") throws {
        servers = try LabServers(world: world, release: release)
        driver = StashDriver(port: servers.stash.port)
        _ = try servers.writeConfiguration(into: driver.folder.path, adding: more)
    }

    deinit { servers.stop() }

    /// - Returns: What the task answered.
    @discardableResult
    func task(_ mode: String, _ more: String = "") throws -> JSONTree {
        let ending = try driver.run([], driver.task(#""mode":"\#(mode)"\#(more)"#))
        let answer = try JSONTree(parsing: Array(ending.output.utf8))
        #expect(ending.code == 0, "\(mode): \(ending.output) \(ending.log)")
        return answer["output"] ?? .null
    }

    /// A hook, and all that its worker does.
    func hook(_ type: String, _ id: Int, input: String = "null") async throws {
        let ending = try driver.run(["hook"], driver.hook(type, id, input: input))
        #expect(ending.code == 0 && ending.log.isEmpty, "\(ending.log)")
        try await driver.awaitDrainer()
    }

    /// Brings Plex up to date with all of Stash, and forgets how, and what waits for a file that Plex lacks.
    func settle() throws {
        try task("reconcile")
        try task("reconcile")
        try task("clear")
        servers.plex.resetRequests()
    }

    /// Items that were written to since they were settled.
    var written: Set<Int> { Set(edits.flatMap(\.ids)) }

    /// Edits that Plex was asked for, those that change nothing but a lock included.
    var edits: [PlexEdit] { servers.plex.requests.compactMap(\.edit) }

    /// Scenes that have one item, in which nobody has locked anything but we, with it.
    var matched: [(scene: StashScene, item: PlexItem)] {
        let items = Dictionary(
            servers.plex.library.items.flatMap { item in item.files.map { ($0, item) } }, uniquingKeysWith: { $1 })
        let (truth, before) = (servers.world.truth.scenes, servers.world.plex.items)
        let locked = Set(before.filter { !$0.locked.isEmpty }.map(\.ratingKey))
        return servers.stash.library.scenes.values.sorted { $0.id < $1.id }.compactMap { scene in
            guard ["gap", "in_sync"].contains(truth[scene.id]?.outcome), truth[scene.id]?.targets.count == 1,
                scene.files.count == 1, let file = scene.files.first,
                let item = items[servers.world.plexPath(file.pathText)], item.files.count == 1,
                !locked.contains(item.ratingKey)
            else { return nil }
            return (scene, item)
        }
    }

    func item(_ key: Int) -> PlexItem? { servers.plex.library.items.first { $0.ratingKey == key } }
}
