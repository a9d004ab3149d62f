/// The part of Stash's schema that the fake knows, by release. The tables name what came with a release after 0.24.
enum StashSchema {
    /// The schema of `release`.
    static func schema(of release: StashRelease) throws(GraphQLError) -> GraphQLSchema {
        try GraphQLSchema(table: roots + objects + filters + edits, release: release.rawValue)
    }
}
