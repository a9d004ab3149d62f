import Database
import Ledger
import PlexAPI
import SyncModel

/// Brings the item index up to date (`DESIGN.md` 4.2).
struct ItemIndexing: Sendable {
    let engine: Engine
    let servers: ProbedServers
    /// Trust nothing kept.
    let isFull: Bool

    private static let pageSize = 500
    /// Seconds by which a refresh reaches back behind the newest change.
    private static let overlap = 3
    /// So many items are listed again at each refresh rather than counted.
    private static let mostRepeated = 2 * pageSize
    private static let week = 7 * 86_400

    func refresh() async throws -> [Library.Key: LibraryKnowledge] {
        if try await engine.store.read({ try ItemIndex.hasYoung(in: $0) }) {
            try await engine.store.write { try ItemIndex.expireYoung(in: $0) }
        }
        if isFull {
            try await engine.store.write { [server = servers.server] transaction in
                try KeptVerdicts.clear(in: transaction)
                try ItemIndex.expireAll(server, in: transaction)
            }
        }
        var known: [Library.Key: LibraryKnowledge] = [:]
        for library in servers.libraries { known[library.key] = try await refresh(library) }
        return known
    }

    private func refresh(_ library: Library) async throws -> LibraryKnowledge {
        let (mark, count) = try await engine.store.read { [server = servers.server] in
            (
                try Listings.mark(of: library.key, server: server, in: $0),
                try ItemIndex.count(server, library: library.key, in: $0)
            )
        }
        guard let mark, !isFull, mark.newest > 0,
            mark.listedAt.advanced(seconds: Self.week) > engine.now(), mark.listedAt <= engine.now()
        else { return try await list(library, countBefore: count, confirmedAt: nil) }
        do {
            if let knowledge = try await refreshNewer(library, mark) { return knowledge }
        } catch let error as PlexError {
            return try doubtful(library, error)
        }
        return try await list(library, countBefore: count, confirmedAt: mark.confirmedAt)
    }

    /// Asks for what is newer and compares the counts: two requests. `nil` where the counts disagree.
    private func refreshNewer(_ library: Library, _ mark: ListingMark) async throws -> LibraryKnowledge? {
        let intake = ListingIntake(engine: engine, servers: servers, library: library)
        if try await !isOldNews(library, mark, intake) {
            let end = try await engine.plex.listing(
                of: library.key, pageSize: Self.pageSize, updatedAfter: mark.newest - Self.overlap
            ) { try await intake.take($0) }
            guard end.isComplete else { return nil }
        }
        let total = try await engine.plex.count(of: library.key)
        let result = try await intake.finish()
        // A file that a newer item holds, unless that one is gone: only a full listing tells.
        guard result.unreadable == 0, !result.isContested else { return nil }
        let gone = result.gone
        let agrees = try await engine.store.write { [server = servers.server] transaction in
            let vanished = try gone.filter { try ItemIndex.row($0, server: server, in: transaction) != nil }
            try ItemIndex.remove(vanished, server: server, in: transaction)
            var mark = mark
            mark.uncounted += vanished.count
            mark.newest = max(mark.newest, result.newest)
            let count = try ItemIndex.count(server, library: library.key, in: transaction)
            guard count + mark.uncounted == total else { return false }
            try Listings.set(mark, of: library.key, server: server, in: transaction)
            return true
        }
        return agrees
            ? LibraryKnowledge(library: library, listedAt: mark.listedAt, confirmedAt: mark.confirmedAt) : nil
    }

    /// Whether the overlap holds nothing new, where it holds so many items that reading them at each refresh anew would
    /// be dear: all of a library that was filled or refreshed within a few seconds. What is later than the newest is
    /// taken in; beyond that the overlap can only have gained an item, and then it counts one more. Items whose files
    /// vanished are counted by Plex and not kept: so many may be among them.
    private func isOldNews(_ library: Library, _ mark: ListingMark, _ intake: ListingIntake) async throws -> Bool {
        let since = mark.newest - Self.overlap
        func kept() async throws -> Int {
            try await engine.store.read { [server = servers.server] in
                try ItemIndex.count(server, library: library.key, updatedAfter: since, in: $0)
            }
        }
        guard try await kept() > Self.mostRepeated else { return false }
        let end = try await engine.plex.listing(
            of: library.key, pageSize: Self.pageSize, updatedAfter: mark.newest
        ) { try await intake.take($0) }
        guard end.isComplete else { return false }
        let page = try await engine.plex.page(of: library.key, start: 0, size: Self.pageSize, updatedAfter: since)
        try await intake.take(page)
        _ = try await intake.finish()
        guard let total = page.total else { return false }
        return (0...max(mark.uncounted, 0)).contains(try await total - kept())
    }

    /// A full listing of what is known already.
    func confirm(_ library: Library) async throws -> LibraryKnowledge {
        let count = try await engine.store.read { [server = servers.server] in
            try ItemIndex.count(server, library: library.key, in: $0)
        }
        return try await list(library, countBefore: count, confirmedAt: engine.now())
    }

