import Synchronization

/// Puts the names under which Stash shows the settings in the place of their keys in a configuration file, which who
/// entered them has never seen.
final class PluginWords: Sendable {
    /// What stands for a key in a sentence, and the setting that it is of; the longest first.
    private static let keys = [
        ("'plex.libraries' in the configuration", "libraries", "Libraries"),
        ("'plex.libraries'", "libraries", "Libraries"), ("'plex.url'", "plexUrl", "Plex URL"),
        ("'plex.token'", "plexToken", "Plex token"), ("'paths:'", "pathMappings", "Path mappings"),
    ]

    private let shown = Mutex<Set<String>>([])

    /// From now on these settings bear the names that Stash shows.
    func show(_ settings: some Sequence<String>) { shown.withLock { $0 = Set(settings) } }

    func told(_ sentence: String) -> String {
        let shown = shown.withLock { $0 }
        var sentence = sentence
        for (key, setting, name) in Self.keys where shown.contains(setting) {
            sentence.replace(key, with: "'\(name)' in Settings > Plugins")
        }
        return shown.contains("pathMappings") ? Self.withMappingsAsPairs(sentence) : sentence
    }

    /// `- {stash: /data/, plex: /media/}` of a file is `/data/ => /media/` in the setting.
    private static func withMappingsAsPairs(_ sentence: String) -> String {
        guard let start = sentence.firstRange(of: "- {stash: "),
            let middle = sentence[start.upperBound...].firstRange(of: ", plex: "),
            let end = sentence[middle.upperBound...].firstIndex(of: "}")
        else { return sentence }
        let (stash, plex) = (sentence[start.upperBound..<middle.lowerBound], sentence[middle.upperBound..<end])
        return sentence[..<start.lowerBound] + "\(stash) => \(plex)" + sentence[sentence.index(after: end)...]
    }
}
