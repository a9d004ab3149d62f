/// How far the clocks of both servers are ahead of ours.
public struct ServerClocks: Hashable, Sendable {
    /// Milliseconds; negative where ours is ahead.
    public var stash, plex: Int

    public init(stash: Int = 0, plex: Int = 0) { (self.stash, self.plex) = (stash, plex) }

    /// A time of Stash by our clock.
    public func ours(stash time: Instant) -> Instant { time.advanced(milliseconds: -stash) }
    /// A time of Plex, in unix seconds, by our clock.
    public func ours(plexSeconds: Int) -> Instant { Instant(seconds: plexSeconds).advanced(milliseconds: -plex) }
}
