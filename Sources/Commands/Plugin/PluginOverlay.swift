import Configuration
import JSON
import Rules
import StashAPI
import SyncEngine
import SyncModel

/// What the user entered in Stash's own settings, laid over the configuration file in the plugin's folder.
///
/// The settings become a small file that the one decoder reads, so that they are checked as strictly and refused in the
/// same words; texts such as `${file:PATH}` mean there what they mean in a file.
struct PluginOverlay: Sendable {
    static let keys = [
        "plexUrl", "plexToken", "libraries", "pathMappings", "plexEdits", "fields", "interval", "scope", "dryRun",
    ]
    private static let tokenVariable = "PLEXSYNC_SETTING_PLEX_TOKEN"

    let entered: PluginSettings
    /// The plugin's folder: relative paths in the settings begin here.
    let folder: String

    /// How faults name it.
    private var file: String { folder + "/(settings in Stash)" }

    /// Keys that mean nothing here: a misspelt one would else be missed in silence.
    var unknownKeys: [String] {
        let known = Set(Self.keys.map { $0.lowercased() })
        return entered.keys.filter { !known.contains($0) }
    }

    /// Settings that are known by the names which Stash shows: those that were entered there, and those that are
    /// nowhere.
    func shownKeys(over base: Settings?) -> [String] {
        let inFile = base.map { base in
            [
                "plexUrl": base.plex != nil, "plexToken": base.plex != nil,
                "libraries": base.plex?.libraries.isEmpty == false, "pathMappings": !base.paths.isEmpty,
            ]
        }
        return Self.keys.filter { text($0) != nil || inFile?[$0] != true }
    }

    /// Nothing is queued and nothing written; so too where what was entered can't be understood.
    var isDryRun: Bool { dryRun ?? true }

    /// `nil` for what is neither yes nor no.
    private var dryRun: Bool? {
        switch text("dryRun").map(Self.lowered) {
        case "true", "yes", "on", "1": true
        case nil, "false", "no", "off", "0": false
        case _?: nil
        }
    }

    /// - Parameter base: The file's settings, where there is a file.
    /// - Throws: ``PluginFault``, or `ConfigurationFaults` with all that is wrong.
    func laid(over base: Settings?, environment: [String: String], zone: Zone = .current) throws -> Settings {
        guard dryRun != nil else { throw PluginFault.badSetting("Dry run", "it takes true or false") }
        var environment = environment
        let token = text("plexToken")
        if token == nil || token?.hasPrefix("${") == false {
            environment[Self.tokenVariable] = token ?? base?.plex?.token.reveal()
        }
        let (bytes, file) = (try document(base), file)
        let named = { Self.named($0, in: bytes) }
        let reader = FileReader { (path, limit) throws(FileReader.Failure) in
            path == file ? FileReader.Contents(bytes) : try FileReader.system.read(path, limit: limit)
        }
        let entered: Settings
        do {
            entered = try Settings.load(path: file, environment: environment, files: reader, systemZone: zone)
        } catch { throw error.faults.first.map(named) ?? error }
        guard var settings = base else { return entered }
        if let plex = entered.plex { settings.plex = merged(plex, settings.plex) }
        if text("pathMappings") != nil { settings.paths = entered.paths }
        if text("plexEdits") != nil { settings.sync.plexEdits = entered.sync.plexEdits }
        lay(entered.sync.fields, over: &settings.sync.fields)
        settings.rules += entered.rules.filter { rule in !settings.rules.contains { $0.name == rule.name } }
        return settings
    }

    /// Those that were not entered stay as the file has them, and so does the template of one that was switched on.
    private func lay(_ new: FieldSettings, over fields: inout FieldSettings) {
        for (name, isOn) in Self.fields(text("fields") ?? "") {
            guard let field = Field(rawValue: name) else { continue }
            if isOn.bool != true { fields[field] = .off } else if fields[field] == .off { fields[field] = new[field] }
        }
    }

    private func merged(_ new: PlexSettings, _ old: PlexSettings?) -> PlexSettings {
        var plex = new
        if text("libraries") == nil { plex.libraries = old?.libraries ?? [] }
        if let old { plex.tls = old.tls }
        return plex
    }

    /// `nil` where the user left it empty.
    private func text(_ key: String) -> String? {
        switch entered[key] {
        case .text(let text):
            let trimmed = Self.trimmed(text[...])
            return trimmed.isEmpty ? nil : trimmed
        case .number(let number): return number == number.rounded() ? String(Int(exactly: number) ?? 0) : "\(number)"
        case .flag(let flag): return flag ? "true" : "false"
        case nil: return nil
        }
    }

    /// Settings as they are shown in Stash, by the key that they become.
    private static let shownNames = [
        ("url", "Plex URL"), ("token", "Plex token"), ("libraries", "Libraries"), ("paths", "Path mappings"),
        ("plex_edits", "Edits made in Plex"), ("fields", "Fields"), ("when", "Reconcile"), ("scope", "Scope"),
    ]

