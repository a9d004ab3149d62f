import Database
import JSON
import Ledger
import SyncEngine
import SyncModel
import TestSupport
import Testing

@testable import Commands

@Suite struct ImportTests {
    let bench = Bench()

    func run(_ text: String, _ options: String = "") async throws -> Bench.Ending {
        _ = try bench.write(text, to: "sync_timestamps.json")
        return try await bench.run("import stash2plex \(bench.folder.path) --format json \(options)")
    }

    func imported(_ scene: Int) async throws -> ImportedSync? {
        try await bench.store.read { try ImportedSyncs.find(Scene.ID(rawValue: scene), in: $0) }
    }

    @Test(arguments: [
        ("1700000000", 1_700_000_000_000), ("1700000000.25", 1_700_000_000_250), (#""1700000000""#, 1_700_000_000_000),
        (#""1.7e9""#, 1_700_000_000_000), ("1.7E9", 1_700_000_000_000),
    ])
    func `times are numbers, or texts that are`(value: String, milliseconds: Int) async throws {
        #expect(try await run(#"{"12": \#(value)}"#).code == 0)
        #expect(try await imported(12) == ImportedSync(at: Instant(rawValue: milliseconds)))
    }

    @Test(arguments: [
        (#""x": 5"#, "x", "the key is no number of a scene"), (#""0": 5"#, "0", "the key is no number of a scene"),
        (#""12": null"#, "12", "the time is no number of seconds"),
        (#""12": "nan""#, "12", "the time is no number of seconds"),
        (#""12": "0x10""#, "12", "the time is no number of seconds"),
        (#""12": [1]"#, "12", "the time is no number of seconds"), (#""12": -4"#, "12", "the time is not after 1970"),
        (#""12": 1700000000000"#, "12", "the time lies in the future"),
        (#""12": 1e300"#, "12", "the time lies in the future"),
    ])
    func `garbage is named with its place and spoils nothing else`(
        entry: String, key: String, problem: String
    ) async throws {
        let ending = try await run("{\(entry), \"13\": 1700000000}")
        #expect(ending.code == 1)
        #expect(ending.said == ["\(bench.folder("sync_timestamps.json")): entry \"\(key)\": \(problem)"])
        let json = try ending.json()
        #expect(json["imported"]?.int == 1)
        #expect(json["refused"]?.int == 1)
        #expect(json["faults"]?[0]?["problem"]?.string == problem)
        #expect(try await imported(13) != nil)
        #expect(try await imported(12) == nil)
    }

    @Test(arguments: ["[1]", "{\"1\": 2", "", "12"])
    func `what is no history is refused whole`(text: String) async throws {
        let ending = try await run(text)
        #expect(ending.code == 1)
        #expect(ending.output == "")
        #expect(ending.said.last?.contains("is no history of Stash2Plex") == true)
    }

    @Test func `a file that is not there is named`() async throws {
        let ending = try await bench.run("import stash2plex /nowhere")
        #expect(ending.code == 1)
        #expect(ending.said == ["/nowhere/sync_timestamps.json can't be read: there is no such file."])
    }

    @Test func `a dry run counts and writes nothing`() async throws {
        #expect(try await run(#"{"12": 1700000000}"#, "--dry-run").json()["imported"]?.int == 1)
        #expect(try await imported(12) == nil)
    }

    @Test func `the same again changes nothing, an earlier time neither`() async throws {
        _ = try await run(#"{"12": 1700000000}"#)
        #expect(try await run(#"{"12": 1700000000}"#).json()["unchanged"]?.int == 1)
        #expect(try await run(#"{"12": 1600000000}"#).json()["unchanged"]?.int == 1)
        #expect(try await imported(12)?.at.seconds == 1_700_000_000)
        #expect(try await run(#"{"12": 1710000000}"#).json()["imported"]?.int == 1)
    }

    @Test func `flags are kept with it`() async throws {
        _ = try await run(#"{"12": 1700000000}"#, "--claim --ignore-locks")
        let wanted = ImportedSync(at: Instant(seconds: 1_700_000_000), claims: true, ignoresLocks: true)
        #expect(try await imported(12) == wanted)
    }

    @Test func `a later sync of ours stays, an earlier one does not keep it out`() async throws {
        for (scene, time) in [(12, "2024-01-01T00:00:00Z"), (13, "2022-01-01T00:00:00Z")] {
            try await bench.store.write { transaction in
                let server = try ItemIndex.server(machineIdentifier: "m", in: transaction)
                try SyncRecords.put(
                    SyncRecord(lastSynced: Timestamp(time), said: nil), of: Scene.ID(rawValue: scene),
                    to: RatingKey(rawValue: "1"), server: server, in: transaction)
            }
        }
        let json = try await run(#"{"12": 1700000000, "13": 1700000000}"#).json()
        #expect(json["ours"]?.int == 1)
        #expect(json["imported"]?.int == 1)
        #expect(try await imported(12) == nil)
        #expect(try await imported(13) != nil)
    }
}
