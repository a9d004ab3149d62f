import Foundation
import Glibc
import Testing
import Transport

/// One request over a plain socket: libcurl would add an `Accept` of its own, and refuses redirects.
enum StashWire {
    static func send(
        _ method: String, _ path: String, _ headers: [(name: String, value: String)], _ body: [UInt8], to port: Int
    ) throws -> HTTPReply {
        let handle = try connect(to: port)
        defer { close(handle) }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        try write(Array((head + "\r\n").utf8) + body, to: handle)
        return try reply(in: try readToEnd(of: handle))
    }

    private static func connect(to port: Int) throws -> Int32 {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(handle, $0.baseAddress, socklen_t(bytes.count)) }
        }
        try #require(result == 0, "cannot connect to port \(port)")
        return handle
    }

    private static func write(_ bytes: [UInt8], to handle: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            try #require(count > 0, "cannot send")
            sent += count
        }
    }

    private static func readToEnd(of handle: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(handle, &piece, piece.count, 0)
            try #require(count >= 0, "cannot read")
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }

    private static func reply(in bytes: [UInt8]) throws -> HTTPReply {
        let blank = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)), "no head")
        let lines = String(decoding: bytes[..<blank.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let status = try #require(lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) })
        let fields = lines.dropFirst().map { line -> (name: String, value: String) in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), String(parts.count > 1 ? parts[1].drop { $0 == " " } : ""))
        }
        return HTTPReply(status: status, headers: HTTPHeaders(fields), body: Array(bytes[blank.upperBound...]))
    }
}
