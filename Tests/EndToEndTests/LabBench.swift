import Foundation
import Lab

/// A made world on two fake servers, a configuration that points there, and a state folder of its own.
final class LabBench {
    let servers: LabServers
    let folder: String
    let program: Program

    init(_ world: World, release: StashRelease = .v0_30, adding more: String = "") throws {
        folder = NSTemporaryDirectory() + "plexsync-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        servers = try LabServers(world: world, release: release)
        let rules = try servers.writeConfiguration(into: folder, adding: more)
        program = Program(arguments: ["--rules", rules, "--state", folder + "/state"])
    }

    deinit {
        servers.stop()
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }
}
