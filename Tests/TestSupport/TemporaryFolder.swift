public import Foundation

/// A folder of its own for one test, removed when the test lets go of it.
public final class TemporaryFolder: Sendable {
    public let path: String

    /// - Parameter inMemory: On a file system without a disk, where there is one: for a test of many thousand commits that
    ///   is not about the disk.
    public init(inMemory: Bool = false) {
        let name = "plexsync-test-\(UInt64.random(in: 0 ... .max))"
        let shared = URL(filePath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: shared.path(percentEncoded: false))
        let folder = (inMemory && isThere ? shared : FileManager.default.temporaryDirectory).appending(path: name)
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
    public func bytes(of name: String) -> Data? {
        // FileManager's `contents` leaks a page where the file is empty.
        FileHandle(forReadingAtPath: self(name))?.readDataToEndOfFile()
    }

    /// Permission bits of the file or folder of that name.
    public func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: self(name))[.posixPermissions] as? Int
    }
}
