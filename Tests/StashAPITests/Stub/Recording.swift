import Foundation
import JSON
import StashAPI
import Testing
import Transport

/// One answer of a real Stash, as recorded.
struct Recording: Sendable, CustomTestStringConvertible {
    let file, label, method, path: String
    let query: String?
    let reply: HTTPReply
    /// Whether the body was left out of the recording, as pictures are.
    let isBodyLeftOut: Bool

    var testDescription: String { "\(file): \(label)" }

    /// Of the releases asked in `versions`, from a label such as `v0.24.3: ids`.
    var release: StashRelease? { StashRelease(version: label) }

    static let files = [
        "server", "not-ready", "auth", "queries", "timestamps", "incremental", "edits", "scan", "odd", "plugin",
        "versions",
    ]

    static func all(_ file: String) throws -> [Recording] {
        try fixture("recorded/\(file).jsonl").split(separator: UInt8(ascii: "\n")).map { line in
            try Recording(file, JSONTree(parsing: Array(line)))
        }
    }

    static func named(_ label: String, in file: String) throws -> Recording {
        try #require(try all(file).first { $0.label == label })
    }

    private init(_ file: String, _ line: JSONTree) throws {
        self.file = file
        label = try #require(line["label"]?.string)
        method = try #require(line["method"]?.string)
        path = try #require(line["path"]?.string)
        query = line["query"]?.string
        let encoded = try line["base64"]?.string.map { [UInt8](try #require(Data(base64Encoded: $0))) }
        let body = encoded ?? line["body"]?.string.map { Array($0.utf8) }
        isBodyLeftOut = body == nil
        let headers = (line["headers"]?.members ?? []).map { (name: $0.0, value: $0.1.string ?? "") }
        reply = HTTPReply(
            status: try #require(line["status"]?.int), headers: HTTPHeaders(headers), body: body ?? [])
    }
}
