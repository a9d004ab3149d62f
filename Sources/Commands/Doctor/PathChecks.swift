import Configuration
import PlexAPI
import StashAPI
import SyncModel

/// Whether Stash's paths lead into Plex's libraries.
struct PathChecks: Sendable {
    let settings: Settings
    let stash: StashProbe?
    let plex: PlexProbe?
    let sample: Sample

    private var map: PathMap { PathMap(settings.paths) }

    func findings() -> [Finding] { sampled() + mappings() }

    private func sampled() -> [Finding] {
        guard let plex, stash != nil else { return [.skipped(.paths, "sample", "needs both servers")] }
        if let failure = sample.failure { return [.skipped(.paths, "sample", failure)] }
        let paths = sample.scenes.compactMap { $0.files.first?.path }
        if paths.isEmpty { return [.skipped(.paths, "sample", "Stash has no scene with a file")] }
        let roots = LibraryRoots(plex.libraries)
        let outside = paths.filter { roots.places(of: map.toPlex($0).path).isEmpty }
        let text = "\(paths.count - outside.count) of \(paths.count) sampled paths lie below a library's folder"
        guard let example = outside.first else { return [.ok(.paths, "sample", text)] }
        let mapped = map.toPlex(example)
        let shown = mapped.isMapped ? "'\(example)', mapped to '\(mapped.path)', does not" : "'\(example)' does not"
        let finding = "\(text); \(shown)"
        let remedy = suggestion(for: outside, plex.libraries)
        // A few scenes outside of Plex are usual; when most are, the mappings are wrong.
        return outside.count * 2 > paths.count
            ? [.fault(.paths, "sample", finding, remedy: remedy)]
            : [.warning(.paths, "sample", finding, remedy: remedy)]
    }

    /// A line for `paths:` where a folder of the path bears the name of a library's folder.
    private func suggestion(for paths: [String], _ libraries: [Library]) -> String {
        let roots = libraries.filter(\.isSupported).flatMap(\.roots)
        for path in paths.prefix(10) {
            for root in roots {
                let name = baseName(of: root)
                let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
                guard let index = parts.firstIndex(of: name), index > 0, index < parts.count - 1 else { continue }
                let folder = parts[...index].joined(separator: "/")
                return "If it is the same folder, add to 'paths:': - {stash: \(folder)/, plex: \(root)/}"
            }
        }
        let shown = roots.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return
            "Plex knows the folders \(shown)\(roots.count > 3 ? " and others" : ""); say under 'paths:' which folder of "
            + "Stash is which of Plex."
    }

    /// Lines of `paths:` that can't match anything on one of the two sides.
    private func mappings() -> [Finding] {
        settings.paths.enumerated().flatMap { index, mapping -> [Finding] in
            let name = "line \(index + 1), '\(mapping.stash)' to '\(mapping.plex)'"
            var found: [Finding] = []
            if let stash, !stash.stashes.isEmpty, !stash.stashes.contains(where: { meet($0, mapping.stash) }),
                !sample.scenes.contains(where: { $0.files.contains { PathPrefix(mapping.stash).contains($0.path) } })
            {
                let folders = stash.stashes.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
                found.append(
                    .warning(
                        .paths, "mapping", "\(name), matches nothing: Stash has no such folder",
                        remedy: "Stash's folders are \(folders)\(stash.stashes.count > 3 ? " and others" : "")."))
            }
            if let plex, !plex.libraries.contains(where: { $0.roots.contains { meet($0, mapping.plex) } }) {
                found.append(
                    .warning(
                        .paths, "mapping", "\(name), leads nowhere: no library of Plex has such a folder",
                        remedy: suggestion(for: [], plex.libraries)))
            }
            if found.isEmpty, stash != nil || plex != nil { found.append(.ok(.paths, "mapping", name)) }
            return found
        }
    }

    /// Whether one of two folders lies in the other.
    private func meet(_ one: String, _ other: String) -> Bool {
        PathPrefix(one).contains(other) || PathPrefix(other).contains(one)
    }
}
