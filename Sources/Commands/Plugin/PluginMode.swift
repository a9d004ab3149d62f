import JSON
import StashAPI
import SyncModel

/// What Stash wants done, as the manifest names it.
enum PluginMode: String, CaseIterable, Sendable {
    case hook, drainer, reconcile, recent, week, range, status, drain, retry, clear, check

    /// - Parameter word: Of the command line, which counts before the input's `mode`.
    /// - Throws: Where neither names a mode.
    init(word: String?, input: PluginInput) throws(PluginFault) {
        if input.hook != nil {
            self = .hook
            return
        }
        guard let name = word ?? input.mode else { throw .noMode }
        guard let mode = PluginMode(rawValue: name.lowercased()) else { throw .unknownMode(name) }
        self = mode
    }

    /// The scenes that a reconciliation of this mode looks at; `nil` for other modes.
    func scope(_ arguments: [String: JSONTree]) throws -> Scope? {
        switch self {
        case .reconcile: return .all
        case .recent: return try Scope(text: "24h")
        case .week: return try Scope(text: "7days")
        case .range: return try Self.range(arguments)
        case .hook, .drainer, .status, .drain, .retry, .clear, .check: return nil
        }
    }

    /// `from` and `to` are dates or instants, either may be missing; `by` is `updated`, `created` or `date`.
    private static func range(_ arguments: [String: JSONTree]) throws -> Scope {
        func text(_ name: String) -> String { arguments[name]?.string ?? "" }
        guard !text("from").isEmpty || !text("to").isEmpty else { throw PluginFault.noRange }
        let by = text("by").isEmpty ? .updated : Scope.By(rawValue: text("by").lowercased())
        guard let by else { throw PluginFault.unknownTime(text("by")) }
        return try Scope(text: "\(text("from"))..\(text("to"))", by: by)
    }
}

/// Why a call of the plugin can't be done.
enum PluginFault: Error, Hashable, CustomStringConvertible {
    case noInput
    case notInput(String)
    case noMode
    case unknownMode(String)
    case noRange
    case unknownTime(String)
    case noStash
    case noPlex
    case sessionRefused
    case noHook
    case badSetting(String, String)

    var description: String {
        switch self {
        case .noInput: "Nothing came on standard input; Stash starts this command, not a person."
        case .notInput(let reason):
            "The input is not what Stash gives a plugin: \(reason)\(reason.hasSuffix(".") ? "" : ".")"
        case .noMode: "The input names no mode; give one of \(Self.modes) as args.mode."
        case .unknownMode(let name): "There is no mode '\(name.prefix(64))'; there are \(Self.modes)."
        case .noRange: "Reconcile Range needs 'from' or 'to', such as 2026-01-31."
        case .unknownTime(let text): "'by' is '\(text.prefix(64))'; it takes updated, created or date."
        case .noStash: "The input does not say where Stash is, and no configuration file does."
        case .noPlex: "Set 'Plex URL' and 'Plex token' in Settings > Plugins > plexsync."
        case .sessionRefused:
            "Stash refused the session that it handed over, as it does with one that has ended; run the task again."
        case .noHook: "The input has no 'hookContext' with a type and an id; nothing was queued."
        case .badSetting(let name, let reason):
            "The setting '\(name)' in Settings > Plugins > plexsync: \(reason)\(reason.hasSuffix("?") ? "" : ".")"
        }
    }

    var code: String {
        switch self {
        case .noInput: "input-empty"
        case .notInput: "input-not-json"
        case .noMode, .unknownMode: "mode-unknown"
        case .noRange, .unknownTime: "range-wrong"
        case .noStash: "stash-not-configured"
        case .noPlex: "plex-not-configured"
        case .sessionRefused: "session-refused"
        case .noHook: "input-incomplete"
        case .badSetting: "setting-wrong"
        }
    }

    /// 78 where a setting or a key must be mended first.
    var exitCode: Int32 {
        switch self {
        case .noStash, .noPlex, .sessionRefused, .badSetting: 78
        case .noInput, .notInput, .noMode, .unknownMode, .noRange, .unknownTime, .noHook: 1
        }
    }

    private static var modes: String {
        PluginMode.allCases.filter { $0 != .hook && $0 != .drainer }.map(\.rawValue).joined(separator: ", ")
    }
}
