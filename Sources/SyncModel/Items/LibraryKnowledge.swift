/// What is known of one library in a run.
public struct LibraryKnowledge: Hashable, Sendable {
    public let library: Library
    /// When its last complete listing began, by our clock; `nil` if there was none.
    public var listedAt: Instant?
    public var confirmedAt: Instant?
    /// What makes the listing one from which nothing may be called missing: the end of a sentence about the library.
    public var doubt: String?

    public init(library: Library, listedAt: Instant? = nil, confirmedAt: Instant? = nil, doubt: String? = nil) {
        (self.library, self.listedAt, self.confirmedAt, self.doubt) = (library, listedAt, confirmedAt, doubt)
    }

    /// The doubt about a library without a single item: it has not been scanned or not been mounted, rather than lost all.
    public static let isEmptyDoubt = "is empty in Plex although Stash has scenes below its folders"
}
