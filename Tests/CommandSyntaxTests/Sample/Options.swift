import CommandSyntax

struct GlobalOptions: OptionGroup {
    static let title = "Options of every command"
    let rules = Option("rules", .file, "The rules file.")
    let state = Option("state", .folder, "Where database, lock and history are.")
    let format = Option("format", .oneOf(Format.self), default: .table, "How to print.")
    let yes = Option(flag: "yes", short: "y", "Do not ask.")
    let color = Option("color", .oneOf(When.self), default: .auto, "When to use colour.")
    init() {}
}

/// Of the program alone.
struct LaunchOptions: OptionGroup {
    static let title = "Options of the program"
    let lines = Option("command", short: "c", each: .text("LINE"), "Run this line and end.")
    let script = Option("file", short: "f", .file, "Run the lines of this file and end.")
    let keepGoing = Option(flag: "keep-going", "Go on after a command that failed.")
    init() {}
}

struct ScopeOptions: OptionGroup {
    static let title = "Which scenes"
    let dates = Option("scope", .dates, "Only scenes of these days.")
    let since = Option("since", .span, "Only scenes no older than this.")
    let by = Option("by", .oneOf(Stamp.self), default: .updated, "The date that counts.")
    init() {}
}

/// Also what `gaps:` of a rule may hold.
struct GapFilterOptions: OptionGroup {
    static let title = "Which gaps"
    let types = Option("type", short: "t", picking: .oneOf(GapType.self), "Only these types of gap.")
    let fields = Option("field", each: .oneOf(Field.self), "Only gaps in these fields.")
    let confidence = Option("confidence", .oneOf(Confidence.self), "Only gaps of this confidence.")
    let libraries = Option("library", each: .name(of: .library), key: "libraries", "Only these Plex libraries.")
    let tags = Option("tag", picking: .name(of: .tag), "Only scenes with one of these tags.")
    let studios = Option("studio", picking: .text, "Only scenes of these studios; '*' stands for anything.")
    let organized = Option(yesOrNo: "organized", "Only scenes that are organized, or are not.")
    init() {}
}
