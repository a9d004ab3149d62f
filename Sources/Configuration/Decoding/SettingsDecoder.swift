import Rules
import SyncModel
import YAML

/// Reads the whole file, section by section.
struct SettingsDecoder {
    private let texts: Texts
    private let systemZone: Zone
    /// Takes what is odd but allowed.
    private let warnings: FaultLog

    init(_ references: References, systemZone: Zone, warnings: FaultLog) {
        (texts, self.systemZone, self.warnings) = (Texts(references: references), systemZone, warnings)
    }

    /// - Parameters:
    ///   - included: Takes the lines of `include:`, whose files are for the caller to read.
    ///   - libraries: Takes `plex.libraries`, also where the section has faults.
    func settings(
        _ keys: MappingDecoder, included: inout [IncludeLine], libraries: inout [String]
    ) -> Settings {
        var settings = Settings(timezone: systemZone)
        keys.require("version", "write 'version: 1' at the top")
        Self.readVersion(keys)
        settings.timezone = keys.zone("timezone") ?? systemZone
        included = Self.includeLines(keys)
        settings.include = included.map(\.pattern)
        let servers = ServerDecoder(texts: texts)
        settings.stash = servers.stash(keys)
        settings.plex = servers.plex(keys, libraries: &libraries)
        settings.paths = PathDecoder(texts: texts, warnings: warnings).paths(keys)
        settings.sync = SyncDecoder(warnings: warnings).sync(keys)
        settings.queue = queue(keys)
        settings.blastGuard = blastGuard(keys)
        settings.host = host(keys)
        settings.rules = keys.rules(
            "rules", beside: settings.ruleSurroundings(libraries), places: &settings.rulePlaces)
        return settings
    }

    static func includeLines(_ keys: MappingDecoder) -> [IncludeLine] {
        keys.list("include", takesOne: true, most: IncludeSearch.most) { node, name in
            Texts.plain(node, name, keys.log).map { IncludeLine(pattern: $0, mark: node.mark) }
        } ?? []
    }

    static func readVersion(_ keys: MappingDecoder) {
        guard let version = keys.int("version", in: 0 ... .max), version != 1 else { return }
        keys.report(
            .version, at: "version",
            version > 1
                ? "version \(version) needs a newer plexsync; this one reads version 1"
                : "there is no version 0; write 1")
    }

    private func queue(_ top: MappingDecoder) -> QueueSettings {
        top.mapping("queue", of: .queue) { keys in
            var queue = QueueSettings()
            queue.maxWaiting = keys.int("max_waiting", in: QueueSettings.maxWaitingRange) ?? queue.maxWaiting
            if let text = keys.string("rate", takesNumbers: true) {
                queue.rate = Rate(text: text)
                if queue.rate == nil {
                    keys.report(
                        .badRate, at: "rate",
                        "'\(keys.name("rate"))' takes a rate such as 10/s, 30/min or 100/h, not '\(visible(text))'")
                }
            }
            return queue
        } ?? QueueSettings()
    }

    private func blastGuard(_ top: MappingDecoder) -> BlastGuard {
        top.mapping("guard", of: .blastGuard) { keys in
            var blastGuard = BlastGuard()
            blastGuard.fields = keys.int("fields", in: BlastGuard.fieldsRange) ?? blastGuard.fields
            blastGuard.percent = keys.int("percent", in: BlastGuard.percentRange) ?? blastGuard.percent
            return blastGuard
        } ?? BlastGuard()
    }

    private func host(_ top: MappingDecoder) -> HostSettings {
        top.mapping("host", of: .host) { keys in
            var host = HostSettings()
            if let text = texts.plain(keys, "listen") {
                host.listen = ListenAddress(text: text)
                if host.listen == nil {
                    keys.report(
                        .badAddress, at: "listen",
                        "'\(keys.name("listen"))' takes host and port, such as 127.0.0.1:9480 or \"[::1]:9480\", not '\(visible(text))'"
                    )
                }
            }
            return host
        } ?? HostSettings()
    }
}
