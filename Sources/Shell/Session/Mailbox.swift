import Glibc
import Synchronization

/// How other threads reach the one that owns the prompt: they leave something here and ring.
final class Mailbox: Sendable {
    struct Mail {
        var news: [String] = []
        /// How many lines found no room.
        var lost = 0
        /// The running command has ended.
        var outcome: Outcome?
        /// The session shall end.
        var isLeaving = false
    }

    /// Lines that may wait while a command runs.
    private static let most = 1000

    /// Readable while there may be something: for `poll`.
    let bell: Int32
    /// One byte written here rings. A pipe, since Swift does not see eventfd.
    let rope: Int32
    private let mail = Mutex(Mail())

    /// - Returns: `nil` where the system has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)  // a full pipe rings already
        }
        (bell, rope) = (ends[0], ends[1])
    }

    deinit {
        close(bell)
        close(rope)
    }

    var isLeaving: Bool { mail.withLock { $0.isLeaving } }

    func post(_ change: (inout Mail) -> Void) {
        mail.withLock { change(&$0) }
        ring()
    }

    func post(news line: String) {
        post { mail in
            if mail.news.count < Self.most { mail.news.append(line) } else { mail.lost += 1 }
        }
    }

    func ring() {
        var byte: UInt8 = 1
        _ = write(rope, &byte, 1)
    }

    /// Takes all that is there, and stops the bell.
    func empty() -> Mail {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(bell, &bytes, bytes.count) == bytes.count {}
        return mail.withLock { mail in
            defer { mail = Mail(isLeaving: mail.isLeaving) }
            return mail
        }
    }
}