    /// A full listing. What fails in it makes the library doubtful, not the run impossible.
    ///
    /// - Parameter before: How many items were known before anything was asked: of a library that was added anew, those
    ///   that are newer are in the index twice by now.
    private func list(
        _ library: Library, countBefore before: Int, confirmedAt: Instant?
    ) async throws -> LibraryKnowledge {
        let started = engine.now()
        let intake = ListingIntake(engine: engine, servers: servers, library: library)
        let end: ListingEnd
        do {
            end = try await engine.plex.listing(of: library.key, pageSize: Self.pageSize) { try await intake.take($0) }
        } catch let error as PlexError {
            _ = try await intake.finish()
            return try doubtful(library, error)
        }
        let result = try await intake.finish()
        let doubt =
            end.why.map { "was not listed whole: \($0)" }
            ?? (result.unreadable > 0 ? "has \(result.unreadable) items that cannot be read" : nil)
            ?? (isFull ? nil : Self.shrinkage(from: before, to: result.seen.count))
        if let doubt { return try await doubtful(library, doubt) }
        return try await engine.store.write { [server = servers.server] transaction in
            try ItemIndex.removeUnseen(server, library: library.key, seen: result.seen, in: transaction)
            // Items merged into an older one held its files until now.
            for (items, moment) in result.refused {
                _ = try ItemIndex.putListed(items, server: server, moment: moment, in: transaction)
            }
            let mark = ListingMark(
                listedAt: started, newest: result.newest, uncounted: end.total - result.seen.count,
                confirmedAt: confirmedAt ?? Instant(rawValue: 0))
            try Listings.set(mark, of: library.key, server: server, in: transaction)
            return LibraryKnowledge(library: library, listedAt: started, confirmedAt: mark.confirmedAt)
        }
    }

    /// A library that lost most of its items at once is more likely unmounted or being rebuilt than emptied on purpose;
    /// `--full` compares with nothing kept, and so takes it as it is.
    private static func shrinkage(from before: Int, to now: Int) -> String? {
        guard before >= 20, now * 2 < before else { return nil }
        return
            "lists \(now) items where it had \(before): it looks half loaded (if these are all, run 'gaps --full' once)"
    }

    private func doubtful(_ library: Library, _ error: PlexError) throws -> LibraryKnowledge {
        if case .cancelled = error { throw CancellationError() }
        return warned(library, "could not be listed: \(error)")
    }

    private func doubtful(_ library: Library, _ doubt: String) async throws -> LibraryKnowledge {
        try await engine.store.write { [server = servers.server] in
            try Listings.forget(library.key, server: server, in: $0)
        }
        return warned(library, doubt)
    }

    private func warned(_ library: Library, _ doubt: String) -> LibraryKnowledge {
        let sentence = "The library '\(library.title)' \(doubt)"
        engine.activity.warn(
            (sentence.hasSuffix(".") ? sentence : sentence + ".") + " No scene below it is called missing in this run.")
        return LibraryKnowledge(library: library, listedAt: nil, confirmedAt: nil, doubt: doubt)
    }
}

/// Takes the pages of one listing into the index.
private actor ListingIntake {
    struct Result: Sendable {
        var seen: Set<Int> = []
        var newest = 0
        var gone: [RatingKey] = []
        /// Items that had to leave a file to one that the index knows as newer.
        var refused: [(items: [Item], moment: ReadMoment)] = []
        /// Whether one of them is new or moved.
        var isContested = false
        var unreadable = 0
    }

    private var result = Result()
    private var waiting: [(items: [Item], moment: ReadMoment)] = []
    private var waitingItems = 0
    /// Items that are written in one transaction, for the reason that scenes are.
    private static let itemsToWrite = 5000
    private let engine: Engine
    private let servers: ProbedServers
    private let library: Library
    private var done = 0

    init(engine: Engine, servers: ProbedServers, library: Library) {
        (self.engine, self.servers, self.library) = (engine, servers, library)
    }

    func take(_ page: ItemPage) async throws {
        var items = page.items
        if !page.unreadable.isEmpty { items += try await readAnew(page.unreadable) }
        result.unreadable += page.nameless
        let at = engine.now()
        let moment = ReadMoment(at: at, plexSeconds: servers.plexSeconds(at: at))
        waiting.append((items, moment))
        waitingItems += items.count
        result.newest = max(result.newest, items.map(\.updatedAt).max() ?? 0)
        result.gone += page.absent
        done += page.size
        if waitingItems >= Self.itemsToWrite { try await write() }
        engine.activity.progress(Step(.listingPlex, library.title, done: done, total: page.total))
    }

    /// Writes what is still to be written.
    func finish() async throws -> Result {
        if !waiting.isEmpty { try await write() }
        return result
    }

    /// - Throws: `CancellationError` where nobody waits for it any more: then none of it is written.
    private func write() async throws {
        let pages = waiting
        (waiting, waitingItems) = ([], 0)
        let taken = try await engine.store.write { [server = servers.server] transaction in
            try pages.map { page in
                try Task.checkCancellation()
                let (ids, refused) = try ItemIndex.putListed(
                    page.items, server: server, moment: page.moment, in: transaction)
                return (ids: ids, refused: refused, moment: page.moment)
            }
        }
        for page in taken {
            result.seen.formUnion(page.ids)
            if page.refused.isEmpty { continue }
            result.refused.append((page.refused.map(\.item), page.moment))
            if page.refused.contains(where: \.isNews) { result.isContested = true }
        }
    }

    /// Rows that could not be understood, read one by one in full: only what fails there as well is unreadable.
    private func readAnew(_ keys: [RatingKey]) async throws -> [Item] {
        var items: [Item] = []
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let batch = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            let full = try await engine.plex.items(batch)
            items += full.items
            result.unreadable += batch.count - full.items.count
        }
        return items
    }
}
