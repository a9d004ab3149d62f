import Spelling
public import SyncModel
public import YAML

extension FaultLog {
    /// Reads `when:`: a word, or a mapping with one of `daily`, `weekly`, `monthly`, `cron` and `every`.
    public func trigger(_ node: Node, _ name: String, isWhole: Bool = true) -> Trigger? {
        guard case .mapping(let entries) = node.content else { return word(node, name) }
        return mapping(node, path: name, of: .when, isWhole: isWhole) { keys in
            let found = [
                keys.daily(), keys.days("weekly", keys.weekday) { .weekly(on: $0 ?? [7], at: $1) },
                keys.days("monthly", keys.dayOfMonth) { .monthly(on: $0 ?? [1], at: $1) }, keys.cron(), keys.every(),
            ]
            if entries.count != 1 {
                report(
                    .wrongType, at: node.mark,
                    "\(name.isEmpty ? "a mapping" : "'\(name)'") takes one of daily, weekly, monthly, cron and every, not \(entries.isEmpty ? "none" : "several")"
                )
                return nil
            }
            return found.compactMap { $0 }.first.map(Trigger.schedule)
        } ?? nil
    }

    private func word(_ node: Node, _ name: String) -> Trigger? {
        guard let text = string(node, name) else { return nil }
        if let trigger = Trigger.words[text] { return trigger }
        let isTime = TimeOfDay(text: text) != nil
        let isCron = (try? CalendarPattern(cron: text)) != nil
        let hint = isTime ? "; write {daily: \"\(text)\"}" : isCron ? "; write {cron: \"…\"}" : ""
        report(
            .unknownWord, at: node.mark,
            "'\(name)' takes \(listed(Trigger.wordList)) or a mapping such as {daily: \"03:30\"}, not '\(visible(text))'\(hint)",
            nearest: nearest(to: text, in: Trigger.wordList))
        return nil
    }
}

extension MappingDecoder {
    fileprivate func daily() -> Schedule? { time("daily").map { .calendar(.daily(at: $0)) } }

    fileprivate func cron() -> Schedule? {
        guard let text = string("cron") else { return nil }
        do { return .calendar(try CalendarPattern(cron: text)) } catch {
            report(.badSchedule, at: "cron", "'\(name("cron"))': \(error.description)", nearest: error.nearest)
            return nil
        }
    }

    fileprivate func every() -> Schedule? {
        guard let span = span("every") else { return nil }
        guard (60...366 * 86_400).contains(span.seconds) else {
            report(.outOfRange, at: "every", "'\(name("every"))' takes 1m to 366d, not \(span.text)")
            return nil
        }
        return .every(seconds: span.seconds)
    }

    /// `{on: …, at: "HH:MM"}`, either of which may be absent.
    fileprivate func days(
        _ key: String, _ read: (Node, String) -> Int?, _ make: ([Int]?, TimeOfDay) -> CalendarPattern
    ) -> Schedule? {
        mapping(key) { keys in
            let days = keys.list("on", takesOne: true) { read($0, $1) }
            if case .list(let items)? = keys.raw("on")?.content, items.isEmpty {
                keys.report(.emptyList, at: "on", "'\(keys.name("on"))' is an empty list, and would be never")
            }
            let time = keys.time("at")
            if keys.raw("at") != nil, time == nil { return nil }
            if let days, days.isEmpty { return nil }
            return .calendar(make(days, time ?? .usual))
        } ?? nil
    }

    fileprivate func weekday(_ node: Node, _ name: String) -> Int? {
        guard let text = log.string(node, name) else { return nil }
        let days = KeyTable.weekdays
        let word = text.lowercased()
        if let index = days.firstIndex(where: { $0 == word || $0.prefix(3) == word }) { return index + 1 }
        log.report(
            .unknownWord, at: node.mark, "'\(name)' takes \(listed(days)), not '\(visible(text))'",
            nearest: nearest(to: text, in: days))
        return nil
    }

    fileprivate func dayOfMonth(_ node: Node, _ name: String) -> Int? {
        if case .scalar(let scalar) = node.content, case .int(let day) = scalar.value, (1...31).contains(day) {
            return day
        }
        log.report(.outOfRange, at: node.mark, "'\(name)' takes a day of the month, 1 to 31, not \(node.kind)")
        return nil
    }

    private func time(_ key: String) -> TimeOfDay? {
        guard let text = string(key) else { return nil }
        if let time = TimeOfDay(text: text) { return time }
        report(
            .badSchedule, at: key, "'\(name(key))' takes a time such as \"03:30\", not '\(visible(text))'",
            nearest: TimeOfDay(text: "0" + text) == nil ? nil : "0" + text)
        return nil
    }

    /// A length of time: `90s`, `15m`, `6h`, `30d`.
    public func span(_ key: String) -> TimeSpan? {
        guard let text = string(key, takesNumbers: true) else { return nil }
        if let span = TimeSpan(text: text) { return span }
        report(.badSpan, at: key, "'\(name(key))' takes a length of time such as 30m, 6h or 7d, not '\(visible(text))'")
        return nil
    }
}

extension Fault.Code {
    public static let badSchedule = Self(rawValue: "bad-schedule")
    public static let badSpan = Self(rawValue: "bad-span")
    public static let badScope = Self(rawValue: "bad-scope")
    public static let badName = Self(rawValue: "bad-name")
}
