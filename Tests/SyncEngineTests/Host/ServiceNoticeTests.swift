import Glibc
import SyncEngine
import TestSupport
import Testing

@Suite struct ServiceNoticeTests {
    private let folder = TemporaryFolder()

    /// A socket as a service manager has one.
    private final class Listener {
        let descriptor: Int32

        init(_ path: String) {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }

        deinit { close(descriptor) }

        /// The next message, if one has come.
        func next() -> String? {
            var buffer = [UInt8](repeating: 0, count: 1000)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
        }
    }

    @Test func `a service manager hears that the host is ready, alive and stopping`() {
        let listener = Listener(folder("s"))
        let notice = ServiceNotice(environment: ["NOTIFY_SOCKET": folder("s")])
        for (message, text) in [
            (.ready, "READY=1"), (.watchdog, "WATCHDOG=1"), (.stopping, "STOPPING=1"),
            (.status("two\nlines"), "STATUS=twolines"),
        ] as [(ServiceNotice.Message, String)] {
            #expect(notice.send(message) && listener.next() == text)
        }
        #expect(notice.send(.reloading) && listener.next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    }

    @Test func `where nobody listens nothing is sent, and nothing fails`() {
        #expect(!ServiceNotice(environment: [:]).send(.ready))
        #expect(!ServiceNotice(environment: ["NOTIFY_SOCKET": "relative"]).send(.ready))
        #expect(!ServiceNotice(environment: ["NOTIFY_SOCKET": folder("none")]).send(.ready))
        #expect(!ServiceNotice(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]).send(.ready))
    }

    @Test(.timeLimit(.minutes(1))) func `a service manager that takes no messages holds nobody up`() {
        let listener = Listener(folder("s"))
        let notice = ServiceNotice(environment: ["NOTIFY_SOCKET": folder("s")])
        var sent = 0
        while sent < 100_000, notice.send(.watchdog) { sent += 1 }
        #expect((1..<100_000).contains(sent))
        #expect(!notice.send(.stopping))
        #expect(listener.next() == "WATCHDOG=1")
        #expect(notice.send(.stopping))
    }

    @Test(
        arguments: [
            (["WATCHDOG_USEC": "30000000"], .seconds(15)),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], .seconds(15)),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], nil), (["WATCHDOG_USEC": "0"], nil), ([:], nil),
        ] as [([String: String], Duration?)])
    func `the watchdog hears twice in its time, if it means this process`(
        environment: [String: String], every: Duration?
    ) {
        #expect(ServiceNotice(environment: environment, process: 7).watchdog == every)
    }
}
