import Glibc

/// Tells systemd how the service fares, where it asked for that.
///
/// - SeeAlso: `sd_notify(3)`; the socket is `$NOTIFY_SOCKET`, the watchdog's time `$WATCHDOG_USEC`.
public struct ServiceNotice: Sendable {
    public enum Message: Hashable, Sendable {
        case ready, reloading, stopping, watchdog
        case status(String)

        fileprivate var text: String {
            switch self {
            case .ready: "READY=1"
            case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds)"
            case .stopping: "STOPPING=1"
            case .watchdog: "WATCHDOG=1"
            case .status(let text): "STATUS=\(text.filter { !$0.isNewline })"
            }
        }

        /// Another one like it comes soon.
        fileprivate var isRepeated: Bool {
            switch self {
            case .watchdog, .status: true
            case .ready, .reloading, .stopping: false
            }
        }

        private static var monotonicMicroseconds: Int {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
        }
    }

    /// `nil` where nobody listens.
    private let socketPath: String?
    /// How often the watchdog wants to hear of us: half its time. `nil` where it does not.
    public let watchdog: Duration?

    /// - Parameters:
    ///   - environment: Of the process; other processes' names of a socket do not get here.
    ///   - process: Our number, since `$WATCHDOG_PID` may mean another; `nil` is that of this process.
    public init(environment: [String: String], process: Int? = nil) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(process ?? Int(getpid()))" } ?? true
        let time = environment["WATCHDOG_USEC"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdog = isForUs ? time.map { .microseconds($0 / 2) } : nil
    }

    /// How long a manager that is slow to take messages is waited for, seconds: by the ones that it must not miss.
    private static let patience = 1

    /// Sends it; a service manager that does not take it is no reason to stop working.
    /// - Returns: Whether it was sent.
    @discardableResult
    public func send(_ message: Message) -> Bool {
        guard let socketPath else { return false }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        if path.first == UInt8(ascii: "@") { path[0] = 0 }  // a name that is no file
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Without an end to it, a manager whose queue is full would hold up the whole host.
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let flags = Int32(MSG_NOSIGNAL) | (message.isRepeated ? Int32(MSG_DONTWAIT) : 0)
        let text = Array(message.text.utf8)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, text, text.count, flags, $0, length) == text.count
            }
        }
    }
}
