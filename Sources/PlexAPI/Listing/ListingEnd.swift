public import SyncModel

/// How the listing of a library ended.
public struct ListingEnd: Hashable, Sendable {
    /// How many items Plex announced last.
    public let total: Int
    /// How many different ones came, absent and unreadable ones included.
    public let received: Int
    /// Items whose rows had a wrong shape: they exist, and their paths are not known.
    public let unreadable: [RatingKey]
    /// What makes the listing doubtful, as the end of a sentence about it; `nil` for a complete one.
    public let why: String?
    /// Whether what is not in it is not in the library. Only then may anything be called missing.
    public var isComplete: Bool { why == nil }
}
