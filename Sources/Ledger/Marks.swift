public import Database

/// Single values of the state folder by name: who we are to Plex, and how far the scene index can be trusted.
public enum Marks {
    public enum Name: String, Sendable {
        /// The `X-Plex-Client-Identifier`; a changing one would make a new device in Plex at every run.
        case clientIdentifier = "client-identifier"
        /// Set only after an uninterrupted pass over all scenes: the fingerprint it was made under.
        case sceneIndex = "scene-index"
        /// The scene index's watermark: UTC milliseconds by Stash's clock.
        case sceneWatermark = "scene-watermark"
        /// The scene that had the highest `updated_at`, and that time as text.
        case sceneWatermarkRow = "scene-watermark-row"
        /// When the last full pass over Stash began, UTC milliseconds.
        case sceneFullPass = "scene-full-pass"
        /// What the kept verdicts rest on beside the tables.
        case verdicts
        /// Which Stash this folder belongs to.
        case stashURL = "stash-url"
        /// Titles of the libraries that Plex told of last, a line each: what completion offers.
        case libraryTitles = "library-titles"
    }

    public static func get(_ name: Name, in transaction: ReadTransaction) throws -> String? {
        try transaction.first("SELECT value FROM mark WHERE name = ?", name.rawValue) { try $0[0] }
    }

    public static func set(_ name: Name, to value: String?, in transaction: WriteTransaction) throws {
        guard let value else {
            try transaction.run("DELETE FROM mark WHERE name = ?", name.rawValue)
            return
        }
        try transaction.run(
            """
            INSERT INTO mark (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value != excluded.value
            """, name.rawValue, value)
    }
}
