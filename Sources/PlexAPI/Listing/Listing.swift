public import SyncModel

extension PlexClient {
    /// Walks all pages of a library in the order of their ids.
    ///
    /// - Parameters:
    ///   - pageSize: Rows to ask for with one request; Plex may send another number.
    ///   - inFlight: Pages under way at a time, once the first has told the total. So many are held at most.
    ///   - updatedAfter: Unix seconds; only items changed later.
    ///   - without: As for ``page(of:start:size:updatedAfter:without:)``.
    ///   - page: Gets each page in order, an item never twice. What it throws ends the walk.
    /// - Returns: Whether the listing can be trusted to be whole.
    /// - Throws: ``PlexError`` where a page could not be read, after `retry` if need be: what came before is then an
    ///   incomplete listing. And what `page` throws.
    public func listing(
        of library: Library.Key, pageSize: Int = 500, inFlight: Int = 2, updatedAfter: Int? = nil,
        without: Set<Field> = [], isolation: isolated (any Actor)? = #isolation,
        page deliver: (ItemPage) async throws -> Void
    ) async throws -> ListingEnd {
        precondition(inFlight >= 1)
        var walk = ListingWalk(pageSize: pageSize)
        var unreadable: [RatingKey] = []
        while !walk.isOver {
            // A group for as long as pages begin where they were expected to.
            try await withThrowingTaskGroup(of: (start: Int, page: ItemPage).self) { group in
                var waiting: [Int: ItemPage] = [:]
                var underWay = 0
                repeat {
                    while underWay + waiting.count < inFlight, let start = walk.nextStart() {
                        group.addTask {
                            let page = try await page(
                                of: library, start: start, size: pageSize, updatedAfter: updatedAfter, without: without)
                            return (start, page)
                        }
                        underWay += 1
                    }
                    if let arrived = try await group.next() {
                        underWay -= 1
                        waiting[arrived.start] = arrived.page
                    }
                    while let page = waiting.removeValue(forKey: walk.place) {
                        let taken = walk.take(page)
                        unreadable += taken.page.unreadable
                        try await deliver(taken.page)
                        if taken.mustAskAnew || walk.isOver { return group.cancelAll() }
                    }
                } while !walk.isOver
            }
        }
        return walk.ending(unreadable: unreadable)
    }
}
