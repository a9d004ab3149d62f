/// The mappings of the rules file in their order, the first match wins: from a path in Stash to one in Plex, and back.
public struct PathMap: Hashable, Sendable {
    private struct Line: Hashable, Sendable {
        let stash, plex: PathPrefix
    }

    private let lines: [Line]
    public let mappings: [PathMapping]

    public init(_ mappings: [PathMapping]) {
        self.mappings = mappings
        lines = mappings.map { Line(stash: PathPrefix($0.stash), plex: PathPrefix($0.plex)) }
    }

    public struct Mapped: Hashable, Sendable {
        /// Where Plex should know the file, in the separators of the target prefix.
        public let path: String
        /// Whether a mapping applied; without one the path is taken as it is.
        public let isMapped: Bool
    }

    /// O(mappings).
    public func toPlex(_ path: String) -> Mapped {
        for line in lines {
            if let mapped = line.plex.replacing(line.stash, in: path) { return Mapped(path: mapped, isMapped: true) }
            if let rest = line.stash.remainder(of: path) {
                return Mapped(path: line.plex.appending(rest), isMapped: true)
            }
        }
        return Mapped(path: path, isMapped: false)
    }

    /// Where Stash should know a file of Plex: every path that ``toPlex(_:)`` would bring here.
    public func toStash(_ path: String) -> [String] {
        var found: [String] = []
        for line in lines {
            guard let rest = line.plex.remainder(of: path) else { continue }
            let candidate = line.stash.appending(rest)
            if sameBytes(exactPathKey(toPlex(candidate).path), exactPathKey(path)) { found.append(candidate) }
        }
        if !toPlex(path).isMapped { found.append(path) }
        return found
    }

    /// What distinguishes these mappings from others, for fingerprints.
    public var fingerprint: String { mappings.map { "\($0.stash)\u{1f}\($0.plex)" }.joined(separator: "\u{1e}") }
}

/// The form that the exact rung compares, byte for byte: the path itself, but for the case of a drive letter and the
/// separators below it.
public func exactPathKey(_ path: String) -> String {
    guard PathPrefix.looksWindows(path), path.utf8.first != PathPrefix.slash else { return path }
    var bytes = Array(path.utf8)
    if bytes.count > 1, bytes[1] == UInt8(ascii: ":") { bytes[0] &= 0xdf }
    for index in bytes.indices where bytes[index] == PathPrefix.slash { bytes[index] = PathPrefix.backslash }
    return String(decoding: bytes, as: UTF8.self)
}

/// The form that the folded rung compares: NFC, `/` for every separator, without regard to case.
public func foldedPathKey(_ path: String) -> String {
    nameKey(String(decoding: path.utf8.map { $0 == PathPrefix.backslash ? PathPrefix.slash : $0 }, as: UTF8.self))
}

/// The last component, of either platform's path.
public func baseName(of path: String) -> String {
    let isWindows = PathPrefix.looksWindows(path) && path.utf8.first != PathPrefix.slash
    let parts = path.utf8.split { $0 == PathPrefix.slash || (isWindows && $0 == PathPrefix.backslash) }
    return parts.last.flatMap { String($0) } ?? path
}

/// `String` equality is canonical equivalence, under which an NFC and an NFD path are the same; these are not.
public func sameBytes(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
