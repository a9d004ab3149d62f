/// The criteria of a filter, each as the text of the SQL that Stash makes of it would decide.
enum StashCriteria {
    // MARK: Numbers

    static func int<Row>(_ input: GraphQLInput, _ get: @escaping (Row) -> Int?) throws -> StashTest<Row> {
        let low = input.given("value")?.int ?? 0
        let high = input.given("value2")?.int ?? low
        switch input.modifier {
        case "EQUALS": return { get($0).map { $0 == low } }
        case "NOT_EQUALS": return { get($0).map { $0 != low } }
        case "GREATER_THAN": return { get($0).map { $0 > low } }
        case "LESS_THAN": return { get($0).map { $0 < low } }
        case "BETWEEN": return { get($0).map { $0 >= low && $0 <= high } }
        case "NOT_BETWEEN": return { get($0).map { $0 < low || $0 > high } }
        case "IS_NULL": return { get($0) == nil }
        case "NOT_NULL": return { get($0) != nil }
        default: throw StashRefusal.panic("unsupported int modifier type provided")
        }
    }

    // MARK: Times and dates

    /// Stored times are text and compared as text. A value that looks like a number is one to the database, and every text is
    /// greater than every number.
    /// - Parameter tomorrow: Stands in for a missing upper end.
    static func time<Row>(
        _ input: GraphQLInput, tomorrow: String, _ get: @escaping (Row) -> String?
    ) throws -> StashTest<Row> {
        let low = StashComparand(input.given("value")?.text ?? "")
        let high = StashComparand(input.given("value2")?.text ?? tomorrow)
        switch input.modifier {
        case "EQUALS": return { get($0).map { low.order(of: $0) == 0 } }
        case "NOT_EQUALS": return { get($0).map { low.order(of: $0) != 0 } }
        case "GREATER_THAN": return { get($0).map { low.order(of: $0) > 0 } }
        case "LESS_THAN": return { get($0).map { low.order(of: $0) < 0 } }
        case "BETWEEN": return { get($0).map { low.order(of: $0) >= 0 && high.order(of: $0) <= 0 } }
        case "NOT_BETWEEN": return { get($0).map { low.order(of: $0) < 0 || high.order(of: $0) > 0 } }
        case "IS_NULL": return { get($0) == nil }
        case "NOT_NULL": return { get($0) != nil }
        default: throw StashRefusal.panic("unsupported date modifier type")
        }
    }

    // MARK: Text

    /// - Parameter get: The column's values: several where the row is joined to others (a scene and its files), none for NULL.
    static func text<Row>(_ input: GraphQLInput, _ get: @escaping (Row) -> [String]) throws -> StashTest<Row> {
        let value = input.given("value")?.text ?? ""
        func any(_ test: @escaping (String) -> Bool) -> StashTest<Row> {
            { row in
                let values = get(row)
                return values.isEmpty ? nil : values.contains(where: test)
            }
        }
        switch input.modifier {
        case "EQUALS":
            let pattern = StashLike(value)
            return any { pattern.matches($0) }
        case "NOT_EQUALS":
            let pattern = StashLike(value)
            return any { !pattern.matches($0) }
        case "INCLUDES":
            let words = StashLike.words(value)
            return any { text in words.contains { $0.matches(text) } }
        case "EXCLUDES":
            let words = StashLike.words(value)
            return { row in !get(row).contains { text in words.contains { $0.matches(text) } } }
        case "MATCHES_REGEX":
            let pattern = try StashPattern(value)
            return { row in get(row).contains { pattern.matches($0) } }
        case "NOT_MATCHES_REGEX":
            let pattern = try StashPattern(value)
            return { row in !get(row).contains { pattern.matches($0) } }
        case "IS_NULL": return { row in get(row).allSatisfy { $0.allSatisfy { $0 == " " } } }
        case "NOT_NULL": return { row in get(row).contains { $0.contains { $0 != " " } } }
        default: throw StashRefusal.panic("unsupported string modifier type provided")
        }
    }

    // MARK: Links

    /// - Parameters:
    ///   - get: Ids that the row is linked to.
    ///   - family: An id with all that counts as it (descendants).
    static func links<Row>(
        _ input: GraphQLInput, _ get: @escaping (Row) -> [Int], family: ([Int]) -> Set<Int>
    ) throws -> StashTest<Row> {
        let values = try (input.given("value")?.list ?? []).map { try $0.id() }
        let excluded = try (input.given("excludes")?.list ?? []).map { try $0.id() }
        let barred = family(excluded)
        func without(_ test: @escaping StashTest<Row>) -> StashTest<Row> {
            barred.isEmpty ? test : StashTests.all([test, { row in !get(row).contains { barred.contains($0) } }])
        }
        let modifier = input.modifier
        if values.isEmpty, modifier != "IS_NULL", modifier != "NOT_NULL" { return without { _ in true } }
        let wanted = family(values)
        switch modifier {
        case "INCLUDES": return without { row in get(row).contains { wanted.contains($0) } }
        case "INCLUDES_ALL", "EQUALS":
            let families = values.map { family([$0]) }
            return without { row in
                let ids = get(row)
                return families.allSatisfy { family in ids.contains { family.contains($0) } }
                    && (modifier == "INCLUDES_ALL" || ids.count == values.count)
            }
        case "EXCLUDES": return { row in !get(row).contains { wanted.contains($0) || barred.contains($0) } }
        case "IS_NULL": return { row in get(row).isEmpty }
        case "NOT_NULL": return { row in !get(row).isEmpty }
        default: throw StashRefusal.panic("unsupported modifier \(modifier)")
        }
    }
}

extension GraphQLInput {
    var modifier: String { given("modifier")?.text ?? "" }

    /// A row number, from text or number.
    func id() throws -> Int {
        let text = text ?? ""
        guard let id = Int(text) else {
            throw StashRefusal("converting ids: strconv.Atoi: parsing \"\(text)\": invalid syntax")
        }
        return id
    }
}

/// What a stored text is compared with.
private struct StashComparand {
    private let text: String
    private let isNumber: Bool

    init(_ text: String) {
        self.text = text
        let plain = text.drop { $0 == " " }
        isNumber =
            !plain.isEmpty && plain.utf8.allSatisfy { "0123456789+-.eE ".utf8.contains($0) } && Double(plain) != nil
    }

    /// Above 0 where `stored` is greater.
    func order(of stored: String) -> Int {
        if isNumber { return 1 }
        return stored == text ? 0 : stored > text ? 1 : -1
    }
}
