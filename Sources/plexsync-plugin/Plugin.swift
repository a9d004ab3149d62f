internal import Database

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What Stash starts: hooks are done here, in a program that starts in two milliseconds; all else is `plexsync plugin`.
///
/// A task that leaves something starts it as well, with the word `attend`: then nothing but the drainer is seen to.
@main struct Plugin {
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        let launch = Launch.current
        let isTask = launch.words.first == "attend"
        // A task of ours has noted the start of Stash; that of its own parent is not meant.
        if !isTask { StashStart.note() }
        // A word on the command line is known before any input is read.
        if let mode = launch.words.first, mode != "hook", !isTask { hand(over: launch) }
        do {
            let input = try HookInput.read(from: STDIN_FILENO)
            if isTask {
                let folder = try input.stateFolder(launch)
                return Drainer(folder: folder, launch: launch, server: input.server).startUnlessRunning()
            }
            guard input.isHook else {
                if launch.words.first == "hook" || input.mode == "hook" { throw InputFault.missing("hookContext") }
                try giveBack(input)
                hand(over: launch)
            }
            try Hook(input: input, launch: launch).run()
            answer("null")
        } catch {
            LogLine.say(.error, "\(error)")
            exit(code(of: error))
        }
    }

    /// 78 where the database is another version's or program's, as `plexsync` has it.
    private static func code(of error: any Error) -> Int32 {
        switch error as? StoreError {
        case .newerSchema, .notOurs: 78
        default: 1
        }
    }

    /// Becomes `plexsync plugin`, with what was given.
    private static func hand(over launch: Launch) -> Never {
        guard Launch.hasProc else {
            LogLine.say(.error, "Tasks need /proc, and nothing is mounted there. Hooks are remembered all the same.")
            exit(1)
        }
        let command = launch.sibling(["plugin"] + launch.words)
        withArguments(command) { _ = execv(command[0], $0) }
        let reason = String(cString: strerror(errno))
        LogLine.say(.error, "\(launch.folder)/plexsync can't be started: \(reason). Install the plugin anew.")
        exit(1)
    }

    /// Puts what was read of standard input back before it.
    private static func giveBack(_ input: HookInput) throws(InputFault) {
        guard input.length <= Intake.kept else { throw .tooLong(limit: Intake.kept) }
        var ends: [Int32] = [0, 0]
        // A pipe takes 64 KiB without a reader.
        guard pipe(&ends) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        let count = input.beginning.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        guard count == input.beginning.count, dup2(ends[0], STDIN_FILENO) == STDIN_FILENO else {
            throw .unreadable(String(cString: strerror(errno)))
        }
        close(ends[0])
        close(ends[1])
    }

    private static func answer(_ output: StaticString) {
        let bytes = Array(#"{"output":\#(output),"error":null}"#.utf8)
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
