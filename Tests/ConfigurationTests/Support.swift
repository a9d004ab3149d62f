import Configuration
import Foundation
import SyncModel

/// Loads a text as `conf/plexsync.yaml`, beside the given files.
func load(
    _ text: String, environment: [String: String] = ["KEY": "k3y", "TOKEN": "t0ken"], files: [String: String] = [:]
) throws(ConfigurationFaults) -> Settings {
    try load(Array(text.utf8), environment: environment, files: files)
}

func load(
    _ bytes: [UInt8], environment: [String: String] = ["KEY": "k3y", "TOKEN": "t0ken"], files: [String: String] = [:]
) throws(ConfigurationFaults) -> Settings {
    let reader = FileReader { path, limit throws(FileReader.Failure) in
        let all = path == "conf/plexsync.yaml" ? bytes : files[path].map { Array($0.utf8) }
        guard let all else { throw FileReader.Failure("there is no such file") }
        return FileReader.Contents(Array(all.prefix(limit + 1)))
    }
    return try Settings.load(
        path: "conf/plexsync.yaml", environment: environment, files: reader, systemZone: .utc)
}

/// All faults of a text, empty if there are none.
func faults(
    _ text: String, environment: [String: String] = ["KEY": "k3y", "TOKEN": "t0ken"], files: [String: String] = [:]
) -> [ConfigurationFault] {
    do {
        _ = try load(text, environment: environment, files: files)
        return []
    } catch { return error.faults }
}

/// Faults as `line:column code`.
func places(_ faults: [ConfigurationFault]) -> [String] { faults.map { "\($0.line):\($0.column) \($0.code)" } }

/// The folder that holds `Package.swift`.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
