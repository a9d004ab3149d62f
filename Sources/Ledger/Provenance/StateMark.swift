public import SyncModel

/// What a job that gave up had before it: wanted values, files, targets and the fingerprint. A reconciliation that finds
/// just this again does not queue the scene anew.
public func stateMark(of row: SceneRow, targets: [Target], under fingerprint: String) -> [UInt8] {
    var writer = ByteWriter()
    writer.text(fingerprint)
    writer.number(row.wants.values.count)
    writer.values(row.wants.values)
    writer.number(row.files.count)
    for file in row.files { writer.text(file.path) }
    for target in targets.sorted(by: { $0.ratingKey.rawValue < $1.ratingKey.rawValue }) {
        writer.text(target.ratingKey.rawValue)
    }
    return Array(digest(of: writer.bytes).utf8)
}
