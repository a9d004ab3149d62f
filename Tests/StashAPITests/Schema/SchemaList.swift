import StashAPI

/// The compact list of `Fixtures/schema.txt`, as one release has it.
struct SchemaList {
    struct Member {
        let type: String
        var arguments: [String: String] = [:]
    }

    private(set) var objects: [String: [String: Member]] = [:]
    private(set) var inputs: [String: [String: String]] = [:]
    private(set) var enums: [String: Set<String>] = [:]

    init(_ text: String, release: StashRelease) throws {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("enum ") {
                let parts = line.dropFirst(5).split(separator: ":")
                enums[String(parts[0])] = Set(parts[1].split(separator: " ").map(String.init))
                continue
            }
            let isInput = line.hasPrefix("input ")
            guard let (name, member) = try Self.member(isInput ? line.dropFirst(6) : line, release) else { continue }
            let dot = name.split(separator: ".").map(String.init)
            if isInput {
                inputs[dot[0], default: [:]][dot[1]] = member.type
            } else {
                objects[dot[0], default: [:]][dot[1]] = member
            }
        }
    }

    /// `nil` where the release does not have it yet.
    private static func member(_ line: Substring, _ release: StashRelease) throws -> (String, Member)? {
        let close = line.lastIndex(of: ")")
        let name = line.prefix { $0 != "(" && $0 != ":" }
        let rest = (close.map { line[line.index(after: $0)...] } ?? line[name.endIndex...]).dropFirst()
        guard let type = try typed(rest, release) else { return nil }
        var member = Member(type: type)
        if let close, let open = line.firstIndex(of: "(") {
            for argument in line[line.index(after: open)..<close].split(separator: ",") {
                let pair = argument.split(separator: ":", maxSplits: 1)
                member.arguments[pair[0].filter { $0 != " " }] = try typed(pair[1], release)
            }
        }
        return (String(name), member)
    }

    /// The type in `Type @0.27`; `nil` for a later release than `release`.
    private static func typed(_ text: Substring, _ release: StashRelease) throws -> String? {
        let words = text.split(separator: " ")
        guard words.count > 1 else { return String(words[0]) }
        guard let since = StashRelease(version: String(words[1].dropFirst())) else {
            throw GraphQLQuery.Fault(problem: "no release: \(words[1])")
        }
        return since <= release ? String(words[0]) : nil
    }
}
