import CommandSyntax
import Commands
import Foundation
import Shell
import Terminal

/// The program: arguments, lines of a pipe, or the prompt, all through one interpreter.
@main struct Plexsync {
    static func main() async {
        StandardDescriptors.fill()
        ignoreBrokenPipes()
        refuseWithoutProc()
        let (line, words) = Word.words(ofArguments: Array(arguments.dropFirst()))
        leave(await Launch(line: line, words: words).run())
    }

    /// The name of the program and its arguments.
    ///
    /// Swift's runtime looks for them beside the environment and finds none where a library that was loaded first has
    /// changed that, as libfaketime does; the system knows them still.
    private static var arguments: [String] {
        let known = CommandLine.arguments
        if !known.isEmpty { return known }
        guard let kept = FileManager.default.contents(atPath: "/proc/self/cmdline") else { return [] }
        return kept.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Ends the process without the exit handlers of the libraries it is linked with: OpenSSL's and libcurl's free what
    /// the threads of HTTP, which are on their way out by now, may still use. Everything was written out by then; nothing
    /// of ours goes through buffers of C's standard streams.
    private static func leave(_ code: Int32) -> Never { _exit(code) }

    /// Swift's Dispatch looks after its threads there, and traps at any moment where it can't.
    private static func refuseWithoutProc() {
        guard access("/proc/self/stat", R_OK) != 0 else { return }
        let sentence = "plexsync needs /proc, and nothing is mounted there: 'mount -t proc proc /proc' does it.\n"
        do { try Terminal.write(sentence, to: STDERR_FILENO) } catch { leave(1) }
        leave(1)
    }

    /// A reader that goes away shows as an error of the write, which ends the command quietly.
    private static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
