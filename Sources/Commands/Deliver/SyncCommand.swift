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

        With --plan the edits that 'reconcile --dry-run --plan FILE' saved are made, and no others; what has moved since \
        is skipped, with the reason.
        """
    public static let examples = [
        Example("sync 12 15", "two scenes"),
        Example("sync --plan tonight.json", "what a dry run showed"),
        Example("sync 12 --clear", "also empty what Stash no longer says, although nothing is left there"),
    ]
    public let scenes = Operand(each: "SCENE", .scene, least: 0, "Scenes, by their number in Stash.")
    public let plan = Option("plan", .file, "Make the edits of a saved plan instead.")
    public let clear = Option(flag: "clear", "Let scenes without any metadata empty what was ours.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("write to Plex")
        if let path = given.plan {
            guard given.scenes.isEmpty, !given.clear else {
                throw CommandEnd.usage("A plan says itself which scenes and edits: give no scene and no --clear.")
            }
            return try await apply(path, app)
        }
        guard !given.scenes.isEmpty else { throw CommandEnd.usage("Give a scene, or a plan with --plan.") }
        app.willFind(by: "sync")
        let (engine, _) = try await app.engine()
        let results = try await engine.sync(given.scenes, clears: given.clear)
        switch app.choices.format {
        case .json:
            try app.write(json: { $0.object { $0.array("scenes") { for result in results { $0.synced(result) } } } })
        case .jsonl: for result in results { try app.writeLine(json: { $0.synced(result) }) }
        case .table, .csv, .markdown:
            for result in results { app.tell("Scene \(result.scene.rawValue): \(result.sentence)") }
        }
        app.found(results.map(\.scene), by: "sync")
        if !results.allSatisfy(\.isGood) { throw CommandEnd.failed() }
    }

    private func apply(_ path: String, _ app: App) async throws {
        let plan = try PlanFile.read(path)
        let (engine, _) = try await app.engine()
        let applied: AppliedPlan
        do { applied = try await engine.apply(plan) } catch let fault as SavedPlanFault {
            throw CommandEnd.failed(fault.description)
        }
        let titles = LibraryTitles(applied.libraries)
        switch app.choices.format {
        case .json:
            try app.write(json: { writer in
                writer.object { writer in
                    writer.array("plans") { for item in applied.entries { $0.applied(item, libraries: titles) } }
                }
            })
        case .jsonl: for item in applied.entries { try app.writeLine(json: { $0.applied(item, libraries: titles) }) }
        case .table, .csv, .markdown:
            for item in applied.entries { for sentence in item.sentences { app.tell(sentence) } }
            if applied.entries.isEmpty { app.tell("The plan has no edits.") }
        }
        if !applied.entries.allSatisfy(\.isGood) { throw CommandEnd.failed() }
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
