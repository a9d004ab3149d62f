public import CommandSyntax
import JSON
public import SyncEngine
import SyncModel
import Terminal

extension ValueKind where Value == MatchSubject {
    static var sceneOrPath: Self {
        Self("SCENE|PATH", takes: "the number of a scene, or a file's path", suggestions: .files) { word in
            if let id = Int(word) { return id > 0 ? .scene(Scene.ID(rawValue: id)) : nil }
            return word.isEmpty ? nil : .path(word)
        }
    }
}

/// Which item plays a scene, and how that is known.
public struct MatchCommand: Command {
    public static let name = "match"
    public static let summary = "Show which item of Plex plays a scene, and how it was found."
    public static let details = """
        Looks at both servers and writes nothing to either. A path may be Stash's or Plex's.

        With --explain every rung of the ladder is shown with its candidates, beside the mapped path and the library \
        whose folder it lies in; 'help matching' says what the rungs are.
        """
    public static let examples = [
        Example("match 12", "the items of scene 12"), Example("match 12 --explain", "and why these"),
        Example("match /data/clips/a.mp4 --explain", "for a file"),
    ]
    public let subject = Operand("SCENE|PATH", .sceneOrPath, "A scene's number in Stash, or the path of a file.")
    public let explain = Option(flag: "explain", "Show every rung with its candidates.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        app.willFind(by: "match")
        let (engine, _) = try await app.engine()
        let report = try await engine.explainMatch(of: given.subject)
        app.memory.remember(report.libraries)
        let titles = LibraryTitles(report.libraries)
        switch app.choices.format {
        case .json:
            try app.write(json: { writer in
                writer.object { writer in
                    writer.write("complete", report.doubts.isEmpty)
                    writer.array("matches") { writer in
                        for scene in report.scenes { writer.match(scene, isExplained: given.explain, titles) }
                    }
                }
            })
        case .jsonl:
            for scene in report.scenes {
                try app.writeLine(json: { $0.match(scene, isExplained: given.explain, titles) })
            }
        case .table, .csv, .markdown:
            let rows = report.scenes.flatMap { MatchTable.rows($0, isExplained: given.explain, titles) }
            try await app.show(Table(MatchTable.columns, rows: rows))
        }
        for scene in report.scenes { app.tell(MatchText.sentence(scene, report, titles)) }
        for doubt in report.doubts { app.tell("Incomplete: \(doubt)") }
        app.found(report.scenes.map(\.scene), by: "match")
        if !report.doubts.isEmpty { throw CommandEnd.failed() }
    }
}
