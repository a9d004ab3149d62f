import JSON
public import SyncModel
import Transport

/// A kind of picture that an item has.
public enum PictureKind: String, CaseIterable, Hashable, Sendable {
    case poster, art

    /// The field of ours that it fills, and whose lock it has.
    public var field: Field { self == .poster ? .poster : .art }

    fileprivate var collection: String { self == .poster ? "posters" : "arts" }
}

/// One of the pictures that Plex knows for an item.
public struct PictureCandidate: Hashable, Sendable {
    /// Plex's name for it; `upload://posters/<sha1>` for one that was uploaded.
    public let key: String
    public let isSelected: Bool
    /// Where it comes from; `nil` for uploads, as Plex does not say then.
    public let provider: String?
    /// Whether somebody uploaded it: the same bytes have the same key, so they never pile up.
    public var isUpload: Bool { key.contains("upload://") || key.contains("upload%3A%2F%2F") }
}

extension PlexClient {
    /// Uploads a picture, which Plex then shows at once. One request; it is not locked by that.
    ///
    /// Bytes are sent, never an address: one of Stash would hold a key, or need a login.
    public func upload(
        _ bytes: [UInt8], contentType: String, as kind: PictureKind, to item: RatingKey
    ) async throws(PlexError) {
        try await send(.post, path(kind.collection, of: item), body: bytes, contentType: contentType)
    }

    /// The pictures of that kind that Plex knows for an item. One request.
    public func pictures(_ kind: PictureKind, of item: RatingKey) async throws(PlexError) -> [PictureCandidate] {
        try await read(try path(kind.collection, of: item)) { (answer) throws(JSONError) in
            // Not every release gives the children the same name.
            try (answer.rows("Metadata", candidate) + answer.rows("Photo", candidate)).compactMap { $0 }
        }
    }

    private func candidate(_ row: JSONValue) throws(JSONError) -> PictureCandidate? {
        guard let key = try row.plexText("ratingKey"), !key.isEmpty else { return nil }
        return PictureCandidate(
            key: key, isSelected: try row.plexFlag("selected") ?? false, provider: try row.plexText("provider"))
    }

    /// Makes one of the known pictures the one that is shown. One request.
    public func select(
        _ candidate: PictureCandidate, as kind: PictureKind, of item: RatingKey
    ) async throws(PlexError) {
        try await send(.put, try path(kind.rawValue, of: item) + "?url=\(percentEncoded(candidate.key))")
    }

    /// Locks a kind of picture, so that no agent replaces it, or unlocks it. One request.
    public func lock(
        _ kind: PictureKind, of target: Target, locked: Bool = true
    ) async throws(PlexError) {
        let change = FieldChange(kind.field, .lockOnly, locks: locked)
        let requests: EditRequests
        do throws(EditFault) { requests = try EditRequests(for: target, [change]) } catch {
            throw .notFound(host: host)  // a key that cannot be one of Plex's
        }
        for request in requests { try await edit(request) }
    }

    /// Rates an item for the user of the token. One request.
    ///
    /// - Parameter rating: 0 to 10; `nil` takes the rating away.
    public func rate(_ item: RatingKey, _ rating: Double?) async throws(PlexError) {
        guard isPlainKey(item.rawValue) else { throw .notFound(host: host) }
        let value = rating.flatMap(ratingText) ?? "-1"
        try await send(
            .put, "/:/rate?identifier=com.plexapp.plugins.library&key=\(item.rawValue)&rating=\(percentEncoded(value))")
    }

    private func path(_ element: String, of item: RatingKey) throws(PlexError) -> String {
        guard isPlainKey(item.rawValue) else { throw .notFound(host: host) }
        return "/library/metadata/\(item.rawValue)/\(element)"
    }
}
