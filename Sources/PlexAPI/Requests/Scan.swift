public import SyncModel
import Transport

/// A folder below a root of a library: the only thing that a scan may be asked for.
///
/// A scan of a root reads the whole library, one of a folder elsewhere reads nothing or everything (`apis/plex.md` 9).
public struct LibraryFolder: Hashable, Sendable {
    public let library: Library.Key
    /// In Plex's own spelling, without a separator at its end.
    public let path: String

    /// `nil` for a root, for what is below none, for a path with `.` or `..` in it, and for a library without a usable key.
    public init?(_ path: String, in library: Library) {
        guard isPlainKey(library.key.rawValue) else { return nil }
        let isWindows = library.roots.contains(where: Self.isWindows)
        let folder = FolderPath(path, isWindows: isWindows)
        let roots = library.roots.map { FolderPath($0, isWindows: isWindows) }
        guard !folder.hasSteps, !roots.contains(folder),
            let root = roots.filter(folder.isBelow).max(by: { $1.isBelow($0) })
        else { return nil }
        (self.library, self.path) = (library.key, folder.spelled(below: root))
    }

    /// A drive letter, or any backslash: then both separators separate, and case of the drive letter means nothing.
    private static func isWindows(_ root: String) -> Bool {
        root.contains("\\") || root.dropFirst().first == ":"
    }
}

/// A path by its components.
private struct FolderPath: Equatable {
    let text: String
    private let isWindows: Bool
    private let components: [String]

    init(_ path: String, isWindows: Bool) {
        self.isWindows = isWindows
        let isSeparator: (Character) -> Bool = { $0 == "/" || (isWindows && $0 == "\\") }
        var kept = path[...]
        while kept.count > 1, let last = kept.last, isSeparator(last) { kept.removeLast() }
        text = String(kept)
        var components = kept.split(omittingEmptySubsequences: true, whereSeparator: isSeparator).map(String.init)
        if isWindows, let first = components.first, first.last == ":" { components[0] = first.lowercased() }
        // Kept as a component, so that `/a` and `a` differ.
        self.components = (kept.first.map(isSeparator) ?? false ? [""] : []) + components
    }

    var hasSteps: Bool { components.contains { $0 == "." || $0 == ".." } }

    func isBelow(_ root: FolderPath) -> Bool {
        components.count > root.components.count && components.starts(with: root.components)
    }

    /// With the root as Plex spells it: a mapping may say `d:/Clips` where Plex says `D:\Clips`.
    func spelled(below root: FolderPath) -> String {
        let separator = root.text.contains("\\") || (isWindows && !root.text.contains("/")) ? "\\" : "/"
        let rest = components.dropFirst(root.components.count).joined(separator: separator)
        return root.text.hasSuffix(separator) ? root.text + rest : root.text + separator + rest
    }

    static func == (one: Self, other: Self) -> Bool { one.components == other.components }
}

extension PlexClient {
    /// Asks Plex to scan one folder. One request; Plex queues it and does not say when it is done.
    public func scan(_ folder: LibraryFolder) async throws(PlexError) {
        // GET is what clients have always sent; the specification's POST is not known to every server.
        try await send(.get, "/library/sections/\(folder.library.rawValue)/refresh?path=\(percentEncoded(folder.path))")
    }
}
