import Foundation
import Lab
import TestSupport
import Testing

/// python-plexapi is used with real servers by many; here it uses the fake as it would one of them.
///
/// Runs where `PLEXAPI_PYTHON` names an interpreter that has the package (`pip install plexapi`).
@Suite struct PlexClientsTests {
    static let python = ProcessInfo.processInfo.environment["PLEXAPI_PYTHON"]

    @Test(.enabled(if: python != nil, "set PLEXAPI_PYTHON to an interpreter that has plexapi"))
    func `python-plexapi connects, lists, edits, locks, tags and reloads`() throws {
        let plex = try FakePlex(library: World.make(seed: 1, scenes: 200).plex, token: "lab-token")
        defer { plex.stop() }
        let script = try #require(
            Bundle.module.url(forResource: "plexapi-check", withExtension: "py", subdirectory: "Fixtures"))
        let client = try ChildProcess(
            try #require(Self.python), [script.path, plex.url, "lab-token"], output: .descriptor(1),
            errors: .descriptor(2))
        #expect(client.waitForEnd() == 0)
        #expect(!plex.requests.contains { $0.method == "DELETE" })
    }
}
