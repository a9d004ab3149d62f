public import SyncModel

/// What the last command that looks at scenes found: `$last` of the shell.
public struct LastResult: Hashable, Sendable {
    /// In the order in which they were shown, each once.
    public let scenes: [Scene.ID]
    /// Why there are none: the end of a sentence, without its full stop.
    public let reason: String
}

extension App {
    /// Said before a command looks at scenes. One that fails has found nothing: an older result must not pass for its own.
    func willFind(by command: String) {
        memory.remember(LastResult(scenes: [], reason: "'\(command)' did not come to its end"))
    }

    /// Said when a command has shown the scenes that it found.
    func found(_ scenes: [Scene.ID], by command: String) {
        var seen = Set<Scene.ID>()
        memory.remember(
            LastResult(scenes: scenes.filter { seen.insert($0).inserted }, reason: "'\(command)' found no scene"))
    }
}
