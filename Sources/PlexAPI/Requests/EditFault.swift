public import SyncModel

/// Why no edit can be made of this.
public enum EditFault: Error, Hashable, Sendable {
    /// It is empty, or has characters that no rating key has. Sent, it would edit other items, or all.
    case unusableRatingKey(RatingKey)
    case unusableLibrary(Library.Key)
    /// The edit has the hash of a long text and not the text: it was planned from condensed values.
    case onlyDigest(Field)
}

extension EditFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unusableRatingKey(let key):
            "'\(key.rawValue)' is no rating key; nothing was sent, since Plex would edit other items or the whole library."
        case .unusableLibrary(let key): "'\(key.rawValue)' is no key of a library; nothing was sent."
        case .onlyDigest(let field):
            "The text for '\(field.rawValue)' is not known, only its hash; nothing was sent. Plan the edit from a fresh read."
        }
    }

    /// A stable word for JSON and counts, without values.
    public var code: String {
        switch self {
        case .unusableRatingKey: "edit-unusable-rating-key"
        case .unusableLibrary: "edit-unusable-library"
        case .onlyDigest: "edit-only-digest"
        }
    }
}
