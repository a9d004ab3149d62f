/// A request that the fake got.
public struct StashRequest: Sendable {
    /// A field of the outermost level.
    public struct Root: Hashable, Sendable {
        /// Where one was given.
        public var alias: String?
        /// `findScenes` and so on.
        public var name: String
    }

    /// `POST` and so on.
    public var method: String
    /// With its query, as it came; an API key in it included.
    public var target: String
    /// As it came.
    public var body: [UInt8]
    /// What a GraphQL document asked for; empty for other requests and for documents that were refused.
    public var roots: [Root] = []
    /// Of the answer that was made; a fault may have kept it from being sent.
    public var status = 0
    /// Bytes of that answer's body.
    public var size = 0
}
