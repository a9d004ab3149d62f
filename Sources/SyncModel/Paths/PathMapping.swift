/// One line of `paths:`: what begins with `stash` in Stash begins with `plex` in Plex.
public struct PathMapping: Hashable, Sendable {
    public let stash, plex: String
    public init(stash: String, plex: String) { (self.stash, self.plex) = (stash, plex) }
}
