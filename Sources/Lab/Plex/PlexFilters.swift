/// How a filter compares: the operator is written at the end of the query's name (`apis/plex.md` 3.3).
enum PlexOperator {
    case equal, notEqual, greater, less, atLeast, atMost, exactly, differs

    /// Takes the operator off the end of a query name; a raw `==` leaves its second half in the value.
    static func split(_ name: String, _ value: String) -> (name: String, is: PlexOperator, value: String) {
        let endings: [(String, PlexOperator)] = [
            (">>", .greater), ("<<", .less), ("!=", .differs), ("!", .notEqual), ("=", .exactly), (">", .atLeast),
            ("<", .atMost),
        ]
        for (ending, found) in endings where name.hasSuffix(ending) {
            return (String(name.dropLast(ending.count)), found, value)
        }
        return value.hasPrefix("=") ? (name, .exactly, String(value.dropFirst())) : (name, .equal, value)
    }
}

extension PlexState {
    /// The items that every filter in the query lets through. Names that are no filter are ignored.
    func filtered(_ places: [Int], _ request: PlexRequest) -> [Int] {
        let tests = request.query.compactMap { test($0.name, $0.value) }
        guard !tests.isEmpty else { return places }
        return library.items.withUnsafeBufferPointer { items in
            places.filter { place in tests.allSatisfy { $0(items, place) } }
        }
    }

    /// Reads one property in place: a copy of an item costs more than the comparison.
    private typealias Read<Value> = (UnsafeBufferPointer<PlexItem>, Int) -> Value

    private func test(_ name: String, _ value: String) -> Read<Bool>? {
        let (name, comparison, value) = PlexOperator.split(name, value)
        let choices = value.split(separator: ",").map(String.init)
        switch name {
        case "id": return number(comparison, choices, { $0[$1].ratingKey })
        case "addedAt": return number(comparison, choices.compactMap(instant), { $0[$1].addedAt })
        case "updatedAt": return number(comparison, choices.compactMap(instant), { $0[$1].updatedAt })
        case "year": return number(comparison, choices, { $0[$1].year ?? 0 })
        case "title": return text(comparison, choices) { [$0[$1].title] }
        case "studio": return text(comparison == .equal ? .exactly : comparison, choices) { [$0[$1].studio ?? ""] }
        case "summary": return text(comparison, choices) { [$0[$1].summary ?? ""] }
        case "trash": return { ($0[$1].deletedAt != nil) == (value == "1") }
        case "unmatched": return { _, _ in value == "1" }
        default:
            guard let kind = PlexTagKind(rawValue: name) else { return nil }
            let list = kind.list
            let names = choices.map { choice in Int(choice).flatMap { tags.name(ofID: $0, kind: name) } ?? choice }
            let strict: PlexOperator = comparison == .notEqual ? .differs : .exactly
            return text(strict, names) { $0[$1][keyPath: list] }
        }
    }

    private func number(
        _ comparison: PlexOperator, _ choices: [String], _ read: @escaping Read<Int>
    ) -> Read<Bool> {
        number(comparison, choices.compactMap { Int($0) }, read)
    }

    private func number(
        _ comparison: PlexOperator, _ numbers: [Int], _ read: @escaping Read<Int>
    ) -> Read<Bool> {
        { items, place in
            let have = read(items, place)
            return switch comparison {
            case .equal, .exactly: numbers.contains(have)
            case .notEqual, .differs: !numbers.contains(have)
            case .greater: numbers.contains { have > $0 }
            case .less: numbers.contains { have < $0 }
            case .atLeast: numbers.contains { have >= $0 }
            case .atMost: numbers.contains { have <= $0 }
            }
        }
    }

    private func text(
        _ comparison: PlexOperator, _ choices: [String], _ read: @escaping Read<[String]>
    ) -> Read<Bool> {
        let choices = choices.map { $0.lowercased() }
        return { items, place in
            let have = read(items, place).map { $0.lowercased() }
            func any(_ test: (String, String) -> Bool) -> Bool {
                have.contains { text in choices.contains { test(text, $0) } }
            }
            return switch comparison {
            case .exactly: any { $0 == $1 }
            case .differs: !any { $0 == $1 }
            case .notEqual: !any { $0.contains($1) }
            case .atMost, .less: any { $0.hasPrefix($1) }
            case .atLeast, .greater: any { $0.hasSuffix($1) }
            case .equal: any { $0.contains($1) }
            }
        }
    }

    /// Unix seconds, `YYYY-MM-DD`, or relative to now as in `-30d`.
    private func instant(_ text: String) -> Int? {
        if let seconds = Int(text), seconds > 0 { return seconds }
        let day = text.split(separator: "-").compactMap { Int($0) }
        if day.count == 3, !text.hasPrefix("-") {
            return daysSince1970(year: day[0], month: day[1], day: day[2]) * 86_400
        }
        let units = ["mon": 2_592_000, "y": 31_536_000, "w": 604_800, "d": 86_400, "h": 3_600, "m": 60]
        let unit = text.drop { $0 == "-" || $0.isNumber }
        guard text.hasPrefix("-"), let length = units[String(unit)],
            let count = Int(text.dropFirst().prefix { $0.isNumber })
        else { return nil }
        return clock() - count * length
    }
}

/// Days from 1970-01-01 in the Gregorian calendar.
/// - SeeAlso: "days_from_civil", <https://howardhinnant.github.io/date_algorithms.html>
func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
