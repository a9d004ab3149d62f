/// Kinds of change that the long test makes; each moves the times that the real server moves, and no others.
enum WorldChange: CaseIterable {
    // Stash, seen by a time.
    case sceneEdited, sceneSavedUnchanged, sceneAdded, entityRenamed, fileMoved, fileMovedEverywhere, fileAttached
    case zoneChanged
    // Stash, seen only by what is gone.
    case sceneRemoved, scenesMerged, tagsMerged, entityDeleted, fileAssigned
    // Plex.
    case itemEditedByPerson, itemRefreshedByAgent, itemLocked, itemUnlocked, itemRemoved, itemReadded, partAdded
    case itemTrashed, fileMovedInPlex, libraryScanned
}

extension LabServers {
    /// Makes one random change at either server.
    /// - Returns: What was changed, for the message of a failing test.
    public func change(using random: inout LabRandom) -> String {
        var change = random.pick(WorldChange.allCases)
        // Scenes and edits come more often than the rest, so that a long run does not wear the library out.
        if random.once(in: 3) { change = random.pick([.sceneAdded, .sceneEdited, .itemEditedByPerson]) }
        let done: String? =
            switch change {
            case .sceneEdited, .sceneSavedUnchanged, .sceneAdded, .fileMoved, .fileMovedEverywhere, .fileAttached,
                .sceneRemoved, .scenesMerged, .fileAssigned:
                changeScene(change, &random)
            case .entityRenamed, .tagsMerged, .entityDeleted: changeEntity(change, &random)
            case .zoneChanged: changeZone(&random)
            default: changePlex(change, &random)
            }
        return done ?? "nothing (\(change) found nothing to change)"
    }

    private func changeZone(_ random: inout LabRandom) -> String {
        stash.utcOffset = random.pick([0, 3600, 7200, -28_800, 39_600])
        return "Stash writes times at UTC\(stash.utcOffset / 3600 >= 0 ? "+" : "")\(stash.utcOffset / 3600) now"
    }
}
