#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Why what Stash handed us can't be used.
enum InputFault: Error, Hashable, CustomStringConvertible {
    case empty
    case cutShort
    case notJSON(at: Int)
    case tooDeep
    case tooSlow(seconds: Int)
    case unreadable(String)
    case missing(String)
    case noFolder
    case tooLong(limit: Int)

    var description: String {
        switch self {
        case .empty: "Nothing came on standard input; Stash starts this program, not a person."
        case .cutShort: "The input ends in the middle; nothing was queued."
        case .notJSON(let offset): "The input is no JSON at byte \(offset); nothing was queued."
        case .tooDeep: "The input is nested too deeply; nothing was queued."
        case .tooSlow(let seconds): "The input did not end within \(seconds) s; nothing was queued."
        case .unreadable(let reason): "The input can't be read (\(reason)); nothing was queued."
        case .missing(let name): "The input has no usable '\(name)'; nothing was queued."
        case .noFolder: "The input names no plugin folder that exists; nothing was queued."
        case .tooLong(let limit): "The input of this task is longer than \(limit) bytes; give it fewer arguments."
        }
    }

    /// A fixed word, to group by.
    var code: String {
        switch self {
        case .empty: "input-empty"
        case .cutShort: "input-cut-short"
        case .notJSON: "input-not-json"
        case .tooDeep: "input-too-deep"
        case .tooSlow: "input-too-slow"
        case .unreadable: "input-unreadable"
        case .missing: "input-incomplete"
        case .noFolder: "plugin-folder-missing"
        case .tooLong: "input-too-long"
        }
    }
}

/// Bytes of a descriptor as they come: never more than a piece of them in memory, and its beginning.
struct Intake {
    /// All that a task's input may be; of a hook's no more is kept.
    static let kept = 64 << 10
    private static let seconds = 2

    private let descriptor: Int32
    private let deadline = ContinuousClock.now + .seconds(Intake.seconds)
    private var piece = [UInt8](repeating: 0, count: 128 << 10)
    private var (position, end) = (0, 0)
    private var before = 0
    private var isAtEnd = false
    /// The first bytes of all, at most ``kept`` of them.
    private(set) var beginning: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // A larger pipe wakes both sides less often; what is no pipe, or may not be enlarged, stays as it is.
        _ = fcntl(descriptor, Self.setPipeSize, 1 << 20)
    }

    /// `F_SETPIPE_SZ` of Linux, whose headers show it to GNU programs only.
    private static let setPipeSize: Int32 = 1031

    /// Bytes taken so far.
    var offset: Int { before + position }

    /// The next byte, which stays; `nil` at the end.
    mutating func peek() throws(InputFault) -> UInt8? {
        if position == end { try fill() }
        return position < end ? piece[position] : nil
    }

    /// The next byte, taken.
    mutating func next() throws(InputFault) -> UInt8 {
        guard let byte = try peek() else { throw offset == 0 ? .empty : .cutShort }
        position += 1
        return byte
    }

    /// Takes what a string can hold as it is, up to what can't be.
    mutating func skipPlain() throws(InputFault) {
        while try peek() != nil {
            let (start, stop) = (position, end)
            let found = piece.withUnsafeBytes { Self.firstSpecial(in: $0, from: start, to: stop) }
            position = found ?? end
            if found != nil { return }
        }
    }

    /// A quote, a backslash or a control character. Whole blocks without one are passed over, for a cover has millions of
    /// bytes; each look at a block is one that the processor takes many bytes at a time for.
    private static func firstSpecial(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = start
        while index < end {
            let block = UnsafeRawBufferPointer(start: base + index, count: min(end - index, 4096))
            let least = block.reduce(UInt8.max) { min($0, $1) }
            let holds = { (byte: Int32) in memchr(base + index, byte, block.count) != nil }
            if least < 0x20 || holds(0x22) || holds(0x5C) { break }
            index += block.count
        }
        while index < end {
            let byte = bytes[index]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { return index }
            index += 1
        }
        return nil
    }

    /// Reads the rest and drops it: Stash logs a warning where a plugin does not.
    mutating func drain() throws(InputFault) {
        while try peek() != nil { position = end }
    }

    private mutating func fill() throws(InputFault) {
        guard !isAtEnd else { return }
        before += end
        (position, end) = (0, 0)
        try wait()
        let descriptor = descriptor
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
            (end, isAtEnd) = (count, count == 0)
            break
        }
        let room = Self.kept - beginning.count
        if room > 0 { beginning += piece[..<min(end, room)] }
    }

    private func wait() throws(InputFault) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .tooSlow(seconds: Self.seconds) }
            var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&one, 1, Int32(left / .milliseconds(1)) + 1)
            if count > 0 || (count < 0 && errno != EINTR) { return }
        }
    }
}
