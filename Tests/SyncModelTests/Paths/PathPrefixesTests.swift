import SyncModel
import TestSupport
import Testing

@Suite struct PathPrefixesTests {
    /// Folders of both kinds, with what makes two spellings of one: drives in either case, separators, some too many.
    private static let heads = ["/", "//", "/a", "/A", "C:\\", "c:/", "C:", "\\\\nas\\", "//nas/", "a", ""]

    private func text(_ numbers: inout SeededNumbers) -> String {
        (0..<Int.random(in: 0...4, using: &numbers)).reduce(into: numbers.pick(Self.heads)) { text, _ in
            text += numbers.pick(["a", "b", "/", "\\", "/a", "/b", "\\a"])
        }
    }

    @Test func `the first of many folders is found as by looking at each`() {
        var numbers = SeededNumbers(seed: 11)
        for _ in 0..<400 {
            let texts = (0..<12).map { _ in text(&numbers) }
            var folders = PathPrefixes()
            for (count, text) in texts.enumerated() {
                let (before, folder) = (texts[..<count], PathPrefix(text))
                #expect(folders.firstContaining(folder) == before.firstIndex { PathPrefix($0).contains(text) })
                #expect(folders.firstBelow(folder) == before.firstIndex { folder.contains($0) }, "\(texts) \(text)")
                folders.append(folder)
            }
        }
    }
}
