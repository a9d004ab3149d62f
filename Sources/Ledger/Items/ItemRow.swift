public import SyncModel

/// A Plex server as the ledger numbers it.
public struct PlexServerID: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
}

/// What the item index keeps of an item.
public struct ItemRow: Hashable, Sendable {
    /// Values normalised and condensed; `isFull` says whether they are those of a full read.
    public var item: Item
    /// When the values were read.
    public var readAt: Instant

    public init(item: Item, readAt: Instant) { (self.item, self.readAt) = (item, readAt) }
}

/// When a listing or a read was made, by both clocks.
public struct ReadMoment: Hashable, Sendable {
    /// Our own clock.
    public let at: Instant
    /// Unix seconds by Plex's clock.
    public let plexSeconds: Int

    public init(at: Instant, plexSeconds: Int) { (self.at, self.plexSeconds) = (at, plexSeconds) }

    /// Whether a change after this read could carry the same second, so that it must be read again.
    func isYoung(_ updatedAt: Int) -> Bool { updatedAt > plexSeconds - 2 }
}

extension Item {
    /// With long texts replaced by their hash.
    public var condensed: Item {
        var item = self
        item.values = values.mapValues { $0.condensed(digest(of:)) }
        return item
    }

    /// Whether a row of a listing says the same as what is kept of a full read, as far as rows can be trusted.
    func agrees(withRow row: Item) -> Bool {
        row.values.allSatisfy { field, value in field.isSet || values[field] == value }
    }
}
