import CommandSyntax

extension Topic {
    /// A whole small file, as the page on the configuration shows it.
    static let exampleConfiguration = """
        version: 1
        timezone: Europe/Berlin
        stash:
          url: http://localhost:9999
          api_key: "${env:STASH_API_KEY}"
        plex:
          url: http://localhost:32400
          token: "${file:plex_token}"
          libraries: [Clips, Archive]
        paths:
          - {stash: /data/, plex: /media/clips/}
        sync:
          plex_edits: keep
          fields: {rating: false}
          missing: enqueue
        """

    static let configuration = Topic(
        "configuration", "Where the configuration is, and what it holds.",
        text: """
            The file is --rules FILE, else $PLEXSYNC_RULES, else ~/.config/plexsync/plexsync.yaml; as a plugin of Stash \
            it lies in the plugin's folder. The state (queue, history, what is known of both libraries) is --state DIR, \
            else $PLEXSYNC_STATE, else ~/.local/state/plexsync.

            A small one, whole:

            \(indented)

            Only 'version' must be there; commands that ask a server need its section. Keys and tokens never stand in the \
            file itself: ${env:NAME} reads a variable, ${file:PATH} a file beside it. Without 'libraries' every library \
            of films and other videos is used. 'paths' says how Plex sees a folder of Stash; without it both see the same.

            It is YAML 1.2, read strictly: every fault is told with line and column. 'doctor' tries what it says.
            """)

    /// Two blanks before each line keep it as it is.
    private static var indented: String {
        exampleConfiguration.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}
