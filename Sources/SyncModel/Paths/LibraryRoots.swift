/// Which library a path of Plex lies below: the longest root decides.
public struct LibraryRoots: Sendable {
    private struct Root: Sendable {
        let prefix: PathPrefix
        let folded: PathPrefix
        let library: Library
    }

    private let roots: [Root]

    public init(_ libraries: [Library]) {
        roots = libraries.flatMap { library in
            library.roots.map {
                Root(prefix: PathPrefix($0), folded: PathPrefix(foldedPathKey($0)), library: library)
            }
        }.sorted { $0.prefix.length > $1.prefix.length }
    }

    public struct Place: Sendable {
        public let library: Library
        public let root: String
        /// Whether the root contains the path byte for byte, not only when case, NFC and separators are folded.
        public let isSure: Bool
    }

    /// `nil` where the path is below no root.
    public func place(of path: String) -> Place? { places(of: path).first }

    /// All libraries that list the path's folder under the longest root: one folder may belong to several libraries.
    public func places(of path: String) -> [Place] {
        let sure = roots.filter { $0.prefix.contains(path) }
        if let longest = sure.first {
            return sure.filter { $0.prefix.length == longest.prefix.length }
                .map { Place(library: $0.library, root: $0.prefix.text, isSure: true) }
        }
        let folded = foldedPathKey(path)
        let unsure = roots.filter { $0.folded.contains(folded) }
        guard let longest = unsure.first else { return [] }
        return unsure.filter { $0.folded.length == longest.folded.length }
            .map { Place(library: $0.library, root: $0.prefix.text, isSure: false) }
    }
}
