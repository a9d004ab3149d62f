import Lab
import SyncModel
import Testing
import Transport

@testable import Commands

@Suite struct LastResultTests {
    func scenes(_ lines: [String], _ bench: Bench) async throws -> [Int]? {
        let stage = try DemoStage(.demo())
        defer { stage.takeDown() }
        for line in lines { _ = try await bench.run("\(line) --rules \(stage.rules)") }
        return bench.workspace.memory.takeLastResult()?.scenes.map(\.rawValue)
    }

    @Test(arguments: ["gaps", "gaps --summary", "gaps -n 3", "gaps --format jsonl -n 3", "reconcile --dry-run"])
    func `it is the scenes that were found and shown`(line: String) async throws {
        let bench = Bench(transport: CurlTransport())
        let all = try #require(try await scenes(["gaps --format json"], bench))
        #expect(all.count > 10 && all == all.sorted())
        let wanted = line.contains("-n 3") ? Array(all.prefix(3)) : all
        #expect(try await scenes([line], Bench(transport: CurlTransport())) == wanted)
    }

    @Test(arguments: [("match 12", [12]), ("plan 12 999", [12]), ("sync 12", [12]), ("gaps --tag nosuch", [])])
    func `a command that names scenes leaves those that it found`(line: String, wanted: [Int]) async throws {
        #expect(try await scenes([line], Bench(transport: CurlTransport())) == wanted)
    }

    @Test func `a command that finds nothing says which, and one that fails leaves no older result`() async throws {
        let bench = Bench(transport: CurlTransport())
        let memory = bench.workspace.memory
        let stage = try DemoStage(.demo())
        defer { stage.takeDown() }
        _ = try await bench.run("gaps --tag nosuch --rules \(stage.rules)")
        #expect(memory.takeLastResult()?.reason == "'gaps' found no scene")
        #expect(memory.takeLastResult() == nil)
        let nowhere = try bench.write(
            """
            version: 1
            stash: {url: "http://127.0.0.1:1"}
            plex: {url: "http://127.0.0.1:1", token: "${file:token}"}
            """, to: "nowhere.yaml")
        _ = try bench.write("secret\n", to: "token")
        #expect(try await bench.run("gaps --rules \(nowhere)").code == 69)
        let last = try #require(memory.takeLastResult())
        #expect(last.scenes.isEmpty && last.reason == "'gaps' did not come to its end")
    }

    @Test func `commands that look at no scene leave it as it was`() async throws {
        let bench = Bench()
        for line in ["queue add 1 2", "queue list", "status", "runs list", "runs trend"] {
            _ = try await bench.run(line)
        }
        #expect(bench.workspace.memory.takeLastResult() == nil)
    }
}
