import CArguments
import Foundation

/// Where this program lies, and how what lies beside it is started.
///
/// The package of the plugin brings its own loader; the system then names the loader as what runs. Nothing below `/proc` is
/// needed, which a small container may not have.
public struct PluginProgram: Sendable {
    /// Where it lies.
    public let folder: String

    /// - Parameters:
    ///   - called: The file of the program as it was called, by whatever loader.
    ///   - running: What the system says is running, where it says so.
    public init(called: String, running: String?) {
        let isLoaded = running.map { ($0 as NSString).lastPathComponent.hasPrefix("ld-") } ?? true
        folder = ((isLoaded ? Self.whole(called) : running ?? called) as NSString).deletingLastPathComponent
    }

    /// This process.
    public static let current = PluginProgram(called: String(cString: plexsync_called_file()), running: runningFile)

    /// The loader of the bundle and its options; empty where there is none.
    var loader: [String] {
        #if arch(arm64)
            let name = "ld-linux-aarch64.so.1"
        #else
            let name = "ld-linux-x86-64.so.2"
        #endif
        let file = "\(folder)/lib/\(name)"
        return FileManager.default.isExecutableFile(atPath: file) ? [file, "--library-path", "\(folder)/lib"] : []
    }

    private static var runningFile: String? {
        guard let name = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(name) }
        return String(cString: name)
    }

    /// Its folder, where the manifest of the Stash plugin lies in it (`DESIGN.md` 12).
    public var pluginFolder: String? {
        FileManager.default.fileExists(atPath: folder + "/plexsync.yml") ? folder : nil
    }

    /// The command line that starts another program of the same folder in the same way; `nil` where there is none.
    func sibling(_ name: String, _ words: [String]) -> [String]? {
        let file = "\(folder)/\(name)"
        return FileManager.default.isExecutableFile(atPath: file) ? loader + [file] + words : nil
    }

    private static func whole(_ path: String) -> String {
        guard let name = realpath(path, nil) else { return path }
        defer { free(name) }
        return String(cString: name)
    }
}
