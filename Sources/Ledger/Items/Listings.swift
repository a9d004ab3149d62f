public import Database
public import SyncModel

/// What is remembered of the last complete listing of a library.
public struct ListingMark: Hashable, Sendable {
    /// When it began, by our clock.
    public var listedAt: Instant
    /// The highest `updatedAt` seen, unix seconds of Plex; later refreshes ask for what is newer.
    public var newest: Int
    /// Items that Plex counts and the index has not, since their files vanished.
    public var uncounted: Int
    /// When a listing was last made only to be sure that scenes are missing.
    public var confirmedAt: Instant

    public init(listedAt: Instant, newest: Int, uncounted: Int, confirmedAt: Instant) {
        (self.listedAt, self.newest, self.uncounted) = (listedAt, newest, uncounted)
        self.confirmedAt = confirmedAt
    }
}

public enum Listings {
    public static func mark(
        of library: Library.Key, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> ListingMark? {
        try transaction.first(
            "SELECT listedAt, newest, uncounted, confirmedAt FROM listing WHERE server = ? AND library = ?",
            server.rawValue,
            library.rawValue
        ) {
            ListingMark(
                listedAt: Instant(rawValue: try $0[0]), newest: try $0[1], uncounted: try $0[2],
                confirmedAt: Instant(rawValue: try $0[3]))
        }
    }

    public static func set(
        _ mark: ListingMark, of library: Library.Key, server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO listing (server, library, listedAt, newest, uncounted, confirmedAt) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (server, library) DO UPDATE SET listedAt = excluded.listedAt, newest = excluded.newest,
                uncounted = excluded.uncounted, confirmedAt = excluded.confirmedAt
            WHERE (listedAt, newest, uncounted, confirmedAt)
                != (excluded.listedAt, excluded.newest, excluded.uncounted, excluded.confirmedAt)
            """, server.rawValue, library.rawValue, mark.listedAt.rawValue, mark.newest, mark.uncounted,
            mark.confirmedAt.rawValue)
    }

    /// Takes away the claim that the library is known whole.
    public static func forget(
        _ library: Library.Key, server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            "DELETE FROM listing WHERE server = ? AND library = ?", server.rawValue, library.rawValue)
    }
}
