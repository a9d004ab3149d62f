/// How a scene of a made world was made. Each stands for one thing that breaks tools of this kind.
public enum WorldCase: String, CaseIterable, Sendable {
    // Equal on both sides.
    case inSync, equalAndLocked, looksDifferent, extraPersonTags, moreTagsThanListShows, listDecides, titleOnly
    case partialDate, partialDateOutside, controlCharactersInTitle, bidiTitle
    // Something is missing or other in Plex, and nobody locked it.
    case fresh, emptyStudio, emptyPerformers, emptyTags, staleTitle, stemTitle, staleStudio, staleSummary, noSummary
    case staleDate, noDate, lacksPerformer, lacksTag, hiddenTagLacks, lacksCollection, noCollection, mixed
    // A person locked it.
    case lockedTitle, lockedSummary, lockedEmptySummary, lockedSet, lockedEmptyStudio, lockedEmptyPerformers
    case lockedEmptyTags, lockedEmptyAndStale, keptAndEmpty
    // Nothing to compare.
    case noFile, noMetadata, onlyPartialDate, unmapped, mappedNowhere, otherLibrary, nestedRoot, showLibrary
    case missingScanned, missingUnscanned, trashed
    // Several files, several items.
    case multiVersion, multiPart, optimisedVersion, foreignFileInItem, oneFileMissing, twoFilesTwoItems
    case twoLibraries, twoScenesInOneItem
    // Paths.
    case sameBaseName, sameBaseNameMissing, baseNameHint, nfdPath, windowsLibrary, driveLetterCase, samePath
    case orderedMapping, caseFoldedPath, foldedTie, foldedAmbiguous, foldedTwoScenes, invalidUTF8Path

    /// How often it comes beside the others, once each has come once.
    var weight: Int {
        switch self {
        case .inSync: 60
        case .listDecides, .equalAndLocked, .fresh: 12
        case .mixed, .emptyStudio, .emptyTags, .emptyPerformers, .staleTitle: 5
        case .lacksTag, .moreTagsThanListShows, .missingScanned, .noMetadata, .lockedTitle: 3
        default: 1
        }
    }
}
