import Configuration
import Synchronization

/// Notes which files and folders a reading of the configuration looked at: those to watch for a change.
final class FilesRead: Sendable {
    private let paths = Mutex<Set<String>>([])

    /// In order.
    var all: [String] { paths.withLock { $0.sorted() } }

    private func note(_ path: String) { paths.withLock { _ = $0.insert(path) } }

    /// Files of the system, each noted, also where it can't be read.
    var reader: FileReader {
        FileReader(
            { [self] path, limit throws(FileReader.Failure) in
                note(path)
                return try FileReader.system.read(path, limit: limit)
            },
            list: { [self] folder throws(FileReader.Failure) in
                note(folder)
                return try FileReader.system.list(folder)
            }, name: { FileReader.system.name(of: $0) })
    }
}
