import Foundation
import JSON
import Lab
import TestSupport
import Testing

/// `plexsync-plugin` beside `plexsync`, in front of a made Stash and a made Plex.
@Suite struct TaskTests {
    private struct Bench {
        let servers: LabServers
        let folder = TemporaryFolder()

        init(scenes: Int = 200) throws {
            servers = try LabServers(world: World.make(seed: 8, scenes: scenes))
            _ = try servers.writeConfiguration(into: folder.path)
        }

        struct Ending {
            let code: Int32
            let output: JSONTree
            let lines: [String]

            func texts(_ level: Character) -> [String] {
                lines.filter { $0.hasPrefix("\u{1}\(level)\u{2}") }.map { String($0.dropFirst(3)) }
            }
        }

        func run(_ words: [String] = [], mode: String? = nil, more: String = "") throws -> Ending {
            let port = servers.stash.url.split(separator: ":").last.map { String($0) } ?? ""
            let arguments = (mode.map { #""mode":"\#($0)""# } ?? "") + more
            let input =
                #"{"server_connection":{"Scheme":"http","Host":"0.0.0.0","Port":\#(port),"SessionCookie":null,"#
                + #""PluginDir":"\#(folder.path)"},"args":{\#(arguments)}}"#
            let process = try ChildProcess(
                HookProgram.path(of: "plexsync-plugin"), words,
                environment: ["SWIFT_BACKTRACE": "enable=no", "HOME": folder.path], input: .pipe, output: .pipe,
                errors: .pipe)
            try process.input.write(contentsOf: Data(input.utf8))
            try process.input.close()
            let errors = String(decoding: process.errors.readDataToEndOfFile(), as: UTF8.self)
            let output = [UInt8](process.output.readDataToEndOfFile())
            return Ending(
                code: process.waitForEnd(), output: try JSONTree(parsing: output),
                lines: errors.split(separator: "\n").map { String($0) })
        }
    }

    @Test func `a reconciliation ends with its headline, and its progress never goes back`() throws {
        let bench = try Bench()
        let ending = try bench.run(["reconcile"])
        #expect(ending.code == 0, "\(ending.output)")
        #expect(ending.output["error"]?.isNull == true)
        let scanned = ending.output["output"]?["scanned"]?.int ?? 0
        #expect(scanned > 0)
        #expect(ending.texts("i").last?.contains("scenes have gaps (") == true)
        // So wide is Stash's log beside the plugin's name.
        #expect((ending.texts("i").last?.count ?? 0) <= 64)
        let progress = ending.texts("p").compactMap { Double($0.drop(while: \.isWhitespace)) }
        #expect(progress.count == ending.texts("p").count)
        #expect(progress == progress.sorted() && progress.allSatisfy { (0...1).contains($0) })
        #expect(progress.last == 1)
        #expect(ending.lines.allSatisfy { $0.hasPrefix("\u{1}") && $0.utf8.count < 4096 })
    }

    @Test func `status as an operation answers with JSON, the mode taken from the input`() throws {
        let ending = try Bench().run(mode: "status")
        #expect(ending.code == 0)
        #expect(ending.output["output"]?["queue"]?["ready"]?.int == 0)
        #expect(ending.texts("i").last?.hasPrefix("Queue: 0 waiting") == true)
    }

    @Test func `tasks for the queue need no server`() throws {
        let bench = try Bench()
        bench.servers.stop()
        for word in ["status", "retry", "clear"] { #expect(try bench.run([word]).code == 0, "\(word)") }
    }

    @Test func `a server that is down is an error of the answer`() throws {
        let bench = try Bench()
        bench.servers.stop()
        let ending = try bench.run(["reconcile"])
        #expect(ending.code == 69)
        #expect(ending.output["error"]?.string?.isEmpty == false)
        #expect(ending.output["output"]?.isNull == true)
    }

    @Test func `a run that could not look at all is an error with what it found`() throws {
        let bench = try Bench()
        bench.servers.plex.faults = [PlexFault(.html, on: .listings)]
        let ending = try bench.run(["reconcile"])
        #expect(ending.code == 1)
        #expect(ending.output["output"]?["complete"]?.bool == false)
        #expect(ending.output["error"]?.string?.hasPrefix("It is incomplete: ") == true, "\(ending.output)")
        #expect(try bench.run(["status"]).texts("i").contains { $0.hasPrefix("Reason: ") })
    }

    @Test(arguments: [("nonsense", "no mode 'nonsense'"), ("range", "'from' or 'to'")])
    func `what can't be done is said in the answer`(mode: String, sentence: String) throws {
        let ending = try Bench(scenes: 1).run(mode: mode)
        #expect(ending.code != 0)
        #expect(ending.output["error"]?.string?.contains(sentence) == true, "\(ending.output)")
    }

    @Test(
        arguments: ["", "garbage", #"{"args":{"mode":"sta"#, "[]"],
        [["plugin"], ["plugin", "status"], ["plugin", "hook"]])
    func `plexsync itself refuses what is no input with one line, too`(input: String, words: [String]) throws {
        let child = try StashChild(HookProgram.path(of: "plexsync"), words)
        child.feed(Array(input.utf8))
        let (output, errors) = child.read()
        #expect(child.reap() >> 8 == 1)
        let log = StashDriver.entries(errors)
        #expect(output.isEmpty && log.count == 1 && log[0].level == "e", "\(log)")
        #expect(log.first?.text.hasSuffix("..") == false)
    }

    @Test func `a range takes its ends from the arguments`() throws {
        let ending = try Bench().run(["range"], more: #""from":"2000-01-01","to":"2000-01-02","by":"created""#)
        #expect(ending.code == 0, "\(ending.output)")
        #expect(ending.output["output"]?["scanned"]?.int == 0)
    }

    @Test func `no secret is in what is told`() throws {
        let bench = try Bench()
        let ending = try bench.run(["check"])
        let told = ending.lines.joined() + ending.output.description
        #expect(!told.contains(bench.servers.stashKey) && !told.contains(bench.servers.plexToken))
    }
}
