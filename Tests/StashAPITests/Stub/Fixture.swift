import Foundation
import JSON
import StashAPI
import Testing

/// A file of this target's resources, whole.
func fixture(_ name: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.resourceURL)
    return [UInt8](try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
}

/// The schema list, read once.
let schemaText = Result { String(decoding: try fixture("schema.txt"), as: UTF8.self) }

func documentCheck(_ release: StashRelease) throws -> DocumentCheck {
    DocumentCheck(schema: try SchemaList(try schemaText.get(), release: release))
}

/// The releases of which there are recordings; the last stands for all from 0.30 on.
let recordedReleases = [24, 25, 27, 28, 29, 30].map { StashRelease(major: 0, minor: $0) }
