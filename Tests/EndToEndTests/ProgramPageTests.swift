import Foundation
import TestSupport
import Testing

/// What the program tells of itself to other shells and to `man`.
@Suite struct ProgramPageTests {
    private let program = Program()

    @Test(arguments: [
        ("plexsync que", "queue"), ("plexsync queue l", "list"), ("plexsync gaps --type sta", "stale"),
        ("plexsync gaps --type=mis", "--type=missing"), ("plexsync dead --for", ""),
    ])
    func `what may stand at the end of a line is told`(line: String, word: String) async throws {
        let ending = try await program.run("--complete", line)
        let words = ending.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        #expect(ending.code == 0 && ending.errors.isEmpty)
        #expect(word.isEmpty || words.contains(word), "\(words)")
    }

    @Test func `bash completes with what it is given`() async throws {
        let script = try await program.run("--completion", "bash").output
        let folder = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
        let asked = """
            PATH="\(folder):$PATH"
            \(script)
            COMP_LINE='plexsync queue re' COMP_POINT=17
            _plexsync plexsync re queue
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let bash = try ChildProcess("/bin/bash", ["--norc", "-c", asked], output: .pipe, errors: .descriptor(2))
        let text = await bash.output.text()
        await bash.end()
        #expect(Set(text.split(separator: "\n")) == ["release", "resume", "retry"], "\(text)")
    }

    @Test(arguments: ["zsh", "fish"]) func `other shells get scripts of their own`(shell: String) async throws {
        let ending = try await program.run("--completion", shell)
        #expect(ending.code == 0 && ending.output.contains("plexsync --complete"))
    }

    @Test func `a sourced script of zsh registers itself and completes nothing yet`() async throws {
        let script = try await program.run("--completion", "zsh").output
        // What is outside of its function means the same to bash, which is wherever the tests run.
        let asked = "compdef() { echo \"$@\"; }\n\(script)"
        let bash = try ChildProcess("/bin/bash", ["--norc", "-c", asked], output: .pipe, errors: .pipe)
        async let text = bash.output.text()
        let errors = await bash.errors.text()
        #expect(await bash.end() == 0)
        #expect(await text == "_plexsync plexsync\n" && errors.isEmpty, "\(errors)")
    }

    @Test func `the manual page holds every command and exit code`() async throws {
        let page = try await program.run("--man").output
        #expect(page.hasPrefix(".TH PLEXSYNC 1 "))
        for text in ["gaps", "reconcile", "queue drain", "rules check", "host", "exit", "\\fB78\\fR"] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test func `a word that is near to nothing is answered with where to look`() async throws {
        let ending = try await program.run("frobnicate")
        #expect(ending.code == 2 && ending.errors.contains("unknown command 'frobnicate'; 'help' lists all"))
    }
}
