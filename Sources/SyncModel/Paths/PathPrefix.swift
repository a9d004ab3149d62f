/// A folder that paths may begin with: whole components, and a trailing separator means nothing (`DESIGN.md` 8).
///
/// It is a Windows folder if it has a drive letter or any backslash; only then does `\` separate, `/` as well, and
/// the drive letter ignores case. Everything else compares byte for byte.
public struct PathPrefix: Hashable, Sendable {
    public let text: String
    public let isWindows: Bool
    /// Without trailing separators; for Windows with `/` for `\` and the drive letter in upper case.
    private let bytes: [UInt8]

    public init(_ text: String) {
        self.text = text
        isWindows = PathPrefix.looksWindows(text)
        var bytes = Self.comparable(text, isWindows: isWindows)
        while bytes.last == Self.slash { bytes.removeLast() }
        self.bytes = bytes
    }

    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")

    static func looksWindows(_ text: String) -> Bool {
        let utf8 = text.utf8
        if utf8.contains(backslash) { return true }
        guard let first = utf8.first, isLetter(first) else { return false }
        return utf8.dropFirst().first == UInt8(ascii: ":")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xdf) && byte < 128 }

    /// How many bytes long the longest of several prefixes is decided by.
    public var length: Int { bytes.count }

    private static func comparable(_ text: String, isWindows: Bool) -> [UInt8] {
        var bytes = Array(text.utf8)
        guard isWindows else { return bytes }
        for index in bytes.indices where bytes[index] == backslash { bytes[index] = slash }
        if bytes.count > 1, bytes[1] == UInt8(ascii: ":"), isLetter(bytes[0]) { bytes[0] &= 0xdf }
        return bytes
    }

    /// The components of `path` below this folder; empty for the folder itself, `nil` for a path elsewhere.
    public func remainder(of path: String) -> [String]? {
        let whole = Self.comparable(path, isWindows: isWindows)
        guard whole.starts(with: bytes) else { return nil }
        let rest = whole[bytes.count...]
        guard rest.isEmpty || rest.first == Self.slash else { return nil }
        return rest.split(separator: Self.slash).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Of the folder, in the form in which it is compared; empty ones count.
    var components: [ArraySlice<UInt8>] { bytes.split(separator: Self.slash, omittingEmptySubsequences: false) }

    /// Of its text as a path, in the form in which a folder of either kind compares it.
    func components(asWindows: Bool) -> [ArraySlice<UInt8>] {
        Self.comparable(text, isWindows: asWindows).split(separator: Self.slash, omittingEmptySubsequences: false)
    }

    public func contains(_ path: String) -> Bool {
        if isWindows { return remainder(of: path) != nil }
        var path = path
        return path.withUTF8 { utf8 in
            guard utf8.count >= bytes.count, utf8.prefix(bytes.count).elementsEqual(bytes) else { return false }
            return utf8.count == bytes.count || utf8[bytes.count] == Self.slash
        }
    }

    /// What ``appending(_:)`` makes of the remainder of `path` below `other`, where both are plain folders and the path has
    /// no empty components, so that the bytes can be taken as they are; `nil` where not. Most paths go this way.
    func replacing(_ other: PathPrefix, in path: String) -> String? {
        guard !isWindows, !other.isWindows, bytes.count > 0, other.bytes.count > 0 else { return nil }
        var path = path
        return path.withUTF8 { utf8 in
            let length = other.bytes.count
            guard utf8.count > length + 1, utf8[length] == Self.slash, utf8.prefix(length).elementsEqual(other.bytes),
                utf8.last != Self.slash
            else { return nil }
            for index in length + 1..<utf8.count where utf8[index] == Self.slash && utf8[index - 1] == Self.slash {
                return nil
            }
            let rest = utf8[length...]
            return String(unsafeUninitializedCapacity: bytes.count + rest.count) { place in
                _ = place.initialize(fromContentsOf: bytes)
                _ = place[bytes.count...].initialize(fromContentsOf: rest)
                return bytes.count + rest.count
            }
        }
    }

    /// This folder with `components` below it, in its own separators.
    public func appending(_ components: [String]) -> String {
        let separator =
            isWindows && (text.utf8.contains(Self.backslash) || !text.utf8.contains(Self.slash)) ? "\\" : "/"
        var head = text
        while let last = head.last, last == "/" || (isWindows && last == "\\") { head.removeLast() }
        if components.isEmpty { return head.isEmpty ? text : head }
        return head + separator + components.joined(separator: separator)
    }
}
