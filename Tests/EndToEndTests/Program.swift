import Foundation
import JSON
import TestSupport
import Testing

/// The built program, run as its users run it.
struct Program {
    /// What one call left behind.
    struct Ending {
        let code: Int32
        let output: String
        let errors: String

        func json() throws -> JSONTree { try JSONTree(parsing: Array(output.utf8)) }
    }

    /// Given to every call.
    var arguments: [String] = []
    var environment: [String: String] = [:]
    /// Where it runs; where the tests do unless given.
    var folder: String?

    /// Lies beside the tests.
    static var path: String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let beside = tests.appendingPathComponent("plexsync").path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug/plexsync").path
    }

    /// Runs it to its end.
    func run(_ words: String..., input: String? = nil) async throws -> Ending { try await run(words, input: input) }

    func run(_ words: [String], input: String? = nil) async throws -> Ending {
        let process = try start(words, input: input)
        async let output = process.output.text()
        async let errors = process.errors.text()
        let (outputText, errorText) = await (output, errors)
        return Ending(code: await process.end(), output: outputText, errors: errorText)
    }

    /// - Parameter isHeard: Whether anybody reads what it says: a pipe that nobody reads would stop it once it is full.
    func start(_ words: [String], input: String? = nil, isHeard: Bool = true) throws -> ChildProcess {
        var variables = ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "SWIFT_BACKTRACE": "enable=no"]
        variables.merge(environment) { $1 }
        let place = folder.map { ["-C", $0] } ?? []
        let process = try ChildProcess(
            "/usr/bin/env", place + [Self.path] + words + arguments, environment: variables,
            input: input == nil ? .nothing : .pipe,
            output: isHeard ? .pipe : .nowhere, errors: isHeard ? .pipe : .nowhere)
        if let input {
            try process.input.write(contentsOf: Data(input.utf8))
            try process.input.close()
        }
        return process
    }
}

extension JSONTree {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var number: Int? { if case .int(let number) = self { number } else { nil } }
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    var list: [JSONTree] { if case .array(let list) = self { list } else { [] } }
    var texts: [String] { list.compactMap(\.text) }
    /// An object of counts, without the zeros.
    var counts: [String: Int] {
        guard case .object(let members) = self else { return [:] }
        return Dictionary(uniqueKeysWithValues: members.compactMap { name, value in value.number.map { (name, $0) } })
            .filter { $0.value != 0 }
    }
}
