public import CommandSyntax
import SyncEngine

/// Starts rules when they are due, delivers the queue and shows how it fares.
public struct HostCommand: Command {
    public static let name = "host"
    public static let summary = "Run the rules by the clock, and deliver what they queue, until it is told to stop."
    public static let details = """
        SIGTERM lets what is under way end, for 20 seconds at most; a second one ends the program at once. SIGHUP, or a \
        change of the configuration or of a file that it names, has it read anew; a faulty one is told and not used.

        Any number of hosts may run on one state folder: each start of a rule happens once. With 'host: {listen: …}' in \
        the configuration there is a page, with /metrics and /healthz beside it. Under systemd it says when it is ready, \
        and serves its watchdog.
        """
    public static let examples = [
        Example("host", "in the foreground, its news on standard error"),
        Example("host --format jsonl", "the same, as JSON on standard output"),
        Example("host --with-shell", "with the prompt before it"),
    ]
    public let withShell = Option(flag: "with-shell", "Open the shell; the host's news come above the prompt.")
    public let noDelivery = Option(flag: "no-delivery", "Only start rules; another process delivers.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("run rules and write to Plex")
        let post = NewsPost()
        let setting = HostSetting(app, delivers: !given.noDelivery) { post.take($0) }
        guard given.withShell else {
            post.forward(to: app)
            return try await Foreground.run(setting)
        }
        let host = try await setting.start()
        await app.workspace.accompany(HostInBackground(host, setting, news: post.lines()))
        throw CommandEnd.opensShell
    }
}
