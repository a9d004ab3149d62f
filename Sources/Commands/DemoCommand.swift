public import CommandSyntax
import Foundation
import JSON
import Lab
import SyncEngine
import SyncModel

/// A made Stash and a made Plex on loopback, to try everything on.
public struct DemoCommand: Command {
    public static let name = "demo"
    public static let summary = "Start a made Stash and Plex with every kind of gap, and open the shell on them."
    public static let details = """
        Both servers run in this process, on loopback, and are gone when it ends; so are configuration and state, which \
        lie in a temporary folder. Nothing of yours is read or touched.

        Without --seed and --scenes it is a small library for looking at; with them, one of that size, the same for the \
        same seed.

        With --serve nothing is compared and no shell opened: a JSON object says where the servers, their keys and a \
        configuration for them are, and they run until standard input ends.
        """
    public static let examples = [
        Example("demo", "look around"), Example("demo --scenes 5000 --seed 7", "a larger library"),
    ]
    public let seed = Option("seed", .count(from: 0, to: Int(Int32.max)), "Which made library: 1 unless given.")
    public let scenes = Option("scenes", .count(from: 1, to: 1_000_000), "About how many scenes it has.")
    public let serve = Option(flag: "serve", "Only run the servers, for other programs, until standard input ends.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        guard app.choices.rules == nil, app.choices.state == nil else {
            throw CommandEnd.usage("The demo brings its own configuration and state; take --rules and --state away.")
        }
        let world =
            given.seed == nil && given.scenes == nil
            ? World.demo() : World.make(seed: UInt64(given.seed ?? 1), scenes: given.scenes ?? 80)
        let stage = try DemoStage(world)
        if given.serve { return try await serve(stage, app) }
        await app.workspace.stand(on: stage.rules, state: stage.state, heldBy: stage)
        app.tell("A made Stash (\(stage.stashURL)) and a made Plex (\(stage.plexURL)) are running. Their gaps:")
        let report = try await GapListing.list(GapQuery(), limit: 100, app.withoutPager)
        app.tell(
            "Try: plan 12, match 12 --explain, gaps --type stale, reconcile --dry-run, reconcile, queue list, status.")
        app.tell("'help' lists all commands, ^D leaves; then both servers and all files of the demo are gone.")
        if !report.isComplete { app.tell("Not everything could be read, which should not happen in a demo.") }
        throw CommandEnd.opensShell
    }

    private func serve(_ stage: DemoStage, _ app: App) async throws {
        defer { stage.takeDown() }
        try app.write(json: { writer in
            writer.object { writer in
                writer.object("stash") { writer in
                    writer.write("url", stage.stashURL)
                    writer.write("key_file", stage.stashKeyFile)
                }
                writer.object("plex") { writer in
                    writer.write("url", stage.plexURL)
                    writer.write("token_file", stage.plexTokenFile)
                }
                writer.write("rules", stage.rules)
                writer.write("state", stage.state)
            }
        })
        await standardInputEnds()
        try Task.checkCancellation()
    }
}

/// Returns when standard input has ended, or the task was cancelled; what comes in meanwhile is dropped.
private func standardInputEnds() async {
    let end = AsyncStream<Never> { stream in
        // A thread of its own, since a read can't be called off.
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 4096)
            var count = 0
            repeat { count = read(STDIN_FILENO, &bytes, bytes.count) } while count > 0 || (count < 0 && errno == EINTR)
            stream.finish()
        }
    }
    for await _ in end {}
}

/// The servers and the temporary folder of a demo; the secrets' files are those that `LabServers` writes.
final class DemoStage: Prop {
    private let servers: LabServers
    private let folder: String
    let rules: String
    var state: String { folder + "/state" }
    var stashURL: String { servers.stash.url }
    var plexURL: String { servers.plex.url }
    var stashKeyFile: String { folder + "/stash_api_key" }
    var plexTokenFile: String { folder + "/plex_token" }

    /// The folder is for this user's eyes alone: the servers' keys lie in it.
    init(_ world: World) throws {
        folder =
            FileManager.default.temporaryDirectory.path
            + "/plexsync-demo-\(String(UInt32.random(in: 0 ... .max), radix: 16))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        do {
            servers = try LabServers(world: world)
            rules = try servers.writeConfiguration(into: folder)
        } catch {
            Self.remove(folder)
            throw error
        }
    }

    func takeDown() {
        servers.stop()
        Self.remove(folder)
    }

    private static func remove(_ folder: String) {
        // What can't be removed lies in the system's folder for temporary files.
        do { try FileManager.default.removeItem(atPath: folder) } catch {}
    }
}
