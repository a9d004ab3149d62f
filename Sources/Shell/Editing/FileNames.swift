import CommandSyntax
import Glibc
import Terminal

extension Completion {
    /// Adds the files that begin with what was typed; folders end in a slash. Blocks on the disk.
    mutating func offerFiles() {
        guard files != .none else { return }
        let slash = typed.lastIndex(of: "/")
        let folder = slash.map { String(typed[...$0]) } ?? ""
        let start = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
        offer(Self.names(in: folder, beginningWith: start, foldersOnly: files == .folders).map { folder + $0 })
    }

    /// `insertion`, but a folder is left open, so that TAB goes on into it.
    var insertionLeavingFolders: String? {
        guard candidates.count == 1, candidates[0].word.hasSuffix("/"), let insertion else { return insertion }
        let end = insertion.lastIndex(of: "/") ?? insertion.startIndex
        return String(insertion[...end])
    }

    /// Sorted; the first 10 000 at most. Hidden ones only where their dot was typed, and none that can't be shown.
    private static func names(in folder: String, beginningWith start: String, foldersOnly: Bool) -> [String] {
        guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < 10_000, let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard name.hasPrefix(start), name != ".", name != "..", !name.hasPrefix(".") || start.hasPrefix(".") else {
                continue
            }
            guard name.unicodeScalars.allSatisfy(\.isPrintable) else { continue }
            let isFolder = isFolder(folder + name, entry.pointee.d_type)
            if isFolder || !foldersOnly { names.append(isFolder ? name + "/" : name) }
        }
        return names.sorted()
    }

    private static func isFolder(_ path: String, _ type: UInt8) -> Bool {
        if type != UInt8(DT_UNKNOWN), type != UInt8(DT_LNK) { return type == UInt8(DT_DIR) }
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}
