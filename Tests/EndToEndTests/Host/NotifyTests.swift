import Foundation
import Glibc
import Lab
import TestSupport
import Testing

/// Systemd's notify socket, as a path and as a name that is no file.
@Suite(.timeLimit(.minutes(15))) struct NotifyTests {
    /// A service manager's end.
    private final class Manager: Sendable {
        private let descriptor: Int32

        init(_ name: String) {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var path = Array(name.utf8)
            if path.first == UInt8(ascii: "@") { path[0] = 0 }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
        }

        deinit { close(descriptor) }

        /// The next message; waits for it on a thread of its own.
        func next() async -> String {
            let descriptor = descriptor
            return await withCheckedContinuation { done in
                Thread.detachNewThread {
                    var buffer = [UInt8](repeating: 0, count: 1000)
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    done.resume(returning: String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
                }
            }
        }

        /// Messages until one begins so, without those of the watchdog.
        func until(_ start: String) async -> [String] {
            var messages: [String] = []
            while true {
                let message = await next()
                if message != "WATCHDOG=1" { messages.append(message) }
                if message.hasPrefix(start) { return messages }
            }
        }
    }

    @Test(arguments: [false, true])
    func `a service manager hears of a host's life`(isAbstract: Bool) async throws {
        let bench = try LabBench(World.make(seed: 22, scenes: 10), adding: "rules: []\n")
        let name = isAbstract ? "@plexsync-test-\(UUID().uuidString)" : bench.folder + "/notify"
        let manager = Manager(name)
        var program = bench.program
        program.environment = ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "4000000"]
        let host = try HostProcess(program)
        #expect(await manager.until("READY=1") == ["READY=1"])
        #expect(await manager.next() == "WATCHDOG=1")
        host.signal(SIGHUP)
        let reload = await manager.until("READY=1")
        #expect(reload.count == 2 && reload[0].hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(await manager.next() == "WATCHDOG=1")
        host.signal(SIGTERM)
        #expect(await manager.until("STOPPING=1") == ["STOPPING=1"])
        #expect(await host.end() == 0)
    }
}
