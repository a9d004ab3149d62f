public import JSON

/// What Stash hands a plugin on standard input, once, for a task, an operation or a hook.
///
/// A hook carries the whole edit, a new cover included: megabytes may have been read to get here. Of those nothing is
/// kept but what happened to which id; the rest is old news, Stash is asked anew.
public struct PluginInput: Hashable, Sendable {
    /// How to reach the Stash that started us; without its cookie where it gave none.
    public struct Server: Hashable, Sendable {
        /// A bind address such as `0.0.0.0` is replaced by `localhost`.
        public let url: String
        /// The session's cookie; a secret.
        public let cookieName, cookieValue: String?
        /// Stash's configuration folder.
        public let configurationFolder: String?
        /// The folder of our manifest.
        public let pluginFolder: String?

        /// For ``StashClient/init(url:apiKey:cookie:transport:retry:limits:)``.
        public var cookie: (name: String, value: String)? {
            guard let cookieName, let cookieValue else { return nil }
            return (cookieName, cookieValue)
        }
    }

    /// `nil` where Stash named none.
    public let server: Server?
    /// What happened, where a hook started us.
    public let hook: PluginHook?
    /// The arguments without the hook's context. Those of the manifest are strings.
    public let arguments: [String: JSONTree]

    /// What is to be done; for a hook it is of no account.
    public var mode: String? { arguments["mode"]?.string }

    /// - Throws: ``JSONError`` for what is not such a document; its text shows no value of it.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let root = try JSONValue(parsing: bytes)
        server = try root.find("server_connection").map { (value) throws(JSONError) in try Server(reading: value) }
        var (arguments, hook): ([String: JSONTree], PluginHook?) = ([:], nil)
        for (name, value) in try root.find("args")?.members ?? [] {
            if name != "hookContext" {
                arguments[name] = try JSONTree(from: value)
            } else if value.kind == .object {
                hook = try PluginHook(reading: value)
            }
        }
        (self.arguments, self.hook) = (arguments, hook)
    }
}

/// What happened to what: `Scene.Update.Post` and the like.
public struct PluginHook: Hashable, Sendable {
    /// As Stash writes it.
    public let type: String
    /// `nil` where Stash leaves it out, which it does for 0.
    public let id: Int?

    /// The first word, in lower case: `scene`, `tag`, … ; a movie of an older release is a `group`.
    public var subject: String {
        let word = type.prefix { $0 != "." }.lowercased()
        return word == "movie" ? "group" : word
    }

    /// The second word, in lower case: `create`, `update`, `destroy`, `merge`.
    public var action: String { type.split(separator: ".").dropFirst().first?.lowercased() ?? "" }

    init(reading value: JSONValue) throws(JSONError) {
        type = try value["type"].string
        id = try value.find("id")?.int
    }
}

extension PluginInput.Server {
    init(reading value: JSONValue) throws(JSONError) {
        let cookie = try value.find("SessionCookie")
        cookieName = try cookie?.text("Name")
        cookieValue = try cookie?.text("Value")
        configurationFolder = try value.text("Dir")
        pluginFolder = try value.text("PluginDir")
        let host = Self.reachable(try value.text("Host") ?? "")
        url = "\(try value.text("Scheme") ?? "http")://\(host):\(try value.find("Port")?.int ?? 9999)"
    }

    /// Where a server that listens on `host` can be reached from the same machine.
    private static func reachable(_ host: String) -> String {
        switch host {
        case "", "0.0.0.0", "::", "[::]": "localhost"
        case _ where host.contains(":") && !host.hasPrefix("["): "[\(host)]"
        default: host
        }
    }
}

/// Shown without values: the cookie is a secret, and arguments may hold some.
extension PluginInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What happened, or the names of the arguments.
    public var description: String {
        hook.map { "\($0.type) \($0.id ?? 0)" } ?? arguments.keys.sorted().joined(separator: ", ")
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension PluginInput.Server: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URL.
    public var description: String { url }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
