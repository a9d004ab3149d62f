/// A condition on a row, with the three values of SQL: nil is NULL, which no listing takes.
typealias StashTest<Row> = (Row) -> Bool?

enum StashTests {
    /// All of them, as SQL's AND has it.
    static func all<Row>(_ tests: [StashTest<Row>]) -> StashTest<Row> {
        if tests.count == 1 { return tests[0] }
        return { row in
            var result: Bool? = true
            for test in tests {
                switch test(row) {
                case false?: return false
                case nil: result = nil
                case true?: break
                }
            }
            return result
        }
    }

    /// One of two, as SQL's OR has it.
    static func either<Row>(_ left: @escaping StashTest<Row>, _ right: @escaping StashTest<Row>) -> StashTest<Row> {
        { row in
            switch (left(row), right(row)) {
            case (true?, _), (_, true?): true
            case (false?, false?): false
            default: nil
            }
        }
    }

    /// The opposite; NULL stays NULL.
    static func not<Row>(_ test: @escaping StashTest<Row>) -> StashTest<Row> { { row in test(row).map { !$0 } } }

    /// Puts `AND`, `OR` and `NOT` around the criteria of one level; only one of the three may stand there.
    static func combined<Row>(
        _ input: GraphQLInput, own: [StashTest<Row>], _ make: (GraphQLInput) throws -> StashTest<Row>
    ) throws -> StashTest<Row> {
        let given = ["AND", "OR", "NOT"].filter { input.given($0) != nil }
        if given.count > 1 { throw StashRefusal("cannot have \(given[0]) and \(given[1]) in the same filter") }
        let level = all(own)
        guard let word = given.first, let inner = input.given(word) else { return level }
        let test = try make(inner)
        switch word {
        case "AND": return own.isEmpty ? test : all([level, test])
        case "OR": return own.isEmpty ? test : either(level, test)
        default: return own.isEmpty ? not(test) : all([level, not(test)])
        }
    }
}
