import JSON
import SyncModel

/// A scene as Stash writes it, with only what a page needs.
func madeScene(_ id: Int, _ more: [(String, JSONTree)] = []) -> JSONTree {
    let plain: [(String, JSONTree)] = [
        ("id", .string(String(id))), ("title", ""), ("details", ""), ("date", .null), ("rating100", .null),
        ("organized", false), ("created_at", "2025-07-01T20:15:03+10:00"), ("updated_at", "2025-07-01T20:15:03+10:00"),
        ("files", []), ("studio", .null), ("performers", []), ("tags", []),
    ]
    return .object(
        plain.map { member in more.first { $0.0 == member.0 } ?? member }
            + more.filter { new in
                !plain.contains { $0.0 == new.0 }
            })
}

func page(_ scenes: [JSONTree]) -> JSONTree { ["data": ["findScenes": ["scenes": .array(scenes)]]] }

func ids(_ numbers: some Sequence<Int>) -> [Scene.ID] { numbers.map(Scene.ID.init(rawValue:)) }
