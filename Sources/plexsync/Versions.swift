import Database

/// What `--version` shows.
enum Versions {
    static var text: String { "plexsync \(LiveWiring.version)\nSQLite \(sqliteVersion)\n" }
}
