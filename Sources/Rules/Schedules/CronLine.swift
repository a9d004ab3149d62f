import Spelling
import YAML

/// What is wrong with a cron line.
public struct CronFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// The word that was probably meant.
    public let nearest: String?
    init(_ description: String, nearest: String? = nil) { (self.description, self.nearest) = (description, nearest) }
}

extension CalendarPattern {
    /// Reads `minute hour day month weekday`, with names, lists, ranges and steps, or `@daily` and its like.
    ///
    /// Sunday is 0 or 7. Hours given as `*` or `*/n` follow real time; all else names times of day.
    public init(cron line: String) throws(CronFault) {
        // Every value of every field, one by one, takes 400.
        guard line.utf8.count <= 1000 else { throw CronFault("a cron line has at most 1000 characters") }
        var fields = line.lowercased().split { $0 == " " || $0 == "\t" }
        if fields.first?.hasPrefix("@") == true { fields = try Self.nickname(fields) }
        guard fields.count == 5 else {
            throw CronFault(
                "a cron line has 5 fields (minute hour day month weekday), not \(fields.count)"
                    + (fields.count == 6 ? "; there are no seconds" : ""))
        }
        self.init(minutes: try CronField.minute.bits(of: fields[0]), hours: try CronField.hour.bits(of: fields[1]))
        days = fields[2] == "*" ? nil : try CronField.day.bits(of: fields[2])
        months = try CronField.month.bits(of: fields[3])
        weekdays = fields[4] == "*" ? nil : Self.fromMonday(try CronField.weekday.bits(of: fields[4]))
        followsRealMinutes = fields[1].split(separator: ",").contains { $0.hasPrefix("*") }
        if !isPossible { throw CronFault("no month of these has such a day") }
    }

    /// From bits `0...7` with Sunday at either end to `1...7` from Monday.
    private static func fromMonday(_ bits: UInt64) -> UInt64 {
        (bits & 0b1111_1110) | (bits & 1) << 7
    }

    private static func nickname(_ words: [Substring]) throws(CronFault) -> [Substring] {
        let lines = [
            "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
            "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
        ]
        let word = String(words[0])
        if word == "@reboot" { throw CronFault("'@reboot' is no time; write 'when: startup'") }
        guard words.count == 1, let line = lines[word] else {
            throw CronFault("'\(visible(word))' is unknown", nearest: nearest(to: word, in: lines.keys.sorted()))
        }
        return line.split(separator: " ")
    }
}

/// One field of a cron line.
private struct CronField {
    let name: String
    let range: ClosedRange<Int>
    /// Names of the values from `range.lowerBound` on.
    var names: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let day = CronField(name: "day", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    static let weekday = CronField(
        name: "weekday", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    func bits(of text: Substring) throws(CronFault) -> UInt64 {
        var all: UInt64 = 0
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            all |= try bits(ofPart: Substring(part))
        }
        return all
    }

    private func bits(ofPart part: Substring) throws(CronFault) -> UInt64 {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first, !first.isEmpty else { throw fault("'\(visible(String(part)))' names nothing") }
        let step = halves.count == 2 ? try self.step(halves[1]) : 1
        let ends = first.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let values: ClosedRange<Int>
        if first == "*" {
            values = range.lowerBound...(names.first == "sun" ? 6 : range.upperBound)
        } else if ends.count == 2 {
            let (low, high) = (try value(ends[0]), try value(ends[1]))
            guard low <= high else { throw fault("'\(visible(String(first)))' runs backwards; write two ranges") }
            values = low...high
        } else {
            let only = try value(first)
            guard halves.count == 1 else {
                throw fault(
                    "'\(visible(String(part)))' has a step and no range; write \(only)-\(range.upperBound)/\(step)")
            }
            values = only...only
        }
        return stride(from: values.lowerBound, through: values.upperBound, by: step).reduce(0) { $0 | 1 << UInt64($1) }
    }

    private func step(_ text: Substring) throws(CronFault) -> Int {
        guard isNumber(text), let step = Int(text), step >= 1 else {
            throw fault("'/\(visible(String(text)))' is no step; it takes a whole number from 1")
        }
        guard step <= range.upperBound else {
            throw fault("a step of \(step) is longer than the whole field; for such a distance there is {every: …}")
        }
        return step
    }

    private func value(_ text: Substring) throws(CronFault) -> Int {
        if let index = names.firstIndex(of: String(text)) { return range.lowerBound + index }
        guard isNumber(text), let value = Int(text), range.contains(value) else {
            throw CronFault(
                "the \(name) takes \(range.lowerBound) to \(range.upperBound)"
                    + (names.isEmpty ? "" : " or \(names[0]) to \(names[names.count - 1])")
                    + ", not '\(visible(String(text)))'",
                nearest: isNumber(text) ? nil : nearest(to: String(text), in: names))
        }
        return value
    }

    private func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 4 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private func fault(_ message: String) -> CronFault { CronFault("the \(name): \(message)") }
}
