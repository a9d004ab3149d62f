/// Settings, files, pipes and what commands show.
enum SessionInteractions {
    static let settings: [Interaction] = [
        .line("set lists what there is", "set", "format", "table", "pager", "timing", "echo"),
        .line("nothing is paged from now on", "set pager off"),
        .line("set format", "set format json"),
        .line("holds for later lines", "status", "\"queue\": {"),
        .line("a line's own option wins", "status --format csv", "fact,value"),
        .line("unset", "unset format"),
        .line("brings the usual back", "status", "queue, waiting", hides: ["\"queue\""]),
        .line("set timing", "set timing on"),
        .line("tells the time and what it cost", "libraries", "time: ", "requests to plex"),
        .line("timing is off again", "set timing off"),
        .line("a fixed word is held to", "set timing maybe", "'timing' takes one of off, on, not 'maybe'"),
        .line("a variable", "set what missing"),
        .line("is used", "gaps --type $what -n 1 --format csv", "scene,title", ",missing,"),
        .line("and one that is none is told", "gaps --type $nope", "no variable '$nope'"),
        .line("an alias", "alias short 'status --format csv'"),
        .line("is a command", "short", "fact,value"),
        .line("aliases are listed", "alias", "short", "status --format csv"),
        .line("an alias can't hide a command", "alias gaps status", "'gaps' is a command"),
    ]

    static func files(_ folder: String) -> [Interaction] {
        [
            .line("a file's lines run", "source \(folder)/first.plex", "fact,value"),
            .line(
                "a fault in a file that a file runs has its place", "source \(folder)/outer.plex",
                "\(folder)/inner.plex:2: unknown command 'nonsense'"),
            .line("a file that runs itself is stopped", "source \(folder)/loop.plex", "16 files deep"),
            .line("echo shows them first", "set echo on"),
            .line("each line", "source \(folder)/first.plex", "status --format csv", "fact,value"),
            .line("no more of it", "set echo off"),
            .line("> writes a file", "status --format csv > \(folder)/out.csv", hides: ["fact,value"]),
            .line(">> adds to it", "history -n 1 >> \(folder)/out.csv"),
            .line("a folder that is not there is told", "status > /nowhere/x", "'/nowhere/x' can't be opened"),
            .line(
                "| hands it to a command", "status --format csv | grep dead", "\"queue, dead\",0", hides: ["fact,value"]
            ),
            .line("| and its end is quiet", "gaps --format jsonl | head -n 1", "\"scene\":", hides: ["rror"]),
        ]
    }

    static let help: [Interaction] = [
        .line("help lists commands and topics", "help", "reconcile", "Topics (help NAME):", "exit-codes"),
        .line("a command's page has examples", "help gaps", "usage: gaps [options]", "Examples:", "--since 7d"),
        .line("of the shell's own too", "help watch", "Examples:", "watch 5s status"),
        .line("--help does the same", "queue retry --help", "usage: queue retry", "Examples:"),
        .line("scopes", "help scopes", "--scope 24h, 7days"),
        .line("filters", "help filters", "--confidence definite"),
        .line("configuration", "help configuration", "version: 1"),
        .line("exit codes", "help exit-codes", "78 the configuration is wrong"),
    ]

    /// - Parameter mark: Stands where text was cut.
    static func output(mark: String) -> [Interaction] {
        [
            .line("a table, and its totals", "gaps -n 3", "Scene", mark, "scenes with gaps", "among"),
            .line("a title's control characters are shown", "gaps -n 1 --format csv", "Bell\\u{7}Esc\\u{1B}[31m"),
            .line("in JSON by its own escapes", "gaps -n 1 --format jsonl", "Esc\\u001b[31m", "\\u009b2J"),
            .line("Markdown", "gaps -n 1 --format markdown", "| Scene |", "| ---: |"),
            .line("the edits", "plan 12", "Scene", "12"),
            .line("how an item was found", "match 12 --explain", "Scene 12 is played by"),
            .line("a dry run", "reconcile --dry-run --format json", "\"plans\": ["),
            .line("times for people", "status", "next, nightly", "in ", hides: ["T0"]),
            .line("and for machines", "runs list --format csv", "Z,"),
            .line("a rule's next times", "rules explain nightly -n 1 --format csv", "T03:30"),
        ]
    }
}
