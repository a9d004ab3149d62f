import Database
import Foundation
import Queue
import TestSupport
import Testing

@Suite struct HookTests {
    @Test(arguments: [
        ("Scene.Create.Post", "scene:12"), ("Scene.Update.Post", "scene:12"), ("Tag.Update.Post", "tag:12"),
        ("Tag.Destroy.Post", "tag:12"), ("Tag.Merge.Post", "tag:12"), ("Performer.Update.Post", "performer:12"),
        ("Studio.Destroy.Post", "studio:12"), ("Group.Update.Post", "group:12"), ("Movie.Update.Post", "group:12"),
    ])
    func `a hook appends one job that names what changed`(type: String, key: String) throws {
        let program = try HookProgram()
        let ending = try program.run(hook: type, id: 12)
        #expect(ending.code == 0)
        #expect(ending.errors == "")
        #expect(ending.output == #"{"output":null,"error":null}"#)
        let jobs = try program.store().read { try JobStore().jobs(JobFilter(), limit: 10, in: $0) }
        #expect(jobs.map(\.key) == [key])
        #expect(jobs.map(\.priority) == [.hook])
    }

    @Test(arguments: [
        "SceneMarker.Create.Post", "Image.Update.Post", "Gallery.Destroy.Post", "Tag.Create.Post", "Studio.Create.Post",
    ])
    func `what Plex does not show is no job`(type: String) throws {
        let program = try HookProgram()
        #expect(try program.run(hook: type, id: 12).code == 0)
        #expect(!program.hasDatabase)
    }

    @Test func `a scene that is gone is waited for no more, and others are`() throws {
        let program = try HookProgram()
        for id in [1, 2] { #expect(try program.run(hook: "Scene.Update.Post", id: id).code == 0) }
        #expect(try program.run(hook: "Scene.Destroy.Post", id: 1).code == 0)
        #expect(try program.keys() == ["scene:2"])
    }

    @Test func `a second hook for a scene merges into the job that waits`() throws {
        let program = try HookProgram()
        for _ in 1...3 { #expect(try program.run(hook: "Scene.Update.Post", id: 7).code == 0) }
        #expect(try program.keys() == ["scene:7"])
    }

    @Test func `a hook is known by its context, whatever the mode is and where no word is given`() throws {
        let program = try HookProgram()
        let input = program.document(hook: "Scene.Update.Post", id: 3).replacing(
            #""mode":"hook""#, with: #""mode":"clear""#)
        #expect(try program.run([], input: input.utf8).code == 0)
        #expect(try program.keys() == ["scene:3"])
    }

    @Test func `a cover of eight megabytes is read and dropped`() throws {
        let program = try HookProgram()
        let cover = #"{"id":"9","cover_image":"data:image/jpeg;base64,\#(String(repeating: "QUJD", count: 2 << 20))"}"#
        let ending = try program.run(hook: "Scene.Update.Post", id: 9, more: cover)
        #expect(ending.code == 0)
        #expect(try program.keys() == ["scene:9"])
    }

    @Test(arguments: [0, 1, 255, 4000, 4095, 4096, 4097, 8191, 100_000, 131_071, 131_072])
    func `what may not stand in a text is seen wherever it stands`(offset: Int) throws {
        let program = try HookProgram()
        func run(_ special: String) throws -> Int32 {
            let text = String(repeating: "Q", count: offset) + special + String(repeating: "é", count: 3000)
            return try program.run(hook: "Scene.Update.Post", id: 9, more: #"{"cover_image":"\#(text)"}"#).code
        }
        for wrong in ["\u{0}", "\n", "\u{1f}", #"\q"#, "\"x"] {
            #expect(try run(wrong) == 1, "\(wrong.debugDescription)")
        }
        #expect(!program.hasDatabase)
        for right in ["", " ", "\u{7f}", #"\""#, #"\u0000"#] {
            #expect(try run(right) == 0, "\(right.debugDescription)")
        }
        #expect(try program.keys() == ["scene:9"])
    }

    @Test func `two hundred hooks at once leave two hundred jobs`() async throws {
        let program = try HookProgram()
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for id in 1...200 {
                group.addTask { try program.run(hook: "Scene.Create.Post", id: id).code }
            }
            return try await group.reduce(into: [Int32]()) { $0.append($1) }
        }
        #expect(codes.allSatisfy { $0 == 0 })
        #expect(Set(try program.keys()) == Set((1...200).map { "scene:\($0)" }))
        #expect(try program.keys().count == 200)
    }
}

@Suite struct BadInputTests {
    /// A good document, to be spoilt.
    private static let good = #"{"args":{"hookContext":{"id":5,"type":"Scene.Update.Post","input":{"title":"x"}}}}"#

    @Test(arguments: [
        "", "   ", "hello", "[", "{", #"{"args":"#, #"{"args":{"hookContext":{"id":5,"type":"Scene.Update.Post""#,
        String(good.dropLast()), good + "}", good.replacing("5", with: "05"), good.replacing("\"x\"", with: "\"x"),
        good.replacing("\"x\"", with: "\"\\q\""), good.replacing(":5,", with: ":\"5\","),
        good.replacing("\"id\":5,", with: ""), good.replacing(":5,", with: ":-5,"),
        good.replacing(":5,", with: ":99999999999999999999,"), good.replacing("\"type\"", with: "\"typ\""),
        #"{"args":{"mode":"hook"}}"#, String(repeating: "[", count: 100_000),
        good.replacing("\"x\"", with: "\"a\nb\""), good.replacing("\"x\"", with: "tru"),
    ])
    func `what is no whole hook is one line of error and nothing else`(input: String) throws {
        let program = try HookProgram()
        let ending = try program.run(input: input.utf8)
        #expect(ending.code == 1)
        #expect(ending.errors.hasPrefix("\u{1}e\u{2}"))
        #expect(ending.errors.count(where: \.isNewline) == 1)
        #expect(ending.output == "")
        #expect(!program.hasDatabase)
    }

    @Test func `a hook cut anywhere writes nothing`() throws {
        let program = try HookProgram()
        let whole = Array(program.document(hook: "Scene.Update.Post", id: 4).utf8)
        for length in stride(from: 0, to: whole.count, by: 23) {
            #expect(try program.run(input: whole.prefix(length)).code == 1, "cut at \(length)")
        }
        #expect(!program.hasDatabase)
    }

    @Test func `escapes and pairs of the type are understood`() throws {
        let program = try HookProgram()
        let input = Self.good.replacing("Scene", with: "\\u0053cene").replacing(
            "\"x\"", with: "\"\\ud83d\\ude00\\ud83d\"")
        #expect(try program.run(input: input.utf8).code == 0)
        #expect(try program.keys() == ["scene:5"])
    }

    @Test func `a plugin folder that is not there is refused`() throws {
        let program = try HookProgram()
        let input = program.document(hook: "Scene.Update.Post", id: 4).replacing(
            program.folder.path, with: "/nowhere/at/all")
        let ending = try program.run(input: input.utf8)
        #expect(ending.code == 1)
        #expect(ending.errors.contains("plugin folder"))
    }

    @Test func `without plexsync beside it a task says what helps`() throws {
        let program = try HookProgram()
        let ending = try program.run(["status"], input: "{}".utf8)
        #expect(ending.code == 1)
        #expect(ending.errors.hasPrefix("\u{1}e\u{2}"))
        #expect(ending.errors.contains("Install the plugin anew"))
    }
}
