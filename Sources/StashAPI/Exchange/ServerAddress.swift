/// Where Stash is: the configured base, which may hold a path prefix.
struct ServerAddress: Hashable, Sendable {
    /// Without a trailing slash.
    let base: String
    /// Host and port, for messages: never the user part of the URL.
    let host: String

    /// A trailing `/` or `/graphql` is taken off, a query or fragment too. Whether it is a URL at all is the
    /// transport's to say.
    init(_ url: String) {
        var base = url.prefix { $0 != "?" && $0 != "#" }
        while base.last == "/" { base.removeLast() }
        if base.hasSuffix("/graphql") { base.removeLast(8) }
        while base.last == "/" { base.removeLast() }
        self.base = String(base)
        var rest = base
        for start in base.indices where base[start...].hasPrefix("://") {
            rest = base[base.index(start, offsetBy: 3)...]
            break
        }
        let authority = rest.prefix { $0 != "/" }
        host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority)
    }

    var graphQL: String { base + "/graphql" }

    /// The cover of a scene. The path that Stash names is kept, its host is not: it may be reachable from elsewhere only.
    func screenshot(of scene: Int) -> String { "\(base)/scene/\(scene)/screenshot" }
}
