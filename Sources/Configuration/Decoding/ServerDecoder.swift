import YAML

/// Reads `stash:` and `plex:`.
struct ServerDecoder {
    let texts: Texts

    func stash(_ top: MappingDecoder) -> StashSettings? {
        top.mapping("stash", of: .stash) { keys in
            hideUnknown(keys, known: .stash)
            keys.require("url", "such as http://localhost:9999")
            let url = texts.url(keys, "url")
            let apiKey = texts.secret(keys, "api_key")
            let tls = tls(keys)
            return url.map { StashSettings(url: $0, apiKey: apiKey, tls: tls) }
        }.flatMap { $0 }
    }

    /// - Parameter named: Takes the libraries that are named, also where something else is wrong.
    func plex(_ top: MappingDecoder, libraries named: inout [String]) -> PlexSettings? {
        top.mapping("plex", of: .plex) { keys in
            hideUnknown(keys, known: .plex)
            keys.require("url", "such as http://localhost:32400")
            keys.require("token", "write \"${env:NAME}\" or \"${file:PATH}\"")
            let url = texts.url(keys, "url")
            let token = texts.secret(keys, "token")
            named = libraries(keys)
            let tls = tls(keys)
            if let url, url.path.hasPrefix("/web") {
                keys.report(.badURL, at: "url", "'\(keys.name("url"))' is the server itself, without /web")
            }
            guard let url, let token else { return nil }
            return PlexSettings(url: url, token: token, libraries: named, tls: tls)
        }.flatMap { $0 }
    }

    /// A misspelt `token:` may hold a token all the same.
    private func hideUnknown(_ keys: MappingDecoder, known: KeyTable) {
        for entry in keys.keys where !known.keys.contains(where: { $0.name == entry.key }) {
            keys.log.hide(entry.value.span)
        }
    }

    private func libraries(_ keys: MappingDecoder) -> [String] {
        var seen: Set<String> = []
        return keys.list("libraries") { node, name in
            guard let library = texts.plain(node, name, keys.log, takesNumbers: true) else { return nil as String? }
            if !seen.insert(library).inserted {
                keys.log.report(.duplicateKey, at: node.mark, "the library '\(visible(library))' is named twice")
            }
            return library
        } ?? []
    }

    private func tls(_ keys: MappingDecoder) -> TLSSettings {
        keys.mapping("tls", of: .tls) { tls in
            let file = texts.plain(tls, "ca_file").map { resolved($0, in: texts.references.folder) }
            let pin = texts.plain(tls, "pin")
            if let pin, !Self.isPin(pin) {
                tls.report(
                    .badPin, at: "pin", "'\(tls.name("pin"))' takes sha256// and 44 letters of base64 (several: with ;)"
                )
            }
            return TLSSettings(caFile: file, pin: pin)
        } ?? TLSSettings()
    }

    private static func isPin(_ text: String) -> Bool {
        // More than fifty of them, and whatever else is as long, is the wrong text.
        guard text.utf8.count <= References.most else { return false }
        return text.split(separator: ";", omittingEmptySubsequences: false).allSatisfy { pin in
            let digest = pin.dropFirst(8)
            return pin.hasPrefix("sha256//") && digest.utf8.count == 44 && digest.hasSuffix("=")
                && digest.dropLast().utf8.allSatisfy {
                    (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == 43 || $0 == 47
                }
        }
    }
}
