/// What one Plex does and another does not. The defaults are the usual ones of a current server.
public struct PlexBehaviour: Sendable {
    /// How old the server's JSON looks: the types of ids, flags and numbers vary.
    public enum Age: Sendable, CaseIterable {
        /// `ratingKey` a string, numbers and flags as such.
        case current
        /// Flags as 1 and 0, `librarySectionID` a string.
        case older
        /// Ids as numbers, flags as strings, dates with a time behind them.
        case oldest
    }
    /// What a list of tags in an edit does to the tags that are there: the sources disagree (`apis/plex.md` 5.3).
    public enum TagLists: Sendable, CaseIterable { case add, replace }

    public var age = Age.current
    public var tagLists = TagLists.add
    /// A tag that differs from an existing one only in case becomes the existing one.
    public var foldsTags = true
    /// `leaving-soon` is read back as `Leaving-Soon`.
    public var capitalisesLabels = true
    /// Takes blanks at both ends off texts.
    public var trims = true
    /// Longest text kept, in characters; the rest is cut off silently.
    public var longestText = 100_000
    /// Answers several items of one request in another order than asked.
    public var shuffles = true
    /// `excludeElements` and `excludeFields` are wishes: whether they are heard.
    public var hearsWishes = true
    /// Bytes of a request target above which a proxy in front answers 414.
    public var longestTarget = 8192
    /// How many later requests a scan lasts; until then its files are no items.
    public var scanLasts = 0

    /// How uploads are named: by their bytes, or by numbers.
    public var namesUploadsByHash = true
    /// Whether the list of an item's pictures says which one is shown; else it is not there at all.
    public var listsPictures = true

    public init() {}
}
