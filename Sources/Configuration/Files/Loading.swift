public import SyncModel
package import YAML

extension Settings {
    /// Reads and checks a configuration file and the files that it includes.
    ///
    /// - Parameters:
    ///   - path: The file; faults show it as given here.
    ///   - environment: What `${env:NAME}` reads.
    ///   - files: What reads this file, those that it includes and those that `${file:PATH}` names.
    ///   - systemZone: Where the file names no zone.
    ///   - readsReferences: Whether `${env:}` and `${file:}` are looked up. Who calls no server does without: a word
    ///     stands for each.
    /// - Throws: Everything that is wrong with them, not the first alone; the program then exits with
    ///   ``ConfigurationFaults/exitCode``.
    public static func load(
        path: String, environment: [String: String], files: FileReader = .system, systemZone: Zone = .current,
        readsReferences: Bool = true
    ) throws(ConfigurationFaults) -> Settings {
        let contents: FileReader.Contents
        do { contents = try files.read(path, limit: Limits().bytes) } catch {
            throw ConfigurationFaults(unreadable: path, error)
        }
        let document = Document(contents, file: path)
        let warnings = document.emptyLog()
        let references = References(
            environment: environment, files: files, folder: folder(of: path), areRead: readsReferences)
        let decoder = SettingsDecoder(references, systemZone: systemZone, warnings: warnings)
        var included: [IncludeLine] = []
        var libraries: [String] = []
        var settings = Settings(timezone: systemZone)
        if let root = document.rootMapping {
            settings =
                document.log.mapping(root, path: "", of: .file, isWhole: document.isWhole) {
                    decoder.settings($0, included: &included, libraries: &libraries)
                } ?? settings
        }
        var loading = IncludeLoading(files: files, beside: settings.ruleSurroundings(libraries), into: settings)
        loading.take(included, of: path, document.log)
        let faults = document.log.faults.map(ConfigurationFault.init) + loading.faults
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        settings = loading.settings
        settings.warnings = warnings.faults.map(ConfigurationFault.init)
        return settings
    }
}

extension Document {
    /// Reads a file, and tells if others may change it.
    package init(_ contents: FileReader.Contents, file: String) {
        self.init(bytes: contents.bytes, file: file)
        if contents.isWritableByOthers {
            log.report(.writableByOthers, at: .start, "everybody can write this file; do chmod o-w")
        }
    }

    /// The root; for a file that says nothing an empty mapping, so that its missing keys are told.
    package var rootMapping: Node? {
        if let root, !root.isNull { return root }
        return isWhole ? Node(.mapping([]), Span(.start, .start)) : nil
    }
}
