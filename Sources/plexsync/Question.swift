import Foundation
import Shell
import Terminal

/// A question to the person at the terminal.
enum Question {
    /// - Returns: `nil` where nobody is there, or where the command is cancelled before an answer.
    static func ask(_ question: String, _ terminal: TerminalInfo, _ look: Look) async -> Bool? {
        guard terminal.isInputTerminal, terminal.isErrorTerminal else { return nil }
        do { try Terminal.write(look.told(question + " [y/N]") + " ", to: STDERR_FILENO) } catch { return nil }
        guard await isReadable(STDIN_FILENO), let answer = await Rows(reading: STDIN_FILENO).next() else { return nil }
        return ["y", "yes"].contains(answer.lowercased().filter { !$0.isWhitespace })
    }

    /// Waits until there is something to read, or until the task is cancelled: then nothing is read, since a read that was
    /// given up would swallow the next line that is typed.
    private static func isReadable(_ descriptor: Int32) async -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return true }
        let (bell, rope) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer {
            close(bell)
            close(rope)
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                Thread.detachNewThread {
                    var wanted = [descriptor, bell].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                    while poll(&wanted, 2, -1) < 0, errno == EINTR {}
                    done.resume(returning: wanted[1].revents == 0)
                }
            }
        } onCancel: {
            var byte: UInt8 = 1
            _ = Foundation.write(rope, &byte, 1)
        }
    }
}
