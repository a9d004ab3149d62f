public import CommandSyntax
import JSON
import SyncEngine
public import SyncModel
import Terminal

/// Delivers scenes now, in the foreground.
public struct SyncCommand: Command {
    public static let name = "sync"
    public static let summary = "Bring scenes up to date in Plex now."
    public static let details = """
        Looks at the scenes and their items anew and writes what differs, whatever the queue is doing. A scene that \
        fails stays in the queue.

        A scene of which Stash knows nothing but a title never empties anything; with --clear it does.
        """
    public static let examples = [
        Example("sync 12 15", "two scenes"),
        Example("sync 12 --clear", "also empty what Stash no longer says, although nothing is left there"),
    ]
    public let scenes = Operand(each: "SCENE", .scene, "Scenes, by their number in Stash.")
    public let clear = Option(flag: "clear", "Let scenes without any metadata empty what was ours.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("write to Plex")
        let (engine, _) = try await app.engine()
        let results = try await engine.sync(given.scenes, clears: given.clear)
        switch app.choices.format {
        case .json:
            try app.write(json: { $0.object { $0.array("scenes") { for result in results { $0.synced(result) } } } })
        case .jsonl: for result in results { try app.writeLine(json: { $0.synced(result) }) }
        case .table, .csv, .markdown:
            for result in results { app.tell("Scene \(result.scene.rawValue): \(result.sentence)") }
        }
        if !results.allSatisfy(\.isGood) { throw CommandEnd.failed() }
    }
}

extension JSONWriter {
    fileprivate mutating func synced(_ result: SceneSync) {
        object { writer in
            writer.write("scene", String(result.scene.rawValue))
            switch result.end {
            case .delivered: writer.write("result", "delivered")
            case .nothingToDo(let outcome): writer.write("result", outcome)
            case .waits(let why):
                writer.write("result", "waits")
                writer.write("error", why)
            case .gaveUp(let why):
                writer.write("result", "gave_up")
                writer.write("error", why)
            case .elsewhere: writer.write("result", "elsewhere")
            }
        }
    }
}

extension SceneSync {
    fileprivate var sentence: String {
        switch end {
        case .delivered: "delivered."
        case .nothingToDo("in_sync"): "in sync already."
        case .nothingToDo("gone"): "Stash has no such scene."
        case .nothingToDo(let outcome): "\(outcome.replacing("_", with: " ")), nothing was written."
        case .waits(let why): "not yet: \(why)"
        case .gaveUp(let why): "gave up: \(why)"
        case .elsewhere: "another worker is at it."
        }
    }
}
