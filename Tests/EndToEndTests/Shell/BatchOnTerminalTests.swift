import Foundation
import Lab
import Testing

/// A script at a terminal is still a script: what it prints is as plain as in a pipe.
@Suite(.timeLimit(.minutes(15))) struct BatchOnTerminalTests {
    private let bench: LabBench

    init() throws { bench = try LabBench(World.demo()) }

    private func shown(_ words: [String]) async throws -> (text: String, code: Int32) {
        var program = bench.program
        program.environment["PAGER"] = "cat; echo paged"
        let terminal = try PseudoTerminal(program, words)
        let code = await terminal.readToEnd()
        return (terminal.text, code)
    }

    @Test func `lines of -c and -f show no colour, pager or progress`() async throws {
        let script = bench.folder + "/script.plex"
        try Data("gaps --full\nhelp gaps\n".utf8).write(to: URL(fileURLWithPath: script))
        for words in [["-c", "gaps --full", "-c", "help gaps"], ["-f", script]] {
            let (text, code) = try await shown(words)
            #expect(code == 0)
            #expect(text.contains("scenes with gaps") && text.contains("Examples:"))
            #expect(!text.contains("\u{1B}") && !text.contains("paged"), "\(text.debugDescription)")
        }
        let coloured = try await shown(["-c", "gaps", "--color", "always"])
        #expect(coloured.text.contains("\u{1B}[") && !coloured.text.contains("paged"))
    }

    @Test func `a command of its own shows all three`() async throws {
        let (text, code) = try await shown(["gaps", "--full"])
        #expect(code == 0)
        #expect(text.contains("\u{1B}[") && text.contains("paged"))
    }

    @Test func `nobody is asked`() async throws {
        _ = try await bench.program.run("reconcile")
        let (text, code) = try await shown(["-c", "queue clear"])
        #expect(code == 2)
        #expect(text.contains("give --yes"))
    }
}
