public import CommandSyntax
import Configuration
import Database
import JSON
import StashAPI
import SyncEngine
import SyncModel
import Terminal

/// `import stash2plex DIR`. What an entry means is decided in `SyncEngine/Import`.
public struct ImportStash2PlexCommand: Command {
    public static let name = "stash2plex"
    public static let summary = "Take over when Stash2Plex last synced each scene."
    public static let details = """
        Reads 'sync_timestamps.json' in the data folder of that plugin: scene ids and the times of their last sync. \
        Scenes that were not changed since are then known to be synced. Needs no server, may be repeated, and never \
        replaces a later sync of our own.

        Stash2Plex locked the fields it wrote. Such a lock counts as ours where the item in Plex is not later than the \
        sync; otherwise a person may have been there, and the field is kept unless --ignore-locks is given.

        With --from-stash that plugin's settings are read from Stash and printed as a configuration file; a token is \
        named in it and not shown. DIR may then be left out.
        """
    public static let examples = [
        Example("import stash2plex ~/.stash/plugins/PlexSync/data --dry-run", "what would be taken over"),
        Example("import stash2plex --from-stash > plexsync.yaml", "its settings as a configuration file"),
        Example("import stash2plex data --claim", "and tags that only Plex has count as that plugin's"),
    ]
    public let folder = Operand(optional: "DIR", .folder, "The plugin's data folder, or the file itself.")
    public let fromStash = Option(flag: "from-stash", "Print that plugin's settings as a configuration file.")
    public let claim = Option(flag: "claim", "Names that only Plex has count as Stash2Plex's, so they may be removed.")
    public let ignoreLocks = Option(
        flag: "ignore-locks", "Locks count as Stash2Plex's even where the item was changed after the sync.")
    public let dryRun = Option(flag: "dry-run", "Count, and write nothing.")
    public init() {}

    private static let fileName = "sync_timestamps.json"

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        if given.fromStash { try await printSettings(app) }
        guard let folder = given.folder else {
            if given.fromStash { return }
            throw CommandEnd.usage("'import stash2plex' needs DIR, the plugin's data folder, or --from-stash.")
        }
        if !given.dryRun { try app.willChange("take over a history") }
        let path = folder.hasSuffix(".json") ? folder : Self.path(in: folder)
        let history = try Self.read(path, now: app.wiring.now())
        let work = HistoryImport(claims: given.claim, ignoresLocks: given.ignoreLocks, isDryRun: given.dryRun)
        let counts = try await work.run(history, into: try await app.workspace.store(app.choices))
        let report = ImportReport(file: path, counts: counts, faults: history.faults, isDryRun: given.dryRun)
        // What was printed above is a file of its own.
        try await app.show(report, isAside: given.fromStash)
        if !history.faults.isEmpty { throw CommandEnd.failed() }
    }

    /// - Throws: 78 where the configuration names no Stash, 1 where Stash knows no settings of that plugin.
    private func printSettings(_ app: App) async throws {
        guard let stash = try await app.workspace.settings(app.choices).stash else {
            throw CommandEnd(78, "The configuration file has no 'stash:' section, which --from-stash needs.")
        }
        let client = app.wiring.stash(stash)
        for id in Stash2PlexSettings.ids {
            let entered: PluginSettings
            do { entered = try await client.pluginSettings(of: id) } catch .cancelled {
                throw CancellationError()
            } catch { throw EngineError.stashProbe(error) }
            if entered.keys.isEmpty { continue }
            try app.output.write(
                Stash2PlexSettings(entered: entered, stash: stash.url.text, hasKey: stash.apiKey != nil).yaml)
            return
        }
        throw CommandEnd.failed("Stash at \(stash.url.text) has no settings of Stash2Plex.")
    }

    private static func path(in folder: String) -> String {
        folder.hasSuffix("/") ? folder + fileName : "\(folder)/\(fileName)"
    }

    private static func read(_ path: String, now: Instant) throws -> SyncHistory {
        let contents: FileReader.Contents
        do { contents = try FileReader.system.read(path, limit: SyncHistory.longestFile) } catch {
            throw CommandEnd.failed("\(path) can't be read: \(error.reason).")
        }
        guard contents.bytes.count <= SyncHistory.longestFile else {
            throw CommandEnd.failed(
                "\(path) is larger than \(SyncHistory.longestFile >> 20) MiB; nothing was taken over.")
        }
        do { return try SyncHistory(parsing: contents.bytes, now: now) } catch {
            throw CommandEnd.failed("\(path) is no history of Stash2Plex: \(error).")
        }
    }
}

/// What an import did.
struct ImportReport: Sendable {
    let file: String
    let counts: HistoryImport.Counts
    let faults: [SyncHistory.Fault]
    let isDryRun: Bool

    var total: Int { counts.imported + counts.unchanged + counts.ours + faults.count }
}

extension App {
    /// Faults are named one by one on standard error, the first of them.
    /// - Parameter isAside: The counts go to standard error, too.
    func show(_ report: ImportReport, isAside: Bool = false) async throws {
        let mostNamed = 10
        for fault in report.faults.prefix(mostNamed) {
            tell("\(report.file): entry \"\(fault.key)\": \(fault.problem)")
        }
        if report.faults.count > mostNamed {
            tell("… and \(grouped(report.faults.count - mostNamed)) more of the kind")
        }
        let counts = report.counts
        let rows: [(key: String, text: String, count: Int)] = [
            ("imported", report.isDryRun ? "would be taken over" : "taken over", counts.imported),
            ("unchanged", "known already", counts.unchanged), ("ours", "synced by us later", counts.ours),
            ("refused", "not understood", report.faults.count),
        ]
        if isAside {
            for row in rows { tell("\(row.text): \(grouped(row.count))") }
            return
        }
        if choices.format == .json || choices.format == .jsonl {
            try write(json: { writer in
                writer.object { writer in
                    writer.write("file", report.file)
                    writer.write("dry_run", report.isDryRun)
                    writer.write("entries", report.total)
                    for row in rows { writer.write(row.key, row.count) }
                    writer.array("faults") { writer in
                        for fault in report.faults.prefix(1000) {
                            writer.object { writer in
                                writer.write("key", fault.key)
                                writer.write("problem", fault.problem)
                            }
                        }
                    }
                }
            })
            return
        }
        let columns: [Table.Column] = [Table.Column("Scenes", key: "kind"), .number("Count", key: "count")]
        try await show(
            Table(
                columns,
                rows: rows.map { row in
                    [
                        Table.Cell(row.text, raw: row.key),
                        Table.Cell(grouped(row.count), raw: String(row.count)),
                    ]
                }))
    }
}
