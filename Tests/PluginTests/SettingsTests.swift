import Database
import Foundation
import JSON
import Lab
import TestSupport
import Testing
import Transport

/// A plugin that has nothing but what its user entered in Stash, and the session's cookie to ask for it.
@Suite struct SettingsTests {
    /// A Stash that wants a login, and a user who is logged in.
    private struct Session {
        let servers: LabServers
        var driver: StashDriver

        init(_ world: World, release: StashRelease = .v0_30, _ settings: [String: String]) async throws {
            servers = try LabServers(world: world, release: release)
            driver = StashDriver(port: servers.stash.port)
            let transport = CurlTransport()
            let form = "username=lab&password=\(servers.stashKey)-password"
            let reply = try await transport.send(
                HTTPRequest(
                    .post, servers.stash.url + "/login",
                    headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(form.utf8)))
            let cookie = try #require(reply.headers.fields.first { $0.name.lowercased() == "set-cookie" }).value
            driver.cookie = String(cookie.prefix { $0 != ";" }.drop { $0 != "=" }.dropFirst())
            try await enter(settings)
        }

        func enter(_ settings: [String: String]) async throws {
            let input = settings.map { "\($0): \(JSONTree.string($1).description)" }.joined(separator: ", ")
            let query = "mutation{configurePlugin(plugin_id: \"plexsync\", input: {\(input)})}"
            let reply = try await CurlTransport().send(
                HTTPRequest(
                    .post, servers.stash.url + "/graphql",
                    headers: ["Content-Type": "application/json", "ApiKey": servers.stashKey],
                    body: JSONTree.object([("query", .string(query))]).bytes()))
            #expect(reply.status == 200, "\(String(decoding: reply.body, as: UTF8.self))")
        }

