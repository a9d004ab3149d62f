import Spelling
import SyncModel
import YAML

/// Why a text names no trigger, as a sentence.
public struct TriggerFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

extension Trigger {
    /// The plain words there are, in the order of the documentation.
    public static var names: [String] { wordList }

    /// Reads a trigger as a person types it: a plain word; a word with its days, time, length or cron line, as in `daily
    /// 03:30`, `weekly mon,fri 04:00`, `monthly 15`, `every 6h`, `cron 30 3 * * *`; a cron line alone; or what a rules file
    /// has, `{daily: "03:30"}`.
    ///
    /// - Returns: `nil` for a word that is none of these.
    public init?(text: String) throws(TriggerFault) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count == 1, let trigger = Self.words[words[0]] {
            self = trigger
        } else if let yaml = Self.yaml(text, words) {
            self = .schedule(try Self.schedule(yaml, text))
        } else if TimeOfDay(text: text) != nil {
            throw TriggerFault(description: "'\(text)' alone is no trigger; did you mean 'daily \(text)'?")
        } else if let first = words.first, words.count > 1, let word = nearest(to: first, in: Self.heads) {
            throw TriggerFault(description: "'\(visible(text))' is no trigger; did you mean '\(word)'?")
        } else {
            return nil
        }
    }

    /// What more words may follow.
    private static let heads = ["daily", "weekly", "monthly", "every", "cron"]

    private static func schedule(_ yaml: String, _ text: String) throws(TriggerFault) -> Schedule {
        let document = Document(bytes: Array(yaml.utf8), file: "")
        var trigger: Trigger?
        if let root = document.root, document.log.isEmpty { trigger = document.log.trigger(root, "") }
        guard document.log.isEmpty, case .schedule(let schedule)? = trigger else {
            let messages = document.log.faults.map(\.message)
            throw TriggerFault(
                description: messages.isEmpty ? "'\(visible(text))' is no mapping" : messages.joined(separator: "; "))
        }
        return schedule
    }

    /// The mapping that a rules file would have; `nil` for words that begin none.
    private static func yaml(_ text: String, _ words: [String]) -> String? {
        guard let first = words.first else { return nil }
        if first.hasPrefix("{") { return text }
        if first.hasSuffix(":") { return "{\(text)}" }
        if first.hasPrefix("@") || (words.count == 5 && !heads.contains(first)) {
            return "{cron: \(quoted(words[...]))}"
        }
        let rest = words.dropFirst()
        switch first {
        case "cron" where !rest.isEmpty: return "{cron: \(quoted(rest))}"
        case "every" where !rest.isEmpty: return "{every: \(quoted(rest))}"
        case "daily" where !rest.isEmpty: return "{daily: \(quoted(rest.filter { $0 != "at" }[...]))}"
        case "weekly" where !rest.isEmpty, "monthly" where !rest.isEmpty: return "{\(first): {\(days(rest))}}"
        default: return nil
        }
    }

    /// `mon,fri 04:00`, `on 1 15 at 04:00`: what has a colon is the time.
    private static func days(_ words: ArraySlice<String>) -> String {
        let words = words.filter { $0 != "on" && $0 != "at" }
        let days = words.filter { !$0.contains(":") }.flatMap { $0.split(separator: ",") }.map(String.init)
        let times = words.filter { $0.contains(":") }
        let on = days.map { day in day.allSatisfy(\.isNumber) ? day : day.asYAML }.joined(separator: ", ")
        return [days.isEmpty ? nil : "on: [\(on)]", times.isEmpty ? nil : "at: \(quoted(times[...]))"]
            .compactMap { $0 }.joined(separator: ", ")
    }

    private static func quoted(_ words: ArraySlice<String>) -> String {
        // Quotes around a part, as people copy them from a file.
        words.joined(separator: " ").filter { $0 != "\"" && $0 != "'" }.asYAML
    }
}
