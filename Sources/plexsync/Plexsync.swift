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
        exit(await Launch(line: line, words: words).run())
    }

    /// A reader that goes away shows as an error of the write, which ends the command quietly.
    private static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
