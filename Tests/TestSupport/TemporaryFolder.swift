public import Foundation

/// A folder of its own for one test, removed when the test lets go of it.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() {
        let name = "plexsync-test-\(UInt64.random(in: 0 ... .max))"
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch { preconditionFailure("no temporary folder: \(error)") }
        path = folder.path(percentEncoded: false)
    }

    deinit {
        // What is left in the folder for temporary files is the system's to clear.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A path inside the folder.
    public func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// All bytes of the file of that name; nil where there is none.
    public func bytes(of name: String) -> Data? { FileManager.default.contents(atPath: self(name)) }

    /// Permission bits of the file or folder of that name.
    public func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: self(name))[.posixPermissions] as? Int
    }
}
