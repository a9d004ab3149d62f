import Configuration
import SyncEngine

extension FilesNoted {
    /// Files of the system, each noted before it is read, also where it can't be.
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
