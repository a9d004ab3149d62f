import Configuration
import Foundation
import JSON
import PlexAPI
import StashAPI
import SyncModel
import TestSupport
import Testing

@testable import Commands
@testable import PlexAPI

@Suite struct DoctorTests {
    // MARK: Without servers

    @Test func `without a configuration the files and libraries are looked at all the same`() async throws {
        let ending = try await Bench().run("doctor --format json")
        #expect(ending.code == 78)
        let checks = try #require(try ending.json()["checks"]?.elements)
        #expect(try ending.json()["ok"]?.bool == false)
        #expect(checks.first?["state"]?.string == "fault")
        #expect(checks.contains { $0["check"]?.string == "integrity" && $0["state"]?.string == "ok" })
        #expect(checks.contains { $0["check"]?.string == "SQLite" })
        let remedies = checks.filter { ["fault", "warning"].contains($0["state"]?.string) }.map { $0["remedy"]?.string }
        #expect(!remedies.contains(nil))
    }

    @Test func `both servers down are two faults, each with a remedy`() async throws {
        let bench = Bench()
        let ending = try await bench.run("doctor --rules \(try rules(in: bench))")
        #expect(ending.code == 69)
        #expect(ending.said.filter { $0.hasPrefix("Fault: ") }.count == 2)
        #expect(ending.said.contains("  Start Plex, or set 'plex.url' to where it answers from this machine."))
        #expect(ending.output.contains("paths     sample         skipped  needs both servers"))
    }

    @Test func `each fault of the file is a check of its own`() async throws {
        let bench = Bench()
        let rules = try bench.write("version: 1\nwrong: 1\nstash: {}\n", to: "rules.yaml")
        let checks = try await bench.run("doctor --rules \(rules) --format json").json()["checks"]?.elements ?? []
        #expect(checks.filter { $0["check"]?.string == "configuration" }.count == 2)
    }

    @Test func `a state folder that others can look into is a warning`() async throws {
        let bench = Bench()
        _ = try await bench.run("status")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bench.folder("state"))
        let checks = try await bench.run("doctor --format json").json()["checks"]?.elements ?? []
        let folder = checks.first { $0["check"]?.string == "state-folder" }
        #expect(folder?["state"]?.string == "warning")
        #expect(folder?["remedy"]?.string?.hasPrefix("chmod 700") == true)
    }

    func rules(in bench: Bench) throws -> String {
        _ = try bench.write("t\n", to: "token")
        return try bench.write(
            "version: 1\nstash: {url: \"http://h:1\"}\nplex: {url: \"http://h:2\", token: \"${file:token}\"}\n",
            to: "rules.yaml")
    }

    // MARK: Paths

    func checks(_ mappings: [PathMapping], _ paths: [String], stashes: [String] = ["/data"]) -> [Finding] {
        var settings = Settings(timezone: .current)
        settings.paths = mappings
        let plex = PlexProbe(
            machineIdentifier: "m", version: "1", name: "",
            libraries: [Library(key: .init(rawValue: "3"), title: "Clips", roots: ["/media/clips"])], serverTime: nil)
        let scenes = paths.enumerated().map { index, path in
            Scene(
                id: .init(rawValue: index + 1), createdAt: Timestamp(""), updatedAt: Timestamp(""),
                files: [Scene.File(id: 1, path: path)])
        }
        return PathChecks(
            settings: settings, stash: StashProbe(version: nil, offers: [], stashes: stashes), plex: plex,
            sample: Sample(scenes: scenes)
        ).findings()
    }

    @Test func `paths that all lie below a library are well`() {
        let found = checks([PathMapping(stash: "/data/", plex: "/media/clips/")], ["/data/a.mp4", "/data/b/c.mp4"])
        #expect(found.map(\.state) == [.ok, .ok])
        #expect(found[0].text == "2 of 2 sampled paths lie below a library's folder")
    }

    @Test func `when most do not, it is a fault with a line that would help`() {
        let found = checks([], ["/data/clips/a.mp4", "/data/clips/b.mp4"])
        #expect(found.map(\.state) == [.fault])
        #expect(found[0].text.hasSuffix("'/data/clips/a.mp4' does not"))
        #expect(
            found[0].remedy
                == "If it is the same folder, add to 'paths:': - {stash: /data/clips/, plex: /media/clips/}")
    }

    @Test func `a few that do not are a warning`() {
        let mappings = [PathMapping(stash: "/data/", plex: "/media/clips/")]
        let found = checks(mappings, ["/data/a.mp4", "/data/b.mp4", "/other/c.mp4"])
        #expect(found[0].state == .warning)
    }

    @Test func `a mapping that matches nothing, or leads nowhere, is named`() {
        let found = checks(
            [PathMapping(stash: "/date/", plex: "/media/clips/"), PathMapping(stash: "/data/", plex: "/medai/")],
            ["/data/a.mp4"])
        let texts = found.filter { $0.check == "mapping" }.map(\.text)
        #expect(
            texts == [
                "line 1, '/date/' to '/media/clips/', matches nothing: Stash has no such folder",
                "line 2, '/data/' to '/medai/', leads nowhere: no library of Plex has such a folder",
            ])
    }

    static let codes: [([Int32], Int32)] = [([78, 69, 1], 78), ([1, 69], 69), ([1, 0], 1), ([0, 0], 0), ([], 0)]

    @Test(arguments: codes)
    func `the worst fault gives the exit code`(codes: [Int32], code: Int32) {
        let findings = codes.map { Finding(part: .plex, check: "c", state: .ok, text: "", remedy: nil, code: $0) }
        #expect(findings.exitCode == code)
    }
}
