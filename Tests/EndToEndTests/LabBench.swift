import Database
import Foundation
import Lab

/// A made world on two fake servers, a configuration that points there, and a state folder of its own.
final class LabBench: Sendable {
    let servers: LabServers
    let folder: String
    let rules: String
    let program: Program

    var state: String { folder + "/state" }

    init(_ world: World, release: StashRelease = .v0_30, key: String = "lab-stash-key", adding more: String = "") throws
    {
        folder = NSTemporaryDirectory() + "plexsync-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        servers = try LabServers(world: world, release: release, stashKey: key, plexToken: "plex-\(key)")
        rules = try servers.writeConfiguration(into: folder, adding: more)
        program = Program(arguments: ["--rules", rules, "--state", folder + "/state"])
    }

    deinit {
        servers.stop()
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    /// A copy of the state folder as it is, while nobody writes to it.
    func copyOfState() throws -> String {
        let copy = folder + "/copy"
        if FileManager.default.fileExists(atPath: copy) { try FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.copyItem(atPath: state, toPath: copy)
        return copy
    }

    /// Makes it as if so much time had passed since any library was listed, last or only to be sure of missing scenes.
    func pass(minutes: Int) async throws {
        let store = try Store.open(at: state + "/plexsync.db", schemas: [])
        _ = try await store.write {
            try $0.run(
                "UPDATE listing SET listedAt = listedAt - ?, confirmedAt = max(confirmedAt - ?, 0)", minutes * 60_000,
                minutes * 60_000)
        }
    }

    /// Requests that each server got since the last call.
    func takeRequestCounts() -> (stash: Int, plex: Int) {
        let counts = (servers.stash.requests.count, servers.plex.requestCount)
        servers.stash.forgetRequests()
        servers.plex.resetRequests()
        return counts
    }
}
