extension WorldBuilder {
    /// Makes the scenes of one case: one, or two where the case is about two.
    mutating func make(_ made: WorldCase) {
        begin(made)
        switch made {
        case .inSync, .equalAndLocked, .looksDifferent, .extraPersonTags, .moreTagsThanListShows, .listDecides,
            .titleOnly,
            .partialDate, .partialDateOutside, .bidiTitle:
            makeEqual(made)
        case .fresh, .emptyStudio, .emptyPerformers, .emptyTags, .staleTitle, .stemTitle, .staleStudio, .staleSummary,
            .noSummary, .staleDate, .noDate, .lacksPerformer, .lacksTag, .hiddenTagLacks, .lacksCollection,
            .noCollection,
            .mixed, .controlCharactersInTitle:
            makeOpen(made)
        case .lockedTitle, .lockedSummary, .lockedEmptySummary, .lockedSet, .lockedEmptyStudio, .lockedEmptyPerformers,
            .lockedEmptyTags, .lockedEmptyAndStale, .keptAndEmpty:
            makeLocked(made)
        case .noFile, .noMetadata, .onlyPartialDate, .unmapped, .mappedNowhere, .otherLibrary, .nestedRoot,
            .showLibrary,
            .missingScanned, .missingUnscanned, .trashed:
            makeWithoutTarget(made)
        case .multiVersion, .multiPart, .optimisedVersion, .foreignFileInItem, .oneFileMissing, .twoFilesTwoItems,
            .twoLibraries, .twoScenesInOneItem:
            makeManyFiles(made)
        case .sameBaseName, .sameBaseNameMissing, .baseNameHint, .nfdPath, .windowsLibrary, .driveLetterCase, .samePath,
            .orderedMapping, .caseFoldedPath, .invalidUTF8Path:
            makePath(made)
        case .foldedTie, .foldedAmbiguous, .foldedTwoScenes: makeFolded(made)
        }
    }

    /// Gives the scene one file and Plex one item that plays it, which differs as told.
    mutating func finishMatched(
        _ scene: StashScene, in place: WorldPlace? = nil, plexPath: String? = nil, path: String? = nil,
        _ differences: [Difference] = [], _ change: (inout PlexItem) -> Void = { _ in }
    ) {
        var scene = scene
        let place = place ?? random.pick(WorldPlace.usual)
        let path = path ?? self.path(in: place)
        let file = file(path)
        scene.files = [file]
        var item = item(like: scene, in: place.section, [PlexMedia([part(file, at: plexPath ?? place.plexPath(path))])])
        apply(differences, to: &item, of: scene)
        change(&item)
        finish(scene, [item], differences)
    }

    private mutating func makeEqual(_ made: WorldCase) {
        switch made {
        case .equalAndLocked:
            finishMatched(scene(needing: [.studio, .tags])) { $0.locked = ["title", "studio", "genre"] }
        case .looksDifferent: makeLookingDifferent()
        case .extraPersonTags:
            finishMatched(scene(needing: [.tags])) {
                $0.genres = ["Mine"] + $0.genres + ["Later"]
                $0.roles.append("A Friend")
            }
        case .moreTagsThanListShows:
            var scene = scene(needing: [.tags, .performers])
            scene.tags = random.some(8, of: ids(.tag))
            scene.performers = random.some(5, of: ids(.performer))
            finishMatched(scene)
        case .listDecides:
            var scene = scene(needing: [.studio, .date])
            scene.tags = random.some(2, of: ids(.tag))
            scene.performers = random.some(3, of: ids(.performer))
            scene.groups = []
            finishMatched(scene) { $0.locked = [] }
        case .titleOnly:
            var scene = bareScene()
            scene.title = "Only a Title"
            finishMatched(scene)
        case .partialDate, .partialDateOutside:
            var scene = scene(needing: [.studio])
            scene.date = random.once(in: 2) ? "2023" : "2023-05"
            let inside = made == .partialDate
            finishMatched(scene) { $0.originallyAvailableAt = inside ? "2023-05-17" : "2019-01-01" }
        case .bidiTitle:
            var scene = scene()
            scene.title = "\u{202e}gnirts\u{202c} \u{2066}Isolate\u{2069} \u{1f3ac}"
            finishMatched(scene)
        default: finishMatched(scene())
        }
    }

