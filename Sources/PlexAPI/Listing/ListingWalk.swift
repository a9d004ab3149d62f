import SyncModel

/// How far the walk through a listing has come: decides what to ask next and what to think of what came. Knows no network.
///
/// Plex may send pages of another size than asked, or ignore paging; there is no snapshot between pages
/// (`apis/plex.md` 3.2). So a walk advances by what was received, ends at the total or at an empty page, and keeps in
/// mind whatever makes the listing doubtful.
struct ListingWalk {
    /// What is asked for; Plex decides what comes.
    let pageSize: Int
    /// Where the next page to be taken begins.
    private(set) var place = 0
    /// Where the next page to be asked for begins; ahead of `place` by what is under way.
    private(set) var ahead = 0
    private(set) var isOver = false
    /// The first thing that makes the listing doubtful.
    private(set) var why: String?
    private var total: Int?
    /// Rows that a page has turned out to hold.
    private var step: Int
    private var seen: Set<String> = []
    private var nameless = 0

    /// No library is larger; a server that lists more is not believed.
    static let most = 10_000_000

    init(pageSize: Int) {
        precondition(pageSize >= 1)
        (self.pageSize, step) = (pageSize, pageSize)
    }

    /// The start of the next page to ask for, or nil where what is under way must come first.
    mutating func nextStart() -> Int? {
        guard !isOver else { return nil }
        guard ahead == place || (total.map { ahead < $0 } ?? false) else { return nil }
        defer { ahead += step }
        return ahead
    }

    /// Takes the page that begins at `place`.
    ///
    /// - Returns: The page without what an earlier one held, and whether pages under way begin in the wrong places.
    mutating func take(_ page: ItemPage) -> (page: ItemPage, mustAskAnew: Bool) {
        let isFirst = place == 0
        note(page, isFirst: isFirst)
        let before = seen.count + nameless
        let fresh = unseen(page)
        let new = seen.count + nameless - before
        place += page.size
        if page.size == 0 {
            end(total.map { place < $0 } ?? false ? "its pages came short: \(place) of \(total ?? 0) items" : nil)
        } else if new == 0 {
            end(endlessWithoutPaging(page) ? nil : "a page brought nothing new")
        } else if let total, place >= total {
            end(nil)
        } else if place > Self.most {
            end("it does not end")
        }
        let mustAskAnew = !isOver && page.size != step
        if mustAskAnew { (step, ahead) = (page.size, place) }
        return (fresh, mustAskAnew)
    }

    /// Without a total, a second copy of the whole is how a server without paging shows that this was all.
    private func endlessWithoutPaging(_ page: ItemPage) -> Bool { total == nil && page.size > pageSize }

    private mutating func note(_ page: ItemPage, isFirst: Bool) {
        if let now = page.total {
            if let total, total != now { doubt("the number of its items went from \(total) to \(now) meanwhile") }
            total = now
        }
        if page.offset != place, page.size > 0 {
            doubt("a page was asked for from \(place) on and came from \(page.offset) on")
        }
    }

    private mutating func unseen(_ page: ItemPage) -> ItemPage {
        var page = page
        page.items.removeAll { !seen.insert($0.ratingKey.rawValue).inserted }
        page.unreadable.removeAll { !seen.insert($0.rawValue).inserted }
        page.absent.removeAll { !seen.insert($0.rawValue).inserted }
        nameless += page.nameless
        return page
    }

    private mutating func doubt(_ reason: String) { if why == nil { why = reason } }

    private mutating func end(_ reason: String?) {
        isOver = true
        if let reason { doubt(reason) }
    }

    /// What the walk amounts to, once it is over.
    func ending(unreadable: [RatingKey]) -> ListingEnd {
        let received = seen.count + nameless
        let total = total ?? received
        var why = why
        if why == nil, received != total { why = "it announced \(total) items and gave \(received)" }
        if why == nil, nameless > 0 { why = "\(nameless) of its items have no rating key" }
        return ListingEnd(total: total, received: received, unreadable: unreadable, why: why)
    }
}
