import SyncModel
import YAML

/// Reads `libraries:`, the libraries of Plex with what is known of their listings.
struct LibraryDecoder {
    let times: FixtureTimes

    func libraries(_ node: Node?, _ name: String, _ log: FaultLog, isWhole: Bool) -> [LibraryKnowledge] {
        guard let node else { return [] }
        guard case .list(let items) = node.content else {
            log.report(.wrongType, at: node.mark, "'\(name)' takes a list, not \(node.kind)")
            return []
        }
        var keysSeen: Set<Library.Key> = []
        return items.enumerated().compactMap { place, item in
            log.mapping(item, path: "\(name)[\(place)]", isWhole: isWhole) { keys in
                let known = library(keys, place)
                if let known, !keysSeen.insert(known.library.key).inserted {
                    keys.report(
                        .duplicateKey, at: "key",
                        "there is a library of the key '\(visible(known.library.key.rawValue))' already")
                }
                return known
            } ?? nil
        }
    }

    private func library(_ keys: MappingDecoder, _ place: Int) -> LibraryKnowledge? {
        keys.require("title")
        keys.require("roots", "its folders, as Plex sees them")
        let title = keys.string("title", takesNumbers: true)
        let key = keys.string("key", takesNumbers: true) ?? String(place + 1)
        let type = keys.string("type") ?? "movie"
        let roots = keys.strings("roots", takesOne: true)
        let scannedAt = times.time(keys, "scanned_at") ?? times.now
        let listedAt = times.time(keys, "listed_at") ?? times.now
        let isComplete = keys.bool("complete") ?? true
        guard let title, let roots else { return nil }
        let library = Library(
            key: Library.Key(rawValue: key), title: title, type: type, roots: roots, scannedAt: scannedAt?.seconds)
        return LibraryKnowledge(
            library: library, listedAt: isComplete ? listedAt : nil, doubt: isComplete ? nil : "was cut short")
    }
}
