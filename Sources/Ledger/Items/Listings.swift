public import Database
public import SyncModel

/// What is remembered of the last complete listing of a library.
public struct ListingMark: Hashable, Sendable {
    /// When it began, by our clock.
    public var listedAt: Instant
    /// The highest `updatedAt` seen, unix seconds of Plex; later refreshes ask for what is newer.
    public var newest: Int
    /// When a listing was last made only to be sure that scenes are missing.
    public var confirmedAt: Instant

    public init(listedAt: Instant, newest: Int, confirmedAt: Instant) {
        (self.listedAt, self.newest, self.confirmedAt) = (listedAt, newest, confirmedAt)
    }
}

public enum Listings {
    public static func mark(
        of library: Library.Key, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> ListingMark? {
        try transaction.first(
            "SELECT listedAt, newest, confirmedAt FROM listing WHERE server = ? AND library = ?", server.rawValue,
            library.rawValue
        ) {
            ListingMark(
                listedAt: Instant(rawValue: try $0[0]), newest: try $0[1], confirmedAt: Instant(rawValue: try $0[2]))
        }
    }

    public static func set(
        _ mark: ListingMark, of library: Library.Key, server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO listing (server, library, listedAt, newest, confirmedAt) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (server, library) DO UPDATE SET
                listedAt = excluded.listedAt, newest = excluded.newest, confirmedAt = excluded.confirmedAt
            WHERE (listedAt, newest, confirmedAt) != (excluded.listedAt, excluded.newest, excluded.confirmedAt)
            """, server.rawValue, library.rawValue, mark.listedAt.rawValue, mark.newest, mark.confirmedAt.rawValue)
    }

    /// Takes away the claim that the library is known whole.
    public static func forget(
        _ library: Library.Key, server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            "DELETE FROM listing WHERE server = ? AND library = ?", server.rawValue, library.rawValue)
    }
}
