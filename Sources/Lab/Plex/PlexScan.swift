/// A scan that was asked for and is still to be done.
struct PlexScan: Sendable {
    var section: Int
    /// `nil` for the whole library.
    var folder: String?
    /// Requests until it is done.
    var left: Int
}

extension PlexState {
    /// `/library/sections/{key}/refresh`. Only a folder below a root scans something; a root, a file or a folder
    /// elsewhere is answered with 200 and scans nothing (`apis/plex.md` 9).
    mutating func refresh(_ section: PlexSection, _ request: PlexRequest) -> PlexReply {
        let folder = request.argument("path")
        if let folder {
            let isBelow = section.roots.contains { isPath(folder, below: $0) }
            let isFile =
                library.unscanned.contains { $0.file == folder } || library.items.contains { $0.files.contains(folder) }
            guard isBelow, !isFile else { return .empty }
        }
        scans.append(PlexScan(section: section.key, folder: folder, left: behaviour.scanLasts))
        setRefreshing()
        finishScans()
        return PlexReply(headers: [("X-Plex-Activity", "lab-scan-\(section.key)")])
    }

    /// Called once a request, so that a scan lasts as many requests as it was told to.
    mutating func countDownScans() {
        guard !scans.isEmpty else { return }
        for index in scans.indices { scans[index].left -= 1 }
        finishScans()
    }

    private mutating func finishScans() {
        let due = scans.filter { $0.left <= 0 }
        guard !due.isEmpty else { return }
        scans.removeAll { $0.left <= 0 }
        for scan in due { finish(scan) }
        setRefreshing()
    }

    private mutating func setRefreshing() {
        for index in library.sections.indices {
            library.sections[index].refreshing = scans.contains { $0.section == library.sections[index].key }
        }
    }

    private mutating func finish(_ scan: PlexScan) {
        guard let index = library.sections.firstIndex(where: { $0.key == scan.section }) else { return }
        let now = clock()
        let section = library.sections[index]
        library.sections[index].scannedAt = max(now, section.scannedAt)
        let places = scan.folder.map { [$0] } ?? section.roots
        let found = library.unscanned.filter { part in places.contains { isPath(part.file, below: $0) } }
        guard !found.isEmpty else { return }
        library.unscanned.removeAll { part in found.contains { $0.file == part.file } }
        var next = (library.items.last?.ratingKey ?? 0) + 1
        for part in found {
            library.items.append(
                PlexItem(
                    ratingKey: next, section: section.key, title: stem(of: part.file), media: [PlexMedia([part])],
                    addedAt: now, updatedAt: now, duration: part.duration))
            next += 1
        }
        reindex()
    }

    var activities: PlexNode {
        let running = scans.map { scan in
            PlexNode(
                "Activity",
                [
                    ("uuid", .text("lab-scan-\(scan.section)")), ("type", .text("library.update.section")),
                    ("cancellable", .flag(false)), ("title", .text("Scanning")), ("progress", .number(50)),
                ])
        }
        return PlexNode("MediaContainer", [("size", .number(running.count))], [("Activity", running)])
    }
}

/// Whether `path` lies strictly below `folder`, by whole components, in either kind of separator.
func isPath(_ path: String, below folder: String) -> Bool {
    func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
    var prefix = folder.utf8[...]
    while let last = prefix.last, isSeparator(last) { prefix.removeLast() }
    let bytes = path.utf8
    guard bytes.starts(with: prefix) else { return false }
    let rest = bytes.dropFirst(prefix.count)
    return rest.first.map(isSeparator) == true && rest.count > 1
}

/// The file name without folder and ending: the title of an item that no agent knows.
func stem(of path: String) -> String {
    let name = path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
}
