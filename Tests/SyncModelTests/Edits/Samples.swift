import SyncModel

/// A scene with everything that a field can be made of; each test changes what it is about.
let fullScene = Scene(
    id: Scene.ID(rawValue: 12), title: "A Title", code: "AB-12", details: "What it is about.", director: "D. Rector",
    date: PartialDate(text: "2023-05-17"), rating: 75, isOrganized: true,
    createdAt: Timestamp("2025-01-01T00:00:00Z"), updatedAt: Timestamp("2025-07-01T20:15:03+10:00"),
    studio: Scene.Entity(id: 1, name: "Acme"),
    performers: [Scene.Entity(id: 2, name: "Ann"), Scene.Entity(id: 3, name: "Bob")],
    tags: [Scene.Entity(id: 4, name: "Outdoor"), Scene.Entity(id: 5, name: "HD")],
    groups: [Scene.Entity(id: 6, name: "Series")])

/// A scene that Stash knows only by its file.
let bareScene = Scene(
    id: Scene.ID(rawValue: 13), createdAt: Timestamp("2025-01-01T00:00:00Z"),
    updatedAt: Timestamp("2025-01-01T00:00:00Z"),
    performers: [], tags: [], groups: [])

func entities(_ names: String...) -> [Scene.Entity] {
    names.enumerated().map { Scene.Entity(id: $0.offset + 1, name: $0.element) }
}
