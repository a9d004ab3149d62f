public import CommandSyntax
public import Rules
public import SyncModel

extension ValueKind where Value == String {
    /// A name for a new rule.
    static var newRule: Self {
        Self("NAME", takes: Rule.nameExpectation) { Rule.isName($0) ? $0 : nil }
    }
}

extension ValueKind where Value == Trigger {
    /// What starts a rule: the words of a rules file, and the same without braces.
    public static var trigger: Self {
        let words = Trigger.names.joined(separator: ", ")
        return Self(
            "WHEN",
            takes:
                "\(words), or such as 'daily 03:30', 'weekly sunday 04:00', 'monthly 1,15', 'every 6h', 'cron 30 3 * * *'",
            suggestions: .words(Trigger.names)
        ) { try Trigger(text: $0) }
    }
}

extension ValueKind where Value == Zone {
    public static var zone: Self {
        Self("ZONE", takes: "a time zone's name such as Europe/Berlin") { name in
            if let zone = Zone(identifier: name) { return zone }
            guard let near = nearestZone(to: name) else { return nil }
            throw UnknownZone(name: name, near: near)
        }
    }
}

/// A name that is no zone's, but nearly.
struct UnknownZone: Error, CustomStringConvertible {
    let name, near: String
    var description: String { "'\(name)' is no time zone; did you mean '\(near)'?" }
}

extension ValueKind where Value == Rule.CatchUp {
    public static var catchUp: Self {
        Self(
            "WHICH", takes: "latest, none, or a length of time such as 24h: the latest if it is no older",
            suggestions: .words(["latest", "none"])
        ) { word in
            switch word {
            case "latest": .latest
            case "none": Rule.CatchUp.none
            default:
                TimeSpan(text: word.hasPrefix("within ") ? String(word.dropFirst(7)) : word).map {
                    .within(seconds: $0.seconds)
                }
            }
        }
    }
}

/// The keys of a rule that no other command has options for.
public struct RuleOptions: OptionGroup {
    public static let title = "When and how"
    public let when = Option("when", .trigger, "What starts it; must be given. In words, or as a rules file has it.")
    public let timezone = Option("timezone", .zone, "Where its days begin and its clock is; else as in the file.")
    public let action = Option(
        "do", .oneOf(GapAction.self), default: .enqueue, "Queue what it finds, or only report it.")
    public let limit = Option("limit", .count(from: 1, to: 10_000_000), "How many scenes one run queues at most.")
    public let jitter = Option("jitter", .span, "Start up to so much later, always by the same share.")
    public let catchUp = Option(
        "catch-up", .catchUp, key: "catch_up", "Which times to make up for that passed meanwhile: latest unless given.")
    public let overlap = Option(
        "overlap", .oneOf(Rule.Overlap.self), default: .skip, "What becomes of a time that comes while it still runs.")
    public let deadline = Option("deadline", .span, "End a run after so long.")
    public let onFailure = Option(
        "on-failure", .oneOf(Rule.OnFailure.self), default: .continue, key: "on_failure",
        "Go on, or pause until it is enabled.")
    public let disabled = Option(flag: "disabled", key: "enabled", "Write it, but switched off.")
    public init() {}
}

extension Arguments<RuleOptions> {
    /// A rule of that name with these keys; `nil` where nothing says when.
    func rule(named name: String) -> Rule? {
        guard let trigger = self.when else { return nil }
        var rule = Rule(name: name, trigger: trigger)
        rule.timezone = self.timezone
        rule.action = self.action
        rule.limit = self.limit
        rule.jitter = self.jitter?.seconds ?? 0
        rule.catchUp = self.catchUp ?? rule.catchUp
        rule.overlap = self.overlap
        rule.deadline = self.deadline?.seconds
        rule.onFailure = self.onFailure
        rule.isEnabled = !self.disabled
        return rule
    }
}
