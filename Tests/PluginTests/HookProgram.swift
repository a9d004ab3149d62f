import Database
import Foundation
import Queue
import TestSupport

/// The built `plexsync-plugin`, started as Stash starts it, in a folder that stands for the plugin's.
struct HookProgram: Sendable {
    struct Ending {
        let code: Int32
        let output: String
        let errors: String
    }

    let folder = TemporaryFolder()

    /// In the folder that `PLEXSYNC_PROGRAMS` names, such as that of a release build; else beside the tests, or in the folder
    /// of debug builds.
    static func path(of name: String) -> String {
        if let folder = ProcessInfo.processInfo.environment["PLEXSYNC_PROGRAMS"] { return "\(folder)/\(name)" }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let beside = tests.appendingPathComponent(name).path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug/\(name)").path
    }

    /// A copy that has no `plexsync` beside it, so that no worker is started.
    init() throws {
        let (program, copy) = (Self.path(of: "plexsync-plugin"), folder("plexsync-plugin"))
        // While one is written, no process may be started at all, lest it hold the file open: a link is not written.
        if link(program, copy) != 0 { try FileManager.default.copyItem(atPath: program, toPath: copy) }
    }

    func run(_ words: [String] = ["hook"], input: some Sequence<UInt8>) throws -> Ending {
        let file = folder("input-\(UInt64.random(in: 0 ... .max))")
        try Data(input).write(to: URL(fileURLWithPath: file))
        let reading = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        let process = try ChildProcess(
            folder("plexsync-plugin"), words, environment: ["SWIFT_BACKTRACE": "enable=no"],
            input: .descriptor(reading.fileDescriptor), output: .pipe, errors: .pipe)
        let output = String(decoding: process.output.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: process.errors.readDataToEndOfFile(), as: UTF8.self)
        return Ending(code: process.waitForEnd(), output: output, errors: errors)
    }

    func run(_ words: [String] = ["hook"], hook type: String, id: Int?, more: String = "null") throws -> Ending {
        try run(words, input: document(hook: type, id: id, more: more).utf8)
    }

    /// What Stash hands a hook, in the order in which it writes it.
    func document(hook type: String, id: Int?, more: String = "null") -> String {
        let cookie = #"{"Name":"session","Value":"c2VjcmV0","Quoted":false,"Path":"","Unparsed":null}"#
        let server =
            #"{"Scheme":"http","Host":"0.0.0.0","Port":9999,"SessionCookie":\#(cookie),"Dir":"/config","#
            + #""PluginDir":"\#(folder.path)"}"#
        let number = id.map { #""id":\#($0),"# } ?? ""
        let context = #"{\#(number)"type":"\#(type)","input":\#(more),"inputFields":["id","title"]}"#
        return #"{"server_connection":\#(server),"args":{"hookContext":\#(context),"mode":"hook"}}"#
    }

    var hasDatabase: Bool { FileManager.default.fileExists(atPath: folder("plexsync.db")) }

    func store() throws -> BlockingStore {
        try BlockingStore(at: folder("plexsync.db"), schemas: [QueueSchema.schema])
    }

    /// Keys of waiting jobs, in the order of the queue.
    func keys() throws -> [String] {
        guard hasDatabase else { return [] }
        return try store().read { try JobStore().jobs(JobFilter(), limit: 10_000, in: $0) }.map(\.key)
    }
}
