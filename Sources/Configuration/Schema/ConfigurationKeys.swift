import Rules
import SyncModel
import YAML

extension KeyTable {
    /// The file itself.
    static let file = KeyTable([
        .init("version", .integer(1...1), isRequired: true, "The version of this format: 1."),
        .init("timezone", .text(), "Where days begin, such as Europe/Berlin; the system's zone unless given."),
        .init(
            "include", .either([.text(), .list(.text(), least: 0, most: IncludeSearch.most)]),
            "More files with rules; '*' and '?' stand for parts of names."),
        .init("stash", .mapping(stash), "Where Stash is."), .init("plex", .mapping(plex), "Where Plex is."),
        .init("paths", .list(.mapping(path), least: 0), "How Plex sees folders of Stash; the first that fits counts."),
        .init("sync", .mapping(sync), "What is written, and for which scenes."),
        .init("queue", .mapping(queue), "How much waits, and how fast it goes."),
        .init("guard", .mapping(blastGuard), "When a run that would empty fields is held."),
        .init("host", .mapping(host), "What 'plexsync host' needs besides."),
        .init("rules", .list(.mapping(rule), least: 0), "What is done without being asked, and when."),
    ])

    /// A file that another includes: everything else is said once, in the first file, and so may the version be.
    static let includedFile = KeyTable(
        file.keys.filter { ["version", "timezone", "include", "rules"].contains($0.name) }
            .map { KeyTable.Key($0.name, $0.shape, $0.help) })

    /// What stands in the first file alone.
    static let firstFileOnly = file.without(includedFile.keys.map(\.name)).keys.map(\.name)

    static let stash = KeyTable([
        .init("url", .url, isRequired: true, "Such as http://localhost:9999."),
        .init("api_key", .secret, "Its API key, as ${env:NAME} or ${file:PATH}."),
        .init("tls", .mapping(tls), "Whom to trust where the system's authorities do not know it."),
    ])

    static let plex = KeyTable([
        .init("url", .url, isRequired: true, "Such as http://localhost:32400."),
        .init("token", .secret, isRequired: true, "Its token, as ${env:NAME} or ${file:PATH}."),
        .init(
            "libraries", .list(.text(takesNumbers: true), least: 0),
            "The libraries that are used, by title or key: every one of type movie unless given."),
        .init("tls", .mapping(tls), "Whom to trust where the system's authorities do not know it."),
    ])

    static let tls = KeyTable([
        .init("ca_file", .text(), "A PEM file of authorities."),
        .init("pin", .text(pattern: "^sha256//"), "The key of its certificate, as curl writes it."),
    ])

    static let path = KeyTable([
        .init("stash", .text(), isRequired: true, "A folder as Stash sees it."),
        .init("plex", .text(), isRequired: true, "The same as Plex sees it."),
    ])

    static let sync = KeyTable([
        .init("plex_edits", .choice(PlexEditsPolicy.self), "What becomes of a person's edit in Plex: keep."),
        .init("missing", .choice(MissingPolicy.self), "What becomes of a scene that Plex lacks: enqueue."),
        .init("only", .named("scene_filter"), "The scenes that are looked at at all."),
        .init("fields", .mapping(fields), "Which fields are written, and from what."),
    ])

    static let fields = KeyTable(
        Field.allCases.map { field in
            KeyTable.Key(
                field.rawValue,
                SyncDecoder.takesTemplate(field) ? .either([.bool, .text(pattern: #"\{[a-z]+\}"#)]) : .bool,
                "Whether it is written\(SyncDecoder.takesTemplate(field) ? ", or a template such as \"{studio}: {title}\"" : "")."
            )
        })

    static let queue = KeyTable([
        .init(
            "max_waiting", .integer(QueueSettings.maxWaitingRange),
            "Beyond so many waiting jobs nothing more is queued."),
        .init("rate", .text(pattern: "^[0-9]+/(s|m|min|h)$"), "So many jobs in so much time, such as 10/s."),
    ])

    static let blastGuard = KeyTable([
        .init("fields", .integer(BlastGuard.fieldsRange), "A run may empty so many fields."),
        .init("percent", .integer(BlastGuard.percentRange), "Or so many of a hundred that are filled."),
    ])

    static let host = KeyTable([
        .init(
            "listen", .text(pattern: "^.+:[0-9]+$"), "Where its page is, such as 127.0.0.1:9480; nowhere unless given.")
    ])
}

extension Shape {
    static var url: Shape { .text(pattern: #"^[Hh][Tt][Tt][Pp][Ss]?://|\$\{"#) }
    static var secret: Shape { .text(pattern: #"^\$\{(env|file):[^}]+\}$"#) }
}
