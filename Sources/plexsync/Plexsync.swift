import CommandSyntax
import Commands
import Foundation
import Shell
import Terminal

/// The program: arguments, lines of a pipe, or the prompt, all through one interpreter.
@main struct Plexsync {
    static func main() async {
        ignoreBrokenPipes()
        let (line, words) = Word.words(ofArguments: Array(CommandLine.arguments.dropFirst()))
        leave(await Launch(line: line, words: words).run())
    }

    /// Ends the process without the exit handlers of the libraries it is linked with: OpenSSL's and libcurl's free what
    /// the threads of HTTP, which are on their way out by now, may still use. Everything was written out by then; nothing
    /// of ours goes through buffers of C's standard streams.
    private static func leave(_ code: Int32) -> Never { _exit(code) }

    /// A reader that goes away shows as an error of the write, which ends the command quietly.
    private static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
