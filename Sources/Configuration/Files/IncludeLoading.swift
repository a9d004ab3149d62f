import Rules
import SyncModel
import YAML

/// One line of `include:`.
struct IncludeLine {
    /// A path or a pattern, as written.
    let pattern: String
    let mark: Mark
}

/// Reads the files that a configuration includes, and those that they include, each once.
struct IncludeLoading {
    let files: FileReader
    /// What the first file says.
    private let surroundings: RuleSurroundings
    /// The first file's, with the rules of the others behind its own.
    private(set) var settings: Settings
    /// What is wrong with the files read so far.
    private(set) var faults: [ConfigurationFault] = []
    /// Files on the way from the first to the one that is read, by their names and as faults show them.
    private var chain: [(name: String, path: String)] = []
    private var seen: Set<String> = []
    private var search: IncludeSearch

    init(files: FileReader, beside surroundings: RuleSurroundings, into settings: Settings) {
        (self.files, self.surroundings, self.settings) = (files, surroundings, settings)
        search = IncludeSearch(files: files)
    }

    /// Reads what the lines of a file name. What is wrong with a line is told at it, in `log`.
    mutating func take(_ lines: [IncludeLine], of path: String, _ log: FaultLog) {
        let name = files.name(of: path)
        chain.append((name, path))
        seen.insert(name)
        defer { chain.removeLast() }
        for line in lines where !log.isFull {
            let shown = escaped(line.pattern, limit: 200)
            do {
                for path in try search.paths(line.pattern, in: folder(of: path)) {
                    try take(path)
                }
            } catch let refusal as Refusal {
                log.report(refusal.code, at: line.mark, refusal.message)
            } catch let failure as FileReader.Failure {
                log.report(.unreadableFile, at: line.mark, "'\(shown)' cannot be included: \(failure.reason)")
            } catch {
                log.report(.unreadableFile, at: line.mark, "'\(shown)' cannot be included: \(error)")
            }
        }
    }

    /// Why a file is not read, as a sentence.
    private struct Refusal: Error {
        let code: Fault.Code
        let message: String
    }

    private mutating func take(_ path: String) throws {
        let name = files.name(of: path)
        let shown = escaped(path, limit: 200)
        if let start = chain.firstIndex(where: { $0.name == name }) {
            let way = (chain[start...].map(\.path) + [path]).map { escaped($0, limit: 200) }
            throw Refusal(code: .includeCycle, message: "a circle of files: \(way.joined(separator: " includes "))")
        }
        guard !seen.contains(name) else { return }
        guard seen.count <= IncludeSearch.most else {
            throw Refusal(code: .tooManyFiles, message: "more than \(IncludeSearch.most) files are included")
        }
        let contents: FileReader.Contents
        do { contents = try files.read(path, limit: Limits().bytes) } catch {
            throw Refusal(code: .unreadableFile, message: "'\(shown)' cannot be included: \(error.reason)")
        }
        let document = Document(contents, file: path)
        var lines: [IncludeLine] = []
        if let root = document.rootMapping {
            document.log.mapping(root, path: "", of: .file, isWhole: document.isWhole) { lines = read($0) }
        }
        let before = faults.count
        take(lines, of: path, document.log)
        faults.insert(contentsOf: document.log.faults.map(ConfigurationFault.init), at: before)
    }

    /// The keys of ``YAML/KeyTable/includedFile``; those of the first file are told from unknown ones.
    private mutating func read(_ keys: MappingDecoder) -> [IncludeLine] {
        SettingsDecoder.readVersion(keys)
        let zone = keys.zone("timezone")
        let lines = SettingsDecoder.includeLines(keys)
        for key in KeyTable.firstFileOnly where keys.raw(key) != nil {
            keys.report(
                .notHere, at: key,
                "'\(key)' belongs in the first file; one that is included has rules, timezone and include")
        }
        var surroundings = surroundings
        surroundings.zone = zone ?? surroundings.zone
        let rules = keys.rules("rules", beside: surroundings, places: &settings.rulePlaces)
        settings.rules += rules.map { rule in
            var rule = rule
            rule.timezone = rule.timezone ?? zone
            return rule
        }
        return lines
    }
}
