import Foundation
import JSON
import Testing

/// Traffic of a real Stash, from the fixtures.
struct StashRecording {
    let exchanges: [StashExchange]
    let tree: JSONTree

    init(_ name: String) throws {
        let url = try #require(
            Bundle.module.url(forResource: "Fixtures/Stash/\(name)", withExtension: "json"), "no recording \(name)")
        tree = try JSONTree(parsing: Array(Data(contentsOf: url)), depth: 200)
        exchanges = try #require(tree["exchanges"]?.elements).map { try StashExchange($0) }
    }

    subscript(label: String) -> StashExchange? { exchanges.first { $0.label == label } }
}

/// A request that was sent to a real Stash, and what it answered.
struct StashExchange: Sendable, CustomTestStringConvertible {
    let label: String
    var method: String?
    var path: String
    var headers: [(name: String, value: String)]
    var body: String?
    var status: Int
    var media: String?
    /// The answer, where it was JSON and was kept.
    var answer: JSONTree?
    /// The answer's bytes, where they were no text.
    var base64: String?
    var tree: JSONTree

    init(_ tree: JSONTree) throws {
        label = try #require(tree["label"]?.string)
        method = tree["method"]?.string
        path = tree["path"]?.string ?? ""
        headers =
            tree["headers"]?.members?.map { ($0.0, $0.1.string ?? "") }
            ?? [("Content-Type", "application/json"), ("Accept", "application/json")]
        body = tree["body"]?.string
        status = tree["status"]?.int ?? 0
        media = tree["media"]?.string
        answer = tree["answer"]
        base64 = tree["base64"]?.string
        self.tree = tree
    }

    /// Whether the order of the rows was asked for.
    var isOrdered: Bool { (body?.contains("sort") ?? false) || (body?.contains("ids:[\\\"") ?? false) }

    var testDescription: String { label }
}

/// What differs between a recorded answer and ours, or nil.
struct StashDifference {
    /// The recorded server's links and version, and what stands for them here.
    var substitutions: [(recorded: String, ours: String)] = []
    var isOrdered = true

    func between(_ recorded: JSONTree, _ ours: JSONTree) -> String? { difference(recorded, ours, at: "") }

    private func difference(_ recorded: JSONTree, _ ours: JSONTree, at path: String) -> String? {
        switch (recorded, ours) {
        case (.object(let left), .object(let right)):
            guard left.map(\.0) == right.map(\.0) else {
                return "\(path): members \(left.map(\.0)), ours \(right.map(\.0))"
            }
            return zip(left, right).lazy.compactMap { self.member($0.0, $0.1, $1.1, at: path) }.first
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return "\(path): \(left.count) elements, ours \(right.count)" }
            return zip(sorted(left), sorted(right)).enumerated().lazy
                .compactMap { self.difference($1.0, $1.1, at: "\(path)[\($0)]") }.first
        case (.string(let left), .string(let right)):
            let expected = substitutions.reduce(left) { $0.replacing($1.recorded, with: $1.ours) }
            return expected == right ? nil : "\(path): \(expected), ours \(right)"
        default: return recorded == ours ? nil : "\(path): \(recorded), ours \(ours)"
        }
    }

    private func member(_ key: String, _ recorded: JSONTree, _ ours: JSONTree, at path: String) -> String? {
        let place = path + "." + key
        switch key {
        case "message":
            let (left, right) = (kind(recorded.string ?? ""), kind(ours.string ?? ""))
            return left == right ? nil : "\(place): \(left), ours \(right)"
        case "updated_at" where path.contains("stash_ids"):
            // Fractions of seconds, which no test can set.
            return recorded.string?.prefix(19) == ours.string?.prefix(19) ? nil : "\(place): \(recorded), ours \(ours)"
        default: return difference(recorded, ours, at: place)
        }
    }

    /// An error's text without its list of near names and without what the database or a library of Go adds.
    private func kind(_ message: String) -> Substring {
        let text = message.components(separatedBy: " Did you mean")[0]
        return text.prefix { $0 != ":" }
    }

    private func sorted(_ elements: [JSONTree]) -> [JSONTree] {
        guard !isOrdered, elements.allSatisfy({ $0["id"] != nil }) else { return elements }
        return elements.sorted { ($0["id"]?.string ?? "") < ($1["id"]?.string ?? "") }
    }
}
