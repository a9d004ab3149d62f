import JSON
import StashAPI

/// The settings of the plugin Stash2Plex, as a configuration file of ours. Facts about them are in that plugin's manual.
struct Stash2PlexSettings: Sendable {
    /// The names that plugin has had, the newest first.
    static let ids = ["Stash2Plex", "PlexSync"]

    let entered: PluginSettings
    /// The address of Stash in the file.
    let stash: String
    /// Whether Stash wants a key.
    let hasKey: Bool

    /// What stands for a token: settings name where a secret is, and never say it.
    private static let token = "${env:PLEX_TOKEN}"

    /// Its switches for fields, and ours; a switch that was never touched is on.
    private static let fields: [(key: String, field: String, isOnBefore: Bool)] = [
        ("sync_studio", "studio", true), ("sync_summary", "summary", true), ("sync_date", "date", true),
        ("sync_performers", "performers", true), ("sync_tags", "tags", true), ("sync_collection", "collections", true),
        ("sync_poster", "poster", false), ("sync_background", "art", false),
    ]
    private static let understood = [
        "plex_url", "plex_token", "plex_library", "preserve_plex_edits", "reconcile_interval", "reconcile_scope",
        "reconcile_missing", "sync_master", "enabled",
    ]

    /// YAML, with a comment where something has no counterpart.
    var yaml: String {
        var lines = ["# From the settings of \(Self.ids[0]) in Stash.", "version: 1"]
        lines += ["stash:", "  url: \(quoted(stash))"] + (hasKey ? ["  api_key: ${env:STASH_API_KEY}"] : [])
        lines += plex
        lines += sync
        lines += rules
        lines += remarks
        return lines.joined(separator: "\n") + "\n"
    }

    private var plex: [String] {
        var lines = ["plex:", "  url: \(quoted(text("plex_url") ?? "http://localhost:32400"))"]
        lines.append("  # The token is a secret: put it into the environment, or name a file as ${file:PATH}.")
        lines.append("  token: \(Self.token)")
        let names = (text("plex_library") ?? "").split(separator: ",").map { trimmed(String($0)) }.filter {
            !$0.isEmpty
        }
        if !names.isEmpty { lines.append("  libraries: [\(names.map(quoted).joined(separator: ", "))]") }
        return lines
    }

    private var sync: [String] {
        var lines: [String] = []
        if let keeps = flag("preserve_plex_edits") { lines.append("  plex_edits: \(keeps ? "keep" : "overwrite")") }
        if flag("reconcile_missing") == false { lines.append("  missing: ignore") }
        let isOff = flag("sync_master") == false
        let switched = Self.fields.compactMap { key, field, isOnBefore -> String? in
            let isOn: Bool = !isOff && (flag(key) ?? true)
            return isOn == isOnBefore ? nil : "\(field): \(isOn)"
        }
        let all = isOff ? ["title: false"] + switched : switched
        if !all.isEmpty { lines.append("  fields: {\(all.joined(separator: ", "))}") }
        return lines.isEmpty ? [] : ["sync:"] + lines
    }

    private var rules: [String] {
        guard let interval = text("reconcile_interval")?.lowercased(),
            ["hourly", "daily", "weekly"].contains(interval)
        else { return [] }
        let scope: String = ["all", "24h", "7days"].first { $0 == text("reconcile_scope")?.lowercased() } ?? "24h"
        return [
            "rules:", "  - {name: \(interval), when: \(interval), scope: \(scope)}",
            "  - {name: start, when: startup, scope: 24h}",
        ]
    }

    private var remarks: [String] {
        var lines: [String] = []
        if flag("enabled") == false { lines.append("# It was switched off there.") }
        if text("plex_url") == nil { lines.append("# It had no address of Plex: this one is the usual.") }
        let known = Set(Self.understood + Self.fields.map(\.key))
        let others = entered.keys.filter { !known.contains($0) }
        if !others.isEmpty {
            lines.append("# Without a counterpart here: \(others.map(shown).joined(separator: ", "))")
        }
        return lines
    }

    private func flag(_ key: String) -> Bool? {
        switch entered[key] {
        case .flag(let flag): flag
        case .text(let text): ["true": true, "false": false][text.lowercased()]
        case .number(let number): number != 0
        case nil: nil
        }
    }

    private func text(_ key: String) -> String? {
        guard case .text(let text) = entered[key] else { return nil }
        let trimmed = trimmed(text)
        return trimmed.isEmpty ? nil : trimmed
    }

    private func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// A key in a comment: nothing that could end its line.
    private func shown(_ key: String) -> String {
        String(key.prefix(64).filter { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// JSON's quotes are YAML's double ones.
    private func quoted(_ text: String) -> String { JSONTree.string(text).description }
}
