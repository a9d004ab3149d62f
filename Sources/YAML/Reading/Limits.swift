/// What a file may cost. Beyond any of these it is refused, at the place where it goes beyond.
public struct Limits: Hashable, Sendable {
    /// Bytes of the file.
    public var bytes: Int
    /// Lists and mappings inside each other.
    public var depth: Int
    /// Keys, texts, lists and mappings together.
    public var nodes: Int

    public init(bytes: Int = 256 * 1024, depth: Int = 16, nodes: Int = 20_000) {
        (self.bytes, self.depth, self.nodes) = (bytes, depth, nodes)
    }
}
