import SyncModel
public import YAML

extension KeyTable {
    /// A rule of `rules:`.
    public static let rule = KeyTable([
        .init(
            "name", .text(pattern: #"^[^\s-][^\s]{0,63}$"#, takesNumbers: true), isRequired: true,
            "What it is called, unlike every other: \(Rule.nameExpectation)."),
        .init(
            "when", .either([.words(Trigger.names), .mapping(when, count: 1...1)]), isRequired: true, "What starts it."),
        .init(
            "timezone", .text(), "Where its days begin and its clock is, such as Europe/Berlin; else as in the file."),
        .init(
            "scope", .either([.text(), .mapping(scope, count: 1...4)]),
            "Which scenes are looked at: \(Scope.expectation)."),
        .init("gaps", .named("filter"), "Which gaps are kept."),
        .init("do", .choice(GapAction.self), "Queue what it finds, or only report it: enqueue unless given."),
        .init("limit", .integer(Rule.limits), "How many scenes one run queues at most."),
        .init("jitter", .span, "Start up to so much later, always by the same share."),
        .init(
            "catch_up", .either([.choice(CatchUpWord.self), .mapping(catchUp)]),
            "Which times to make up for that passed meanwhile: latest unless given."),
        .init("overlap", .choice(Rule.Overlap.self), "What becomes of a time that comes while it still runs: skip."),
        .init("deadline", .span, "End a run after so long."),
        .init("on_failure", .choice(Rule.OnFailure.self), "Go on, or pause until it is enabled: continue."),
        .init("enabled", .bool, "Whether it starts at all: true."),
    ])

    static let catchUp = KeyTable([.init("within", .span, isRequired: true, "The latest, if it is no older.")])

    static let when = KeyTable([
        .init("daily", .time, "A time of every day."),
        .init("weekly", .mapping(days(.text(pattern: weekday))), "A time of some days of the week."),
        .init("monthly", .mapping(days(.integer(1...31))), "A time of some days of the month."),
        .init("cron", .text(), "Five fields, or such as @daily."), .init("every", .span, "Again after so much time."),
    ])

    private static func days(_ day: Shape) -> KeyTable {
        KeyTable([
            .init("on", .oneOrMore(day), "The day or days."), .init("at", .time, "The time: 03:00 unless given."),
        ])
    }

    /// Three letters or the whole word, whatever their case.
    private static let weekday: String = {
        func anyCase(_ text: some StringProtocol) -> String { text.map { "[\($0.uppercased())\($0)]" }.joined() }
        return "^(\(weekdays.map { "\(anyCase($0.prefix(3)))(\(anyCase($0.dropFirst(3))))?" }.joined(separator: "|")))$"
    }()

    static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    static let scope = KeyTable([
        .init("last", .span, "So much time up to now."),
        .init("from", .text(pattern: day), "The first day, or instant, that is in it."),
        .init("to", .text(pattern: day), "The first day, or instant, that is no longer in it."),
        .init("by", .choice(Scope.By.self), "Which time of a scene counts: updated."),
    ])

    private static let day = #"^\s*\d{4}-\d{2}-\d{2}([Tt ].*)?\s*$"#
}

extension KeyTable {
    /// Keys of a filter that speak of gaps, not of scenes.
    static let gapKeys = ["types", "fields", "confidence", "library"]

    /// A filter of gaps, `gaps:`.
    public static let filter = filter(named: "filter")

    /// A filter of scenes alone, `sync.only`.
    public static let sceneFilter = filter(named: "scene_filter").without(gapKeys)

    private static func filter(named name: String) -> KeyTable {
        KeyTable([
            .init("types", .oneOrMore(.choice(GapType.self)), "Gaps of these types."),
            .init("fields", .oneOrMore(.choice(Field.self)), "Gaps in these fields."),
            .init("confidence", .choice(Confidence.self), "Gaps that are as sure."),
            .init("library", .oneOrMore(.text(takesNumbers: true)), "Gaps in these Plex libraries, by title or key."),
            .init("studio", .oneOrMore(.text(takesNumbers: true)), "Scenes of these studios; '*' stands for anything."),
            .init("performers", .oneOrMore(.text(takesNumbers: true)), "Scenes with one of these performers."),
            .init("tags", .oneOrMore(.text(takesNumbers: true)), "Scenes with one of these tags."),
            .init("path", .oneOrMore(.text(takesNumbers: true)), "Scenes with a file of such a path in Stash."),
            .init("organized", .bool, "Scenes that are organized, or are not."),
            .init(
                "rating", .either([.integer(0...100), .text(pattern: #"^ *(<|<=|=|==|!=|>=|>)? *[0-9][0-9 ]*$"#)]),
                "Scenes of such a rating, from 0 to 100."),
            .init("not", .named("inner_\(name)"), "Drops what this matches."),
            .init("any", .oneOrMore(.named("inner_\(name)")), "Keeps what one of these matches."),
        ])
    }
}

/// The words of `catch_up`.
enum CatchUpWord: String, CaseIterable { case latest, none }

extension Shape {
    /// A length of time.
    static var span: Shape { .text(pattern: "^0*[1-9][0-9]*(\(TimeSpan.unitNames.joined(separator: "|")))$") }

    /// A time of day.
    static var time: Shape { .text(pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$") }
}
