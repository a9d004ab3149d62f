import Database
import Ledger
import SyncModel

extension MissingJudge {
    /// Which of these libraries have scenes below their folders. O(files), with one look at the roots for each folder.
    func withScenesBelow(
        _ libraries: Set<Library.Key>, in transaction: ReadTransaction
    ) throws -> Set<Library.Key> {
        if libraries.isEmpty { return [] }
        var (folders, found): (Set<[UInt8]>, Set<Library.Key>) = ([], [])
        var latest: [UInt8] = []
        try SceneIndex.eachPath(in: transaction) { path in
            // A root ends at a separator, so what precedes the last one decides for all files of a folder.
            guard let end = path.utf8.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else {
                return
            }
            let folder = path.utf8[...end]
            if folder.elementsEqual(latest) { return }
            latest = Array(folder)
            guard folders.insert(latest).inserted else { return }
            found.formUnion(places(of: path).lazy.map(\.library.key).filter(libraries.contains))
        }
        return found
    }
}
