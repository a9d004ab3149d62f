import Database
import Foundation
import Ledger
import SyncModel

/// Decides the scenes of a page from what is kept.
struct PageDeciding: Sendable {
    let lookup: CandidateLookup
    let ladder: MatchLadder
    let deciding: SceneDeciding
    /// The libraries whose items are looked at.
    let indexed: Set<Library.Key>

    /// Rows below which a second connection costs more than it saves.
    private static let fewest = 128

    /// - Parameter beside: Connections on which parts of the page are decided at the same time.
    func decide(_ rows: [SceneRow], _ store: Store, beside: [Reader]) async throws -> [SceneDeciding.Decision] {
        let parts = min(beside.count + 1, rows.count / Self.fewest)
        if parts < 2 { return try await store.read { try decide(rows[...], in: $0) } }
        return try await withThrowingTaskGroup(of: (Int, [SceneDeciding.Decision]).self) { group in
            for part in 0..<parts {
                let slice = rows[(rows.count * part / parts)..<(rows.count * (part + 1) / parts)]
                group.addTask {
                    if part == 0 { return (part, try await store.read { try decide(slice, in: $0) }) }
                    return (part, try await beside[part - 1].read { try decide(slice, in: $0) })
                }
            }
            var decided: [[SceneDeciding.Decision]] = Array(repeating: [], count: parts)
            for try await (part, decisions) in group { decided[part] = decisions }
            return decided.flatMap(\.self)
        }
    }

    private func decide(
        _ rows: ArraySlice<SceneRow>, in transaction: ReadTransaction
    ) throws -> [SceneDeciding.Decision] {
        let files = try lookup.files(of: rows, in: transaction)
        let contents = try LedgerContents(in: transaction)
        // A constant: of a variable each scene would be given a copy.
        let deciding = deciding.knowing(contents)
        let (assessing, server) = (deciding.assessing, deciding.assessing.servers.server)
        return try zip(rows, files).map { row, files in
            var row = row
            let cover = assessing.comparesPictures ? try Covers.find(row.id, in: transaction) : nil
            try Covers.complete(&row.wants, of: row.id, assessing.fields, in: transaction)
            let pins = contents.hasPins ? try Pins.targets(of: row.id, server: server, in: transaction) : []
            let match = ladder.match(files.map { $0.within(indexed) }, pinned: pins)
            return try deciding.decide(row, match, cover: cover, in: transaction)
        }
    }
}

extension Store {
    /// Connections for reading beside the store's own, as many as there are processors for, at most three.
    nonisolated func readersBeside() -> [Reader] {
        readers(max(min(ProcessInfo.processInfo.activeProcessorCount, 4), 1) - 1)
    }
}
