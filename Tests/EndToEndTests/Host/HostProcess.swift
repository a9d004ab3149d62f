import Foundation
import Glibc
import Lab
import Synchronization
import TestSupport
import Testing
import Transport

/// `plexsync host` as its users run it: what it tells is read as it comes.
final class HostProcess: Sendable {
    struct NeverTold: Error { let wanted, told: String }

    private let process: ChildProcess
    private let lines: AsyncStream<String>
    private let told = Mutex("")

    init(_ program: Program, _ words: String...) throws {
        let (lines, line) = AsyncStream<String>.makeStream()
        self.lines = lines
        let process = try program.start(["host"] + words)
        self.process = process
        let err = process.errors
        for handle in [process.output, err] {
            Thread.detachNewThread {
                while true {
                    let data = handle.availableData
                    if data.isEmpty { break }
                    line.yield(String(decoding: data, as: UTF8.self))
                }
                if handle === err { line.finish() }
            }
        }
    }

    deinit { process.signal(SIGKILL) }

    var identifier: pid_t { process.identifier }

    /// All that it has told so far, as far as it was waited for.
    var text: String { told.withLock { $0 } }

    /// Waits until it tells `wanted`, which may have been told already, so often.
    func wait(for wanted: String, times: Int = 1) async throws {
        if count(of: wanted) >= times { return }
        for await more in lines {
            told.withLock { $0 += more }
            if count(of: wanted) >= times { return }
        }
        throw NeverTold(wanted: wanted, told: text)
    }

    func count(of wanted: String) -> Int { text.components(separatedBy: wanted).count - 1 }

    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for its end. - Returns: its exit code, or 128 and the signal that ended it.
    func end() async -> Int32 {
        for await more in lines { told.withLock { $0 += more } }
        return await process.end()
    }
}

/// What a host's page answers.
struct HostPage {
    let port: Int
    private let transport = CurlTransport(CurlTransport.Options())

    func get(_ path: String) async throws -> (status: Int, text: String) {
        let reply = try await transport.send(HTTPRequest(.get, "http://127.0.0.1:\(port)\(path)"))
        return (reply.status, String(decoding: reply.body, as: UTF8.self))
    }

    /// Asks until the answer holds `wanted`.
    func wait(for wanted: String, at path: String) async throws -> String {
        while true {
            let text = try await get(path).text
            if text.contains(wanted) { return text }
            await Task.yield()
        }
    }

    /// A port that nobody has just now.
    static func freePort() -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(descriptor, pointer, length)
                return getsockname(descriptor, pointer, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
