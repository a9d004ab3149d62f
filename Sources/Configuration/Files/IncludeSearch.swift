import SyncModel

/// Finds the files that one line of `include:` names.
struct IncludeSearch {
    let files: FileReader

    /// A folder with more is the wrong one.
    static let most = 100

    /// - Parameter pattern: A path, in which `*` and `?` stand for parts of a name, never for a separator.
    /// - Returns: A path without a pattern as it is, whether there is such a file or not; else what fits, in order, but no
    ///   `*.test.yaml`: tests of rules lie beside them.
    func paths(_ pattern: String, in folder: String) throws(FileReader.Failure) -> [String] {
        let whole = resolved(pattern, in: folder)
        guard Self.isPattern(whole) else { return [whole] }
        var found = [whole.hasPrefix("/") ? "/" : "."]
        for part in whole.split(separator: "/") where part != "." {
            var next: [String] = []
            for base in found { next += try step(String(part), in: base) }
            guard next.count <= Self.most else { throw FileReader.Failure("it fits more than \(Self.most) files") }
            found = next
        }
        return found
    }

    private func step(_ part: String, in base: String) throws(FileReader.Failure) -> [String] {
        guard Self.isPattern(part) else { return [resolved(part, in: base)] }
        let glob = Glob(part)
        let names: [String]
        do { names = try files.list(base) } catch {
            // Further patterns pass through files, too.
            if base == "." || base == "/" { throw error }
            return []
        }
        // What is hidden is only meant where its dot is written.
        let visible = names.filter { name in
            glob.matches(name) && name.hasPrefix(".") == part.hasPrefix(".") && !RuleTestPath.isTest(name)
        }
        return visible.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { resolved($0, in: base) }
    }

    static func isPattern(_ text: String) -> Bool { text.contains { $0 == "*" || $0 == "?" } }
}