    /// A fault of the small file as one of the setting that it comes from: nobody has seen that file.
    private static func named(_ fault: ConfigurationFault, in document: [UInt8]) -> any Error {
        var reason = fault.message[...]
        let isAboutKey = ["'plex.", "'sync.", "'paths", "'rules["].contains { reason.hasPrefix($0) }
        if isAboutKey, let end = reason.dropFirst().firstIndex(of: "'") {
            reason = reason[reason.index(after: end)...]
            reason = reason.hasPrefix(": ") ? reason.dropFirst(2) : "it" + reason
        }
        return PluginFault.badSetting(setting(at: fault.column, of: document), String(reason))
    }

    /// The setting that what stands at a column comes from: that of the last of our keys which begins up to there.
    private static func setting(at column: Int, of document: [UInt8]) -> String {
        let text = Array(String(decoding: document, as: UTF8.self).unicodeScalars)
        let found = shownNames.compactMap { key, name -> (at: Int, name: String)? in
            let mark = Array("\"\(key)\":".unicodeScalars)
            // A quote in what the user entered has a backslash before it.
            let last = text.indices.dropFirst().last {
                $0 < column && text[$0...].starts(with: mark) && text[$0 - 1] != "\\"
            }
            return last.map { ($0, name) }
        }
        return found.max { $0.at < $1.at }?.name ?? "Fields"
    }

    // MARK: As a file

    /// JSON, which is YAML too.
    private func document(_ base: Settings?) throws -> [UInt8] {
        var members: [(String, JSONTree)] = [("version", 1)]
        if let plex = try plex(base) { members.append(("plex", plex)) }
        if let text = text("pathMappings") { members.append(("paths", .array(try mappings(text)))) }
        var sync: [(String, JSONTree)] = []
        if let edits = text("plexEdits") { sync.append(("plex_edits", .string(edits.lowercased()))) }
        if let fields = text("fields") { sync.append(("fields", .object(Self.fields(fields)))) }
        if !sync.isEmpty { members.append(("sync", .object(sync))) }
        let rules = rules()
        if !rules.isEmpty { members.append(("rules", .array(rules))) }
        return JSONTree.object(members).bytes()
    }

    private func plex(_ base: Settings?) throws -> JSONTree? {
        let url = text("plexUrl") ?? base?.plex?.url.text
        let token = text("plexToken")
        guard text("plexUrl") != nil || token != nil || text("libraries") != nil else { return nil }
        guard let url, token != nil || base?.plex != nil else { throw PluginFault.noPlex }
        let isReference = token?.hasPrefix("${") ?? false
        let shown = isReference ? token ?? "" : "${env:\(Self.tokenVariable)}"
        var members: [(String, JSONTree)] = [("url", .string(url)), ("token", .string(shown))]
        if let libraries = text("libraries") {
            let names = libraries.split(separator: ",").map { JSONTree.string(Self.trimmed($0)) }
            members.append(("libraries", .array(names)))
        }
        return .object(members)
    }

    /// `/data => /media; /old => D:\Old`
    private func mappings(_ text: String) throws -> [JSONTree] {
        try text.split(whereSeparator: { $0 == ";" || $0.isNewline }).filter { !Self.trimmed($0).isEmpty }.map { line in
            // A folder's name may hold a sign of equality, hardly one with blanks around it.
            guard let arrow = line.firstRange(of: "=>") ?? line.firstRange(of: " = ") ?? line.firstRange(of: "=")
            else {
                throw PluginFault.badSetting("Path mappings", "write 'STASH => PLEX; STASH => PLEX'")
            }
            return .object([
                ("stash", .string(Self.trimmed(line[..<arrow.lowerBound]))),
                ("plex", .string(Self.trimmed(line[arrow.upperBound...]))),
            ])
        }
    }

    /// `rating, -collections`: those that are on and, with a minus, off beside what is usual.
    private static func fields(_ text: String) -> [(String, JSONTree)] {
        text.split(separator: ",").map { lowered(trimmed($0)) }.filter { !$0.isEmpty }.map { name in
            name.hasPrefix("-") ? (trimmed(name.dropFirst()), .bool(false)) : (name, .bool(true))
        }
    }

    /// What is done without a host: at each interval, and once when Stash has started.
    private func rules() -> [JSONTree] {
        guard let interval = text("interval").map(Self.lowered), !["0", "never"].contains(interval) else { return [] }
        return [
            ["name": "stash-interval", "when": Self.trigger(interval), "scope": Self.scope(text("scope") ?? "24h")],
            ["name": "stash-startup", "when": "startup", "scope": "24h"],
        ]
    }

    /// A plain word, five fields of cron, or a time such as `6h`.
    private static func trigger(_ interval: String) -> JSONTree {
        if ["hourly", "daily", "weekly", "monthly"].contains(interval) { return .string(interval) }
        if interval.split(separator: " ").count == 5 { return ["cron": .string(interval)] }
        return ["every": .string(interval)]
    }

    /// `all`, `24h`, `7days`, or a range such as `2026-01-01..2026-02-01` with either end open.
    private static func scope(_ text: String) -> JSONTree {
        guard let dots = text.firstRange(of: "..") else { return .string(lowered(text)) }
        let ends = [("from", trimmed(text[..<dots.lowerBound])), ("to", trimmed(text[dots.upperBound...]))]
        return .object(ends.filter { !$0.1.isEmpty }.map { ($0.0, .string($0.1)) })
    }

    private static func lowered(_ text: String) -> String { text.lowercased() }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
