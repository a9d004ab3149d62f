/// Why a name chooses no library.
public enum LibraryChoiceFault: Error, Hashable, Sendable {
    case unknown(String)
    case unsupported(String, type: String)
}

extension [Library] {
    /// The libraries of these names, in Plex's order; every supported one for no names.
    ///
    /// A name is a key or a title, without regard to case; a title that several libraries have means all of them.
    public func chosen(by names: [String]) throws(LibraryChoiceFault) -> [Library] {
        if names.isEmpty { return filter(\.isSupported) }
        var chosen: Set<Library.Key> = []
        for name in names {
            let hits = filter { $0.key.rawValue == name || nameKey($0.title) == nameKey(name) }
            guard let first = hits.first else { throw .unknown(name) }
            let usable = hits.filter(\.isSupported)
            if usable.isEmpty { throw .unsupported(name, type: first.type) }
            chosen.formUnion(usable.map(\.key))
        }
        return filter { chosen.contains($0.key) }
    }
}
