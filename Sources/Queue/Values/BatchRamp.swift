/// How many jobs a worker takes at once: a whole batch; after an outage a few, then twice as many with each that goes
/// well, so that a server which has just come back is not overrun (`DESIGN.md` 7).
public struct BatchRamp: Hashable, Sendable {
    public static let full = 50
    /// Enough to tell a server that takes no write from one job that cannot be written.
    public static let least = 4
    /// From ``least`` to ``full``.
    public private(set) var size = full

    public init() {}

    /// A server did not answer, or still rests.
    public mutating func stopped() { size = Self.least }

    /// A batch came to its end.
    public mutating func wentWell() { size = min(size * 2, Self.full) }
}
