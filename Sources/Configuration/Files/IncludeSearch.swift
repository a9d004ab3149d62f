import SyncModel

/// Finds the files that lines of `include:` name. Each folder is listed once, so that all lines are told of the same files.
struct IncludeSearch {
    private let files: FileReader
    private var listed: [String: Result<[String], FileReader.Failure>] = [:]

    /// A folder with more is the wrong one, and so is a list of more lines.
    static let most = 100

    init(files: FileReader) { self.files = files }

    /// - Parameter pattern: A path, in which `*` and `?` stand for parts of a name, never for a separator.
    /// - Returns: A path without a pattern as it is, whether there is such a file or not; else what fits, in order, but no
    ///   `*.test.yaml`: tests of rules lie beside them.
    mutating func paths(_ pattern: String, in folder: String) throws(FileReader.Failure) -> [String] {
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

    private mutating func step(_ part: String, in base: String) throws(FileReader.Failure) -> [String] {
        guard Self.isPattern(part) else { return [resolved(part, in: base)] }
        let glob = Glob(part)
        let names: [String]
        do { names = try self.names(in: base) } catch {
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

    private mutating func names(in folder: String) throws(FileReader.Failure) -> [String] {
        if let known = listed[folder] { return try known.get() }
        let names = Result { () throws(FileReader.Failure) in try files.list(folder) }
        listed[folder] = names
        return try names.get()
    }

    static func isPattern(_ text: String) -> Bool { text.contains { $0 == "*" || $0 == "?" } }
}