    /// Equal but for what is not compared: normal form, blanks at the ends, case of tags, order of performers.
    private mutating func makeLookingDifferent() {
        var scene = scene(needing: [.tags, .performers, .summary])
        scene.title = "  Caf\u{e9} Ångström "
        scene.details += "\n"
        finishMatched(scene) {
            $0.title = "Cafe\u{301} A\u{30a}ngstro\u{308}m"
            $0.summary = $0.summary.map { String($0.dropLast(1)) }
            $0.genres = $0.genres.map { $0.uppercased() }.reversed()
            $0.roles.reverse()
        }
    }

    private mutating func makeOpen(_ made: WorldCase) {
        switch made {
        case .fresh: makeFresh()
        case .stemTitle:
            let path = path(in: .clips)
            finishMatched(scene(), in: .clips, path: path, [.differs(.title)]) { $0.title = Lab.stem(of: path) }
        case .hiddenTagLacks:
            var scene = scene(needing: [.tags])
            scene.tags = random.some(6, of: ids(.tag))
            finishMatched(scene, [.differs(.tags)]) {
                let all = scene.tags.compactMap { tag in WorldNames.tags[tag - 1] }
                $0.genres = all.dropLast()  // a list shows the first two, which are there
            }
        case .controlCharactersInTitle:
            var scene = scene()
            scene.title = "Bell\u{7} Esc\u{1b}[31m Red\u{1b}[0m\u{9b}2J"
            finishMatched(scene, [.differs(.title)])
        case .mixed:
            let scene = scene(needing: [.studio, .tags, .date])
            let fields = random.some(Int.random(in: 2...4, using: &random), of: wanted(scene))
            let differences = fields.map { field -> Difference in
                field != .title && random.once(in: 2) ? .empty(field) : .differs(field)
            }
            finishMatched(scene, differences)
        default:
            let (field, kind) = Self.single[made] ?? (.title, .differs)
            finishMatched(scene(needing: [field]), [Difference(field: field, kind: kind, locked: false)])
        }
    }

    private static let single: [WorldCase: (WorldField, Difference.Kind)] = [
        .emptyStudio: (.studio, .empty), .emptyPerformers: (.performers, .empty), .emptyTags: (.tags, .empty),
        .staleTitle: (.title, .differs), .staleStudio: (.studio, .differs), .staleSummary: (.summary, .differs),
        .noSummary: (.summary, .empty), .staleDate: (.date, .differs), .noDate: (.date, .empty),
        .lacksPerformer: (.performers, .differs), .lacksTag: (.tags, .differs),
        .lacksCollection: (.collections, .differs), .noCollection: (.collections, .empty),
    ]

    /// As Plex lists a file that no agent knows: a title made of its name, and nothing else.
    private mutating func makeFresh() {
        let scene = scene()
        let path = path(in: .clips)
        let differences = wanted(scene).map { $0 == .title ? Difference.differs($0) : .empty($0) }
        finishMatched(scene, in: .clips, path: path, differences) {
            $0.title = Lab.stem(of: path)
            ($0.originallyAvailableAt, $0.year, $0.locked) = (nil, nil, [])
        }
    }

    private mutating func makeLocked(_ made: WorldCase) {
        let scene = scene(needing: [.studio, .summary, .performers, .tags])
        let differences: [Difference] =
            switch made {
            case .lockedSummary: [.differs(.summary, locked: true)]
            case .lockedEmptySummary: [.empty(.summary, locked: true)]
            case .lockedSet: [.differs(random.once(in: 2) ? .tags : .performers, locked: true)]
            case .lockedEmptyStudio: [.empty(.studio, locked: true)]
            case .lockedEmptyPerformers: [.empty(.performers, locked: true)]
            case .lockedEmptyTags: [.empty(.tags, locked: true)]
            case .lockedEmptyAndStale: [.empty(.studio, locked: true), .differs(.title)]
            case .keptAndEmpty: [.differs(.title, locked: true), .empty(.tags)]
            default: [.differs(.title, locked: true)]
            }
        finishMatched(scene, differences)
    }
}
