import Glibc
import Synchronization
import Terminal

/// The rows of a text that comes in bit by bit, as from a pipe: each is handed on as soon as it is there.
public final class Rows: Sendable {
    fileprivate struct State {
        var bytes: [UInt8] = []
        var start = 0
        var hasEnded = false
    }

    /// A row without end is cut here, and refused by whoever reads it as a command.
    fileprivate static let longest = 4 << 20

    private let descriptor: Int32?
    private let state: Mutex<State>

    /// Rows of a descriptor that nobody else reads, such as standard input; it is not closed.
    public init(reading descriptor: Int32) {
        self.descriptor = descriptor
        state = Mutex(State())
    }

    public init(_ text: String) {
        descriptor = nil
        state = Mutex(State(bytes: Array(text.utf8), hasEnded: true))
    }

    /// The next row without its newline; bytes that are no UTF-8 become U+FFFD. Waits on a thread of its own.
    ///
    /// - Returns: `nil` at the end.
    public func next() async -> String? {
        while true {
            let (row, hasEnded) = state.withLock { ($0.takeRow(), $0.hasEnded) }
            if let row { return row }
            if hasEnded { return state.withLock { $0.takeRest() } }
            await readMore()
        }
    }

    private func readMore() async {
        guard let descriptor else { return }
        let bytes = await withCheckedContinuation { done in
            startThread { done.resume(returning: Self.read(descriptor)) }
        }
        state.withLock { state in
            state.bytes += bytes
            state.hasEnded = bytes.isEmpty
        }
    }

    private static func read(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            if errno == EAGAIN {
                var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
            } else if errno != EINTR {
                return []  // a terminal that was hung up has no more rows
            }
        }
    }
}

extension Rows.State {
    fileprivate mutating func takeRow() -> String? {
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            bytes.removeFirst(start)
            start = 0
            return bytes.count > Rows.longest ? takeRest() : nil
        }
        defer { start = end + 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    fileprivate mutating func takeRest() -> String? {
        defer { (bytes, start) = ([], 0) }
        return start == bytes.count ? nil : String(decoding: bytes[start...], as: UTF8.self)
    }
}
