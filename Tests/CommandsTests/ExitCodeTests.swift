import CommandSyntax
import Configuration
import Database
import PlexAPI
import StashAPI
import SyncEngine
import Testing

@testable import Commands

@Suite struct ExitCodeTests {
    static let failures: [(EngineError, Int32)] = [
        (.stashProbe(.timedOut(host: "h")), 69), (.stashProbe(.notReady(status: "SETUP")), 69),
        (.stashProbe(.notJSON(host: "h")), 69), (.stashProbe(.tokenRefused(host: "h", keySent: true)), 78),
        (.stashProbe(.forbidden(host: "h", tripwire: true)), 78), (.stashRead(.timedOut(host: "h")), 1),
        (.plexProbe(.overloaded(host: "h", status: 503, retryAfter: nil)), 69),
        (.plexProbe(.tokenRefused(host: "h")), 78), (.plexProbe(.forbidden(host: "h")), 78),
        (.plexRead(.busy(host: "h")), 1), (.busy, 75), (.noLibraries, 78), (.noSuchScene("5"), 1),
        (.unknownLibrary("X", nearest: []), 2), (.unsupportedLibrary("X", type: "show"), 2),
    ]

    @Test(arguments: failures)
    func `each failure of the engine has its code`(error: EngineError, code: Int32) {
        let ending = ExitCodes.ending(of: error)
        #expect(ending.code == code)
        #expect(ending.message == error.description)
    }

    @Test(arguments: [EngineError.unknownLibrary("Clips", nearest: []), .unsupportedLibrary("Clips", type: "show")])
    func `a library that the file names wrongly is the file's fault`(error: EngineError) {
        let ending = ExitCodes.ending(of: error, libraries: ["Archive", "Clips"])
        #expect(ending.code == 78)
        #expect(ending.message?.hasPrefix("'plex.libraries' in the configuration: ") == true)
        #expect(ExitCodes.ending(of: error, libraries: ["Archive"]).code == 2)
    }

    @Test func `other failures have theirs`() {
        #expect(ExitCodes.ending(of: CancellationError()).code == 130)
        #expect(ExitCodes.ending(of: CommandEnd.gapsFound).code == 3)
        #expect(ExitCodes.ending(of: StoreError.newerSchema(path: "p", tenant: "t", found: 2, known: 1)).code == 78)
        #expect(ExitCodes.ending(of: StoreError.diskFull(path: "p")).code == 1)
        #expect(ExitCodes.ending(of: UsageError([])).code == 2)
    }

    @Test(arguments: ["gaps", "plan 1", "match 1", "libraries", "reconcile"])
    func `without a configuration it is 78, and says what to do`(line: String) async throws {
        let ending = try await Bench().run(line)
        #expect(ending.code == 78)
        #expect(ending.output == "")
        #expect(ending.said.last?.contains("help configuration") == true)
    }

    @Test(arguments: [
        ("version: 1\n", "no 'stash:' section"),
        ("version: 1\nstash: {url: \"http://h\"}\n", "no 'plex:' section"),
    ])
    func `a section that a command needs is named`(text: String, sentence: String) async throws {
        let bench = Bench()
        let rules = try bench.write(text, to: "rules.yaml")
        let ending = try await bench.run("gaps --rules \(rules)")
        #expect(ending.code == 78)
        #expect(ending.said.last?.contains(sentence) == true)
    }

    @Test(arguments: ["gaps", "gaps --format json", "reconcile --format json", "plan 1", "match 1 --explain"])
    func `a server that is down is 69, with nothing on the output`(line: String) async throws {
        let bench = Bench()
        let rules = try bench.write(
            "version: 1\nstash: {url: \"http://h:1\"}\nplex: {url: \"http://h:2\", token: \"${file:token}\"}\n",
            to: "rules.yaml")
        _ = try bench.write("t\n", to: "token")
        let ending = try await bench.run("\(line) --rules \(rules)")
        #expect(ending.code == 69)
        #expect(ending.output == "")
        #expect(ending.said.count == 1)
    }
}
