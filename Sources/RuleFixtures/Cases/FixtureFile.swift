public import Configuration
import SyncModel
import YAML

/// A file of rule tests, read and checked against the configuration whose rules it tests.
public struct FixtureFile: Sendable {
    /// As it was given.
    public let path: String
    public let settings: Settings
    public let cases: [FixtureCase]

    /// Reads a file of rule tests.
    ///
    /// - Parameters:
    ///   - settings: The configuration that has the rules.
    ///   - files: What reads the file.
    /// - Throws: Everything that is wrong with it, not the first alone.
    public static func load(
        path: String, testing settings: Settings, files: FileReader = .system
    ) throws(ConfigurationFaults) -> FixtureFile {
        let contents: FileReader.Contents
        do { contents = try files.read(path, limit: Limits().bytes) } catch {
            throw ConfigurationFaults(unreadable: path, error)
        }
        let document = Document(contents, file: path)
        var cases: [FixtureCase] = []
        if let root = document.rootMapping {
            document.log.mapping(root, path: "", isWhole: document.isWhole) { keys in
                cases = FixtureDecoder(settings: settings).cases(keys)
            }
        }
        // What cases share is read for each of them, so its faults come as often.
        var seen: Set<ConfigurationFault> = []
        let faults = document.log.faults.map(ConfigurationFault.init).filter { seen.insert($0).inserted }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return FixtureFile(path: path, settings: settings, cases: cases)
    }
}
