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
        let before = seen.count + nameless
        let fresh = unseen(page)
        let isNew = seen.count + nameless > before
        if page.size > 0, !isNew, total == nil, step > pageSize {
            // Without a total, the same again is how a server that ignores paging shows that this was all.
            isOver = true
            return (fresh, false)
        }
        note(page)
        place += page.size
        judge(page, isNew: isNew)
        let mustAskAnew = !isOver && page.size != step
        if mustAskAnew { (step, ahead) = (page.size, place) }
        return (fresh, mustAskAnew)
    }

    /// Whether the walk is over with this page, which is counted in already.
    private mutating func judge(_ page: ItemPage, isNew: Bool) {
        if page.size == 0 {
            isOver = true
            if let total, place < total { doubt("its pages came short: \(place) of \(total) items") }
        } else if !isNew {
            isOver = true
            doubt("a page brought nothing new")
        } else if place > Self.most {
            isOver = true
            doubt("it does not end")
        } else if let total, place >= total {
            isOver = true
        }
    }

    private mutating func note(_ page: ItemPage) {
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
