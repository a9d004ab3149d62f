/// A video file of a scene.
public struct StashFile: Sendable {
    /// A time for rows whose time does not matter.
    public static let epoch = "2025-01-01T12:00:00Z"

    /// Stash's row number.
    public var id: Int
    /// The path's bytes as on disk, which need not be UTF-8; Stash sends them as they are.
    public var path: [UInt8]
    /// Bytes.
    public var size: Int
    /// Seconds.
    public var duration: Double
    /// The file system's time, RFC 3339.
    public var modTime = StashFile.epoch
    /// RFC 3339 in the offset at write time.
    public var createdAt: String
    /// RFC 3339 in the offset at write time; a move changes this and not the scene's.
    public var updatedAt: String
    /// `oshash`, `md5`, `phash`; any of them may be missing.
    public var fingerprints: [StashFingerprint] = []
    /// Pixels.
    public var width = 1920
    /// Pixels.
    public var height = 1080
    /// Container, as ffprobe names it.
    public var format = "mp4"
    /// As ffprobe names it.
    public var videoCodec = "h264"
    /// As ffprobe names it.
    public var audioCodec = "aac"
    /// Frames a second.
    public var frameRate = 25.0
    /// Bits a second.
    public var bitRate = 4_000_000

    /// A file whose path need not be UTF-8.
    public init(
        id: Int, path: [UInt8], size: Int = 1 << 30, duration: Double = 1800, createdAt: String = StashFile.epoch,
        updatedAt: String? = nil
    ) {
        (self.id, self.path, self.size, self.duration) = (id, path, size, duration)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt ?? createdAt)
    }

    /// A file with a path that is text.
    public init(
        id: Int, path: String, size: Int = 1 << 30, duration: Double = 1800, createdAt: String = StashFile.epoch,
        updatedAt: String? = nil
    ) {
        self.init(
            id: id, path: Array(path.utf8), size: size, duration: duration, createdAt: createdAt, updatedAt: updatedAt)
    }

    /// The path as text, bytes that are not UTF-8 shown as U+FFFD.
    public var pathText: String { String(decoding: path, as: UTF8.self) }

    /// What stands behind the last separator.
    public var basename: [UInt8] {
        let start = path.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.map { $0 + 1 } ?? 0
        return Array(path[start...])
    }
}

/// A checksum of a file.
public struct StashFingerprint: Hashable, Sendable {
    /// `oshash`, `md5` or `phash`.
    public var type: String
    /// Hex; a `phash` is not padded.
    public var value: String

    /// A checksum.
    public init(type: String, value: String) { (self.type, self.value) = (type, value) }
}
