/// The `filter` argument: which page, in which order.
struct StashFindFilter {
    /// Rows on a page; -1 is all of them, 0 none.
    let perPage: Int
    /// From 1 on; less counts as 1.
    let page: Int
    let sort: String?
    let isDescending: Bool
    let search: String

    init(_ input: GraphQLInput?) {
        let input = input ?? .null
        perPage = input.given("per_page")?.int ?? 25
        page = max(1, input.given("page")?.int ?? 1)
        sort = input.given("sort")?.text.flatMap { $0.isEmpty ? nil : $0 }
        isDescending = input.given("direction")?.text == "DESC"
        search = input.given("q")?.text ?? ""
    }

    /// Which of `count` rows are on the page.
    func range(of count: Int) -> Range<Int> {
        guard perPage >= 0 else { return 0..<count }
        let (start, overflow) = (page - 1).multipliedReportingOverflow(by: perPage)
        guard !overflow, start < count else { return count..<count }
        return start..<min(count, start + min(perPage, count))
    }
}
