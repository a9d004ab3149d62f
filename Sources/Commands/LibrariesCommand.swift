public import CommandSyntax
import JSON
import PlexAPI
import SyncEngine
import SyncModel
import Terminal

public struct LibrariesCommand: Command {
    public static let name = "libraries"
    public static let summary = "List the libraries of Plex, and which are used."
    public static let examples = [Example("libraries", "their folders, and which ones a search looks into")]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let (engine, _) = try await app.engine()
        let servers = try await engine.probe()
        app.memory.remember(servers.plex.libraries)
        let used = Set(servers.libraries.map(\.key))
        let rows = servers.plex.libraries.map { library in
            (library, !library.isSupported ? "unsupported" : used.contains(library.key) ? "used" : "not chosen")
        }
        if app.choices.format == .jsonl {
            for (library, use) in rows { try app.writeLine(json: { $0.library(library, use: use) }) }
            return
        }
        if app.choices.format == .json {
            try app.write(json: { writer in
                writer.object { writer in
                    writer.array("libraries") { writer in
                        for (library, use) in rows { writer.library(library, use: use) }
                    }
                }
            })
            return
        }
        let columns: [Table.Column] = [
            Table.Column("Key", key: "key"), Table.Column("Title", key: "title"), Table.Column("Type", key: "type"),
            Table.Column("Use", key: "use"), Table.Column("Folders", key: "folders"),
        ]
        try await app.show(
            Table(
                columns,
                rows: rows.map { library, use in
                    [
                        Table.Cell(library.key.rawValue), Table.Cell(library.title), Table.Cell(library.type),
                        Table.Cell(use, style: use == "used" ? .good : .faint),
                        Table.Cell(library.roots.joined(separator: ", ")),
                    ]
                }))
    }
}

extension JSONWriter {
    fileprivate mutating func library(_ library: Library, use: String) {
        object { writer in
            writer.write("key", library.key.rawValue)
            writer.write("title", library.title)
            writer.write("type", library.type)
            writer.write("use", use)
            writer.array("folders") { for root in library.roots { $0.write(nil, root) } }
        }
    }
}
