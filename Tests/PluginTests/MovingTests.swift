import Foundation
import JSON
import Lab
import TestSupport
import Testing
import Transport

/// Moving over from Stash2Plex with what its user entered there.
@Suite struct MovingTests {
    private static let token = "the-token-of-plex"

    private func enter(_ input: String, for plugin: String, _ servers: LabServers) async throws {
        let query = "mutation{configurePlugin(plugin_id: \"\(plugin)\", input: {\(input)})}"
        let reply = try await CurlTransport().send(
            HTTPRequest(
                .post, servers.stash.url + "/graphql",
                headers: ["Content-Type": "application/json", "ApiKey": servers.stashKey],
                body: JSONTree.object([("query", .string(query))]).bytes()))
        #expect(reply.status == 200)
    }

    private func plexsync(_ words: [String]) throws -> (code: Int32, output: String, errors: String) {
        let child = try StashChild(HookProgram.path(of: "plexsync"), words)
        child.feed([])
        let (output, errors) = child.read()
        return (child.reap() >> 8, String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self))
    }

    @Test(arguments: ["Stash2Plex", "PlexSync"])
    func `settings become a configuration file without the token`(plugin: String) async throws {
        let bench = try PluginBench(World.make(seed: 2, scenes: 5))
        let settings =
            "plex_url: \"http://plex:32400\", plex_token: \"\(Self.token)\", plex_library: \"Clips, Old \\\"ones\\\"\", "
            + "preserve_plex_edits: true, reconcile_interval: \"daily\", reconcile_scope: \"7days\", "
            + "sync_tags: false, sync_poster: true, sync_background: false, reconcile_missing: false, max_tags: 50"
        try await enter(settings, for: plugin, bench.servers)
        let rules = bench.driver.folder("plexsync.yaml")
        let (code, file, errors) = try plexsync(["import", "stash2plex", "--from-stash", "--rules", rules])
        #expect(code == 0, "\(errors)")
        #expect(!(file + errors).contains(Self.token))
        for line in [
            "url: \"http://plex:32400\"", "token: ${env:PLEX_TOKEN}", #"libraries: ["Clips", "Old \"ones\""]"#,
            "plex_edits: keep", "missing: ignore", "{tags: false, poster: true}",
            "{name: daily, when: daily, scope: 7days}", "max_tags",
        ] { #expect(file.contains(line), "\(line) is not in:\n\(file)") }
        // And it is a file that we take.
        let path = bench.driver.folder("moved.yaml")
        try Data(file.utf8).write(to: URL(fileURLWithPath: path))
        let check = try plexsync(["rules", "check", "--rules", path])
        #expect(!check.errors.contains("unknown key") && !check.output.contains("unknown key"), "\(check)")
    }

    @Test func `where that plugin was never set up, this is said`() throws {
        let bench = try PluginBench(World.make(seed: 2, scenes: 5))
        let rules = bench.driver.folder("plexsync.yaml")
        let (code, output, errors) = try plexsync(["import", "stash2plex", "--from-stash", "--rules", rules])
        #expect(code == 1 && output.isEmpty)
        #expect(errors.contains("no settings of Stash2Plex"))
    }

    @Test func `the history comes along, its counts beside the file`() async throws {
        let bench = try PluginBench(World.make(seed: 2, scenes: 20))
        try await enter("plex_url: \"http://plex:32400\"", for: "Stash2Plex", bench.servers)
        let folder = bench.driver.folder.path
        try bench.servers.writeHistory(into: folder)
        let (code, output, errors) = try plexsync([
            "import", "stash2plex", folder, "--from-stash", "--rules", folder + "/plexsync.yaml", "--state", folder,
        ])
        #expect(code == 0, "\(errors)")
        #expect(output.hasPrefix("# From the settings"))
        #expect(errors.contains("taken over: "))
    }
}
