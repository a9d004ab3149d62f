public import SyncModel
import YAML

extension Settings {
    /// Reads and checks a configuration file.
    ///
    /// - Parameters:
    ///   - path: The file; faults show it as given here.
    ///   - environment: What `${env:NAME}` reads.
    ///   - files: What reads this file and those that `${file:PATH}` names.
    ///   - systemZone: Where the file names no zone.
    /// - Throws: Everything that is wrong with it, not the first alone; the program then exits with
    ///   ``ConfigurationFaults/exitCode``.
    public static func load(
        path: String, environment: [String: String], files: FileReader = .system, systemZone: Zone = .current
    ) throws(ConfigurationFaults) -> Settings {
        let contents: FileReader.Contents
        do { contents = try files.read(path, limit: Limits().bytes) } catch {
            let message = "the file cannot be read: \(error.reason)"
            throw ConfigurationFaults([
                ConfigurationFault(file: path, code: Fault.Code.unreadableFile.rawValue, message)
            ])
        }
        let document = Document(bytes: contents.bytes, file: path)
        let warnings = document.emptyLog()
        if contents.isWritableByOthers {
            document.log.report(.writableByOthers, at: .start, "everybody can write this file; do chmod o-w")
        }
        let references = References(environment: environment, files: files, folder: folder(of: path))
        let decoder = SettingsDecoder(references, systemZone: systemZone, warnings: warnings)
        var settings = Settings(timezone: systemZone)
        if let root = document.rootMapping {
            settings = document.log.mapping(root, path: "", isWhole: document.isWhole, decoder.settings) ?? settings
        }
        guard document.log.isEmpty else { throw ConfigurationFaults(document.log.faults.map(ConfigurationFault.init)) }
        settings.warnings = warnings.faults.map(ConfigurationFault.init)
        return settings
    }
}

extension Document {
    /// The root; for a file that says nothing an empty mapping, so that its missing keys are told.
    fileprivate var rootMapping: Node? {
        if let root, !root.isNull { return root }
        return isWhole ? Node(.mapping([]), Span(.start, .start)) : nil
    }
}