        func task(_ mode: String) throws -> (answer: JSONTree, ending: StashDriver.Ending) {
            let ending = try driver.run([], driver.task(#""mode":"\#(mode)""#))
            return (try JSONTree(parsing: Array(ending.output.utf8)), ending)
        }

        static func settings(_ servers: LabServers) -> [String: String] {
            [
                "plexUrl": servers.plex.url, "plexToken": servers.plexToken,
                "libraries": servers.world.libraries.joined(separator: ", "),
                "pathMappings": servers.world.mappings.map { "\($0.stash) => \($0.plex)" }.joined(separator: "; "),
            ]
        }

        static func open(
            scenes: Int = 30, release: StashRelease = .v0_30, adding more: [String: String] = [:]
        ) async throws -> Session {
            let session = try await Session(World.make(seed: 3, scenes: scenes), release: release, [:])
            try await session.enter(settings(session.servers).merging(more) { $1 })
            return session
        }
    }

    @Test(arguments: StashRelease.allCases)
    func `without a file and a key it works with every release`(release: StashRelease) async throws {
        let session = try await Session.open(release: release)
        let (answer, ending) = try session.task("reconcile")
        #expect(ending.code == 0, "\(answer) \(ending.log)")
        #expect((answer["output"]?["scanned"]?.int ?? 0) > 0)
        #expect((answer["output"]?["queued"]?["scenes"]?.int ?? 0) > 0)
        let told = ending.output + ending.log.map(\.text).joined()
        #expect(!told.contains(session.servers.plexToken) && !told.contains(session.driver.cookie))
        session.servers.stop()
    }

    @Test func `what holds is shown without secrets, and what is unknown is named`() async throws {
        let session = try await Session.open(adding: [
            "fields": "rating, -collections", "plexURLs": "x", "dryRun": "true",
        ])
        let ending = try session.driver.run(["--print-config"], session.driver.task(""))
        #expect(ending.code == 0, "\(ending.output) \(ending.log)")
        for text in [session.servers.plex.url, "rating", "plexurls", "dry run: yes", session.driver.folder.path] {
            #expect(ending.output.contains(text), "\(text) is not in \(ending.output)")
        }
        #expect(!ending.output.contains("collections"))
        #expect(!(ending.output + ending.log.map(\.text).joined()).contains(session.servers.plexToken))
        session.servers.stop()
    }

    @Test func `a setting that can't be is named, and nothing is done`() async throws {
        let session = try await Session.open(adding: ["interval": "sometimes"])
        let (answer, ending) = try session.task("reconcile")
        #expect(ending.code == 78)
        let error = answer["error"]?.string ?? ""
        #expect(error.hasPrefix("The setting 'Reconcile' in Settings > Plugins > plexsync: it takes "), "\(error)")
        #expect(error.contains("'sometimes'") && !error.contains("\n"), "\(error)")
        session.servers.stop()
    }

    @Test func `the status says what keeps the workers from their work`() async throws {
        let session = try await Session.open(scenes: 1, adding: ["interval": "sometimes"])
        let (_, ending) = try session.task("status")
        #expect(ending.code == 0)
        let warnings = ending.log.filter { $0.level == "w" }.map(\.text)
        #expect(warnings.count == 1 && warnings[0].contains("'Reconcile'"), "\(warnings)")
        #expect(!ending.log.contains { $0.text.hasPrefix("Next run") })
        session.servers.stop()
    }

    @Test func `a file may say where Stash is, and the session's cookie goes there`() async throws {
        var session = try await Session.open(scenes: 1)
        let file = session.driver.folder("plexsync.yaml")
        try "version: 1\nstash: {url: \"\(session.servers.stash.url)\"}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        // Nothing listens on the port that Stash names, as where it is reached through a proxy alone.
        let (cookie, port) = (session.driver.cookie, session.driver.port)
        session.driver = StashDriver(port: 1, in: session.driver.folder)
        session.driver.cookie = cookie
        #expect(port != 1)
        let (answer, ending) = try session.task("reconcile")
        #expect(ending.code == 0, "\(answer)")
        session.servers.stop()
    }

    @Test func `a token that was mended is tried by the next task, and what waited is delivered`() async throws {
        let session = try await Session.open(adding: ["plexToken": "wrong"])
        let error = try session.task("reconcile").answer["error"]?.string ?? ""
        #expect(error.hasSuffix("set a new one under 'Plex token' in Settings > Plugins."), "\(error)")
        let truth = session.servers.world.truth.scenes
        let scene = try #require(truth.first { $0.value.outcome == "gap" && $0.value.targets.count == 1 }).key
        #expect(try session.driver.run(["hook"], session.driver.hook("Scene.Update.Post", scene)).code == 0)
        try await session.driver.awaitDrainer()
        let status = try session.task("status")
        #expect(status.answer["output"]?["queue"]?["paused"]?.bool == true)
        #expect(status.ending.log.contains { $0.text.contains("'Plex token'") }, "\(status.ending.log)")
        #expect(status.ending.log.contains { $0.text.hasPrefix("Reason: Plex") }, "\(status.ending.log)")
        try await session.driver.awaitDrainer()
        try await session.enter(Session.settings(session.servers))
        #expect(try session.task("check").ending.code == 0)
        try await session.driver.awaitDrainer()
        let queue = try session.task("status").answer["output"]?["queue"]
        #expect(queue?["paused"]?.bool == false && queue?["ready"]?.int == 0, "\(queue?.description ?? "none")")
        session.servers.stop()
    }

    @Test func `a library that Plex lacks is a fault of the configuration`() async throws {
        let session = try await Session.open(scenes: 1, adding: ["libraries": "Nowhere"])
        let (answer, ending) = try session.task("reconcile")
        #expect(ending.code == 78, "\(answer)")
        let error = answer["error"]?.string ?? ""
        #expect(error.hasPrefix("'Libraries' in Settings > Plugins: Plex has no library 'Nowhere'"), "\(error)")
        session.servers.stop()
    }

    @Test(arguments: ["reconcile", "drain", "check"])
    func `without settings a task says where to enter them`(mode: String) async throws {
        let session = try await Session(World.make(seed: 3, scenes: 1), [:])
        let (answer, ending) = try session.task(mode)
        #expect(ending.code == 78)
        #expect(answer["error"]?.string == "Set 'Plex URL' and 'Plex token' in Settings > Plugins > plexsync.")
        session.servers.stop()
    }

    @Test func `a session that has ended is not called a key`() async throws {
        var session = try await Session.open(scenes: 1)
        session.driver.cookie = "ended"
        let (answer, ending) = try session.task("reconcile")
        #expect(ending.code == 78)
        #expect(answer["error"]?.string?.hasPrefix("Stash refused the session") == true, "\(answer)")
        session.servers.stop()
    }

    @Test func `with a dry run nothing is queued and nothing written`() async throws {
        let session = try await Session.open(adding: ["dryRun": "true"])
        let (answer, ending) = try session.task("reconcile")
        #expect(ending.code == 0)
        #expect(answer["output"]?["queued"]?["scenes"]?.int == 0)
        _ = try session.task("drain")
        #expect(session.servers.plex.edits.isEmpty)
        session.servers.stop()
    }

    @Test(arguments: ["hourly", "daily", "weekly", "6h", "30 3 * * *"])
    func `a start of Stash is one reconciliation, however many tasks and hooks there are`(interval: String) async throws
    {
        let session = try await Session.open(adding: ["interval": interval, "scope": "7days"])
        let first = try session.task("status").answer["output"]?["last_run"]
        #expect(first?["trigger"]?.string == "startup", "\(first?.description ?? "none")")
        let ending = try session.driver.run(["hook"], session.driver.hook("Scene.Update.Post", 1))
        #expect(ending.code == 0)
        try await session.driver.awaitDrainer()
        let (answer, status) = try session.task("status")
        #expect(answer["output"]?["last_run"]?["run"]?.string == first?["run"]?.string)
        #expect(answer["output"]?["next"]?[0]?["rule"]?.string == "stash-interval")
        #expect(status.log.last?.text.hasPrefix("Queue: ") == true)
        session.servers.stop()
    }

    @Test func `without an interval, or beside a host, nothing starts by itself`() async throws {
        let session = try await Session.open(adding: ["interval": "never"])
        #expect(try session.task("status").answer["output"]?["last_run"] == nil)
        try await session.enter(Session.settings(session.servers).merging(["interval": "hourly"]) { $1 })
        let host = try #require(try OSLock.take(at: session.driver.folder("host.lock")))
        #expect(try session.task("status").answer["output"]?["last_run"] == nil)
        host.release()
        #expect(try session.task("status").answer["output"]?["last_run"]?["trigger"]?.string == "startup")
        session.servers.stop()
    }
}
