/// Which configuration file and which state folder one call of the program uses (`DESIGN.md` 12).
public struct ConfigurationLocation: Hashable, Sendable {
    /// Who named a path. Only one that a person named must exist.
    public enum Origin: Hashable, Sendable { case option, environment, plugin, standard }

    public let rulesFile: String
    public let rulesOrigin: Origin
    public let stateFolder: String
    public let stateOrigin: Origin

    /// Decides from what is handed in alone; looks at no file.
    ///
    /// - Parameters:
    ///   - rulesOption: `--rules`.
    ///   - stateOption: `--state`.
    ///   - environment: Reads `PLEXSYNC_RULES`, `PLEXSYNC_STATE`, the XDG folders and `HOME`; an empty one counts as
    ///     unset, and so does an XDG folder that is not absolute.
    ///   - pluginFolder: The program's folder if Stash's manifest of the plugin lies in it. All commands of that binary
    ///     then use it, lest a shell and the plugin kept two ledgers on one Plex.
    /// - SeeAlso: XDG Base Directory Specification, <https://specifications.freedesktop.org/basedir-spec/latest/>
    public init(
        rulesOption: String? = nil, stateOption: String? = nil, environment: [String: String],
        pluginFolder: String? = nil
    ) throws(LocationFault) {
        func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func standard(_ variable: String, below home: String) -> String? {
            if let folder = given(variable), folder.hasPrefix("/") { return folder }
            return given("HOME").map { resolved(home, in: $0) }
        }
        func choose(
            _ option: String?, _ variable: String, inPlugin: (String) -> String, _ xdg: String?
        ) -> (String, Origin)? {
            if let option { return (option, .option) }
            if let value = given(variable) { return (value, .environment) }
            if let pluginFolder { return (inPlugin(pluginFolder), .plugin) }
            return xdg.map { ($0, .standard) }
        }
        let configuration = standard("XDG_CONFIG_HOME", below: ".config").map { "\($0)/plexsync/plexsync.yaml" }
        let state = standard("XDG_STATE_HOME", below: ".local/state").map { "\($0)/plexsync" }
        guard
            let rules = choose(
                rulesOption, "PLEXSYNC_RULES", inPlugin: { resolved("plexsync.yaml", in: $0) }, configuration)
        else { throw .noHome(option: "--rules") }
        guard let folder = choose(stateOption, "PLEXSYNC_STATE", inPlugin: { $0 }, state) else {
            throw .noHome(option: "--state")
        }
        (rulesFile, rulesOrigin) = rules
        (stateFolder, stateOrigin) = folder
    }
}

public enum LocationFault: Error, Hashable, Sendable, CustomStringConvertible {
    case noHome(option: String)

    public var description: String {
        switch self {
        case .noHome(let option): "HOME is not set, so there is no place to look; set it or give \(option)."
        }
    }

    public var code: String { "no-home" }
}
