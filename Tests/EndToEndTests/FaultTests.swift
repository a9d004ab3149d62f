import Foundation
import JSON
import Lab
import Testing

/// Whatever a server does: one clear sentence, the right exit code, and never a scene that is called missing falsely.
@Suite struct FaultTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let name: String
        let code: Int32
        let plex: [PlexFault]
        let stash: [StashFaultRule]
        let says: String
        /// Whether results are printed, marked incomplete.
        var hasResults = false
        var testDescription: String { name }

        init(
            _ name: String, _ code: Int32, plex: PlexFault? = nil, stash: StashFaultRule? = nil, says: String,
            hasResults: Bool = false
        ) {
            (self.name, self.code, self.says, self.hasResults) = (name, code, says, hasResults)
            (self.plex, self.stash) = (plex.map { [$0] } ?? [], stash.map { [$0] } ?? [])
        }
    }

    static let troubles: [Trouble] = [
        Trouble("Plex refuses the token", 78, plex: PlexFault(.status(401)), says: "token"),
        Trouble("Plex forbids", 78, plex: PlexFault(.status(403)), says: "Plex"),
        Trouble("Plex is starting", 69, plex: PlexFault(.status(503)), says: "Plex"),
        Trouble("Plex answers HTML", 69, plex: PlexFault(.html, on: .all), says: "Plex"),
        Trouble("Plex resets", 69, plex: PlexFault(.reset, on: .all), says: "127.0.0.1"),
        Trouble("Plex cuts its answers", 69, plex: PlexFault(.cut, on: .all), says: "127.0.0.1"),
        Trouble("Plex wants fewer requests", 69, plex: PlexFault(.tooManyRequests(retryAfter: "120")), says: "Plex"),
        Trouble(
            "Plex does not show what it lists", 1, plex: PlexFault(.status(404), on: .items), says: "does not show",
            hasResults: true),
        Trouble(
            "Plex listings fail after a good probe", 1, plex: PlexFault(.status(500), on: .listings), says: "listed",
            hasResults: true),
        Trouble(
            "Plex listings are HTML after a good probe", 1, plex: PlexFault(.html, on: .listings), says: "listed",
            hasResults: true),
        Trouble(
            "Plex lists fewer items with every page", 1, plex: PlexFault(.shrinkingTotal, on: .listings),
            says: "listed", hasResults: true),
        Trouble(
            "Plex lists an empty library", 1, plex: PlexFault(.listsOnly(0), on: .listings), says: "empty",
            hasResults: true),
        Trouble(
            "Plex items cannot be read", 1, plex: PlexFault(.status(500), on: .items), says: "read", hasResults: true),
        Trouble("Stash refuses the key", 78, stash: StashFaultRule(.refused), says: "key"),
        Trouble("Stash answers HTML", 69, stash: StashFaultRule(.loginPage), says: "JSON"),
        Trouble("Stash fails", 69, stash: StashFaultRule(.serverError(502)), says: "Stash"),
        Trouble("Stash resets", 69, stash: StashFaultRule(.reset), says: "127.0.0.1"),
        Trouble("Stash is to be migrated", 69, stash: StashFaultRule(.notReady(.needsMigration)), says: "MIGRATION"),
        Trouble(
            "Stash fails after a good probe", 1, stash: StashFaultRule(.serverError(500), skipping: 3), says: "Stash"),
        Trouble(
            "Stash garbles a page after a good probe", 1, stash: StashFaultRule(.garbled, skipping: 4), says: "JSON"),
        Trouble(
            "Stash answers 200 with errors", 1, stash: StashFaultRule(.errors("no such table"), skipping: 4),
            says: "Stash failed"),
    ]

    @Test(arguments: troubles) func `a fault is told and claims nothing`(trouble: Trouble) async throws {
        let bench = try LabBench(World.make(seed: 7, scenes: 1200))
        bench.servers.plex.faults = trouble.plex
        bench.servers.stash.faults = trouble.stash
        let ending = try await bench.program.run("gaps", "--format", "json")
        #expect(ending.code == trouble.code, "\(ending.errors)")
        #expect(ending.errors.contains(trouble.says), "\(ending.errors)")
        #expect(!ending.errors.contains("lab-stash-key"))
        if trouble.hasResults {
            let found = try ending.json()
            #expect(found["complete"]?.flag == false)
            let missing = (found["gaps"]?.list ?? []).filter { $0["types"]?.texts == ["missing"] }
            let truth = bench.servers.world.truth
            for gap in missing {
                let scene = gap["scene"]?.text.flatMap { Int($0) } ?? -1
                #expect(truth.scenes[scene]?.gap?.types == ["missing"], "scene \(scene) is not missing")
            }
        } else {
            #expect(ending.output.isEmpty)
        }
    }

    @Test func `faults that pass are waited out`() async throws {
        let bench = try LabBench(World.make(seed: 7, scenes: 1200))
        bench.servers.plex.faults = [PlexFault(.status(503), on: .listings, after: 1, times: 2)]
        bench.servers.stash.faults = [StashFaultRule(.reset, skipping: 3, times: 1)]
        let ending = try await bench.program.run("gaps", "--format", "json")
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(try ending.json()["outcomes"]?.counts == bench.servers.world.truth.outcomes)
    }

    @Test func `a server that is not there is named`() async throws {
        let bench = try LabBench(World.make(seed: 7, scenes: 50))
        bench.servers.plex.stop()
        let ending = try await bench.program.run("gaps", "--format", "json")
        #expect(ending.code == 69)
        #expect(ending.errors.contains("Plex"))
        #expect(ending.output.isEmpty)
    }
}
