import Configuration
import SyncEngine

extension FilesNoted {
    /// Files of the system, each noted before it is read, also where it can't be.
    var reader: FileReader {
        FileReader(
            { [self] path, limit throws(FileReader.Failure) in
                note(path)
                let bytes = try FileReader.system.read(path, limit: limit)
                note(path, holding: bytes.bytes)
                return bytes
            },
            list: { [self] folder throws(FileReader.Failure) in
                note(folder)
                let names = try FileReader.system.list(folder)
                note(folder, holding: names.sorted().joined(separator: "\n").utf8)
                return names
            }, name: { FileReader.system.name(of: $0) })
    }
}
