import Foundation
import JSON
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
        let (ended, end) = AsyncStream<Void>.makeStream()
        let (process, out, err) = try start(words, input: input) { end.finish() }
        async let output = Self.read(out)
        async let errors = Self.read(err)
        let (outputText, errorText) = await (output, errors)
        // Waiting in `waitUntilExit` would keep one of few threads from everybody else.
        for await _ in ended {}
        try out.close()
        try err.close()
        let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Ending(code: code, output: outputText, errors: errorText)
    }

    /// - Parameter isHeard: Whether anybody reads what it says: a pipe that nobody reads would stop it once it is full.
    func start(
        _ words: [String], input: String? = nil, isHeard: Bool = true, whenEnded: @escaping @Sendable () -> Void = {}
    ) throws -> (Process, FileHandle, FileHandle) {
        let process = Process()
        process.terminationHandler = { _ in whenEnded() }
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = words + arguments
        var variables = ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "SWIFT_BACKTRACE": "enable=no"]
        variables.merge(environment) { $1 }
        process.environment = variables
        // A process that has ended may hold its pipes for long, and thousands are started: none that nobody needs.
        let pipes = isHeard ? (out: Pipe(), err: Pipe()) : nil
        process.standardOutput = pipes?.out ?? FileHandle.nullDevice
        process.standardError = pipes?.err ?? FileHandle.nullDevice
        let feed = input == nil ? nil : Pipe()
        process.standardInput = feed ?? FileHandle.nullDevice
        try process.run()
        if let input, let feed {
            try feed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try feed.fileHandleForWriting.close()
        }
        return (
            process, pipes?.out.fileHandleForReading ?? .nullDevice, pipes?.err.fileHandleForReading ?? .nullDevice
        )
    }

    /// On a thread that may block.
    private static func read(_ handle: FileHandle) async -> String {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                done.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
            }
        }
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
