import Configuration
import Foundation

/// Looks at the files of the program: where they are, and who may read and write them.
struct FileChecks: Sendable {
    let location: ConfigurationLocation

    private var database: String { location.stateFolder + "/plexsync.db" }

    func configuration(_ settings: Settings) -> [Finding] {
        let place = "\(location.rulesFile)\(mode(location.rulesFile).map { " (\($0.text))" } ?? "")"
        let warnings = settings.warnings.map { warning in
            Finding.warning(
                .files, "configuration", warning.description,
                remedy: "See 'help configuration' for what may stand there.")
        }
        return [.ok(.files, "configuration", place)] + warnings
    }

    func stateFolder() -> [Finding] {
        let folder = location.stateFolder
        guard let mode = mode(folder) else {
            return [.ok(.files, "state-folder", "\(folder) is made at the first need")]
        }
        // Stash makes its plugins' folders, for everybody to look into; what we keep there is our own all the same.
        if mode.bits & 0o077 == 0 || location.stateOrigin == .plugin {
            return [.ok(.files, "state-folder", "\(folder) (\(mode.text))")]
        }
        return [
            .warning(
                .files, "state-folder", "\(folder) can be looked into by others (\(mode.text))",
                remedy: "chmod 700 '\(folder)': history and titles are nobody else's business.")
        ]
    }

    func database(faults: [String]) -> [Finding] {
        let size = (attributes(database)?[.size] as? Int).map { ", \($0 >> 20) MiB" } ?? ""
        var found: [Finding] = []
        if let mode = mode(database), mode.bits & 0o077 != 0 {
            found.append(
                .warning(
                    .files, "database", "\(database) can be read by others (\(mode.text))",
                    remedy: "chmod 600 '\(database)'."))
        } else {
            found.append(.ok(.files, "database", database + (mode(database).map { " (\($0.text)\(size))" } ?? "")))
        }
        if let first = faults.first {
            found.append(
                .fault(
                    .files, "integrity", "SQLite finds \(counted(faults.count, "fault")): \(first)",
                    remedy: "Move \(database) away and put a copy of it back, or start anew."))
        } else {
            found.append(.ok(.files, "integrity", "SQLite finds nothing wrong"))
        }
        return found
    }

    /// `nil` for what is not there, or not ours to look at.
    private func attributes(_ path: String) -> [FileAttributeKey: Any]? {
        do { return try FileManager.default.attributesOfItem(atPath: path) } catch { return nil }
    }

    private func mode(_ path: String) -> (bits: Int, text: String)? {
        guard let bits = attributes(path)?[.posixPermissions] as? Int else { return nil }
        return (bits, "mode 0" + String(bits & 0o7777, radix: 8))
    }
}
