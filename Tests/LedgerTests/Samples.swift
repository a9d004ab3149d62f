import Database
public import SyncModel
import TestSupport

@testable import Ledger

/// A ledger in a file of its own.
struct TestLedger {
    private let folder = TemporaryFolder()
    let store: BlockingStore

    init() throws { store = try BlockingStore(at: folder("a.db"), schemas: [LedgerSchema.schema]) }

    @discardableResult
    func write<Result>(_ body: (WriteTransaction) throws -> Result) throws -> Result { try store.write(body) }
    func read<Result>(_ body: (ReadTransaction) throws -> Result) throws -> Result { try store.read(body) }

    /// How many rows `body` inserts, updates or deletes.
    func changes(_ body: (WriteTransaction) throws -> Void) throws -> Int {
        try store.write { transaction in
            func total() throws -> Int { try transaction.first("SELECT total_changes()") { try $0[0] } ?? -1 }
            let before = try total()
            try body(transaction)
            return try total() - before
        }
    }

    func server(_ name: String = "machine-1") throws -> PlexServerID {
        try write { try ItemIndex.server(machineIdentifier: name, in: $0) }
    }
}

extension Scene.ID: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(rawValue: value) }
}

extension RatingKey: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension Library.Key: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// A scene with files at these paths.
func scene(
    _ id: Int, _ paths: String..., title: String? = "A Title", date: String? = nil,
    updatedAt: String = "2025-07-01T10:00:00Z",
    size: Int = 1000, isYoung: Bool = false, change: (inout Scene) -> Void = { _ in }
) -> SceneRow {
    var scene = Scene(
        id: Scene.ID(rawValue: id), title: title, date: date.flatMap(PartialDate.init(text:)), rating: 80,
        isOrganized: true,
        createdAt: Timestamp("2025-01-01T00:00:00+10:00"), updatedAt: Timestamp(updatedAt),
        files: paths.enumerated().map {
            Scene.File(
                id: id * 10 + $0.offset, path: $0.element, size: size, duration: 60.5,
                createdAt: Timestamp("2025-01-01T00:00:00Z"), updatedAt: Timestamp("2025-01-02T00:00:00Z"))
        },
        studio: Scene.Entity(id: 1, name: "Acme"), performers: [Scene.Entity(id: 2, name: "Ann")],
        tags: [Scene.Entity(id: 3, name: "HD"), Scene.Entity(id: 4, name: "Outdoor")], groups: [])
    change(&scene)
    return SceneRow(scene, settings: FieldSettings(), isYoung: isYoung)
}

/// An item with parts at these paths, as a full read shows it.
func item(
    _ key: RatingKey, _ paths: String..., library: Library.Key = "1", updatedAt: Int = 100, size: Int = 1000,
    isFull: Bool = true, change: (inout Item) -> Void = { _ in }
) -> Item {
    var item = Item(
        ratingKey: key, library: library, title: "A Title", updatedAt: updatedAt, duration: 60_500,
        parts: paths.map { Item.Part(file: $0, size: size, duration: 60_500) },
        values: [.title: .text("A Title"), .studio: .text("Acme"), .tags: .names(["HD", "Outdoor"])],
        locked: isFull ? [.studio, .tags] : [], isFull: isFull)
    change(&item)
    return item
}

/// A read long after every change, so that nothing is young.
let late = ReadMoment(at: Instant(seconds: 5000), plexSeconds: 5000)
