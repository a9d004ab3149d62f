/// Makes a world scene by scene, and writes down at once what must be found out about each.
struct WorldBuilder {
    var random: LabRandom
    let now: Int
    var stash = StashLibrary()
    var plex: PlexLibrary
    var truth = WorldTruth()
    var truthWithHistory = WorldTruth()
    /// Scene id to epoch seconds, as another tool noted them.
    var history: [Int: Int] = [:]
    /// Names and folders are numbered apart, so that no two files share a base name by accident.
    private var count = 0
    private var lastScene = 0
    private var lastFile = 0
    private var lastKey = 1000
    private(set) var made: WorldCase = .inSync
    private var sectionTitles: [Int: String]
    private let roots: [(root: String, title: String)]

    static let hour = 3600
    static let day = 86_400
    /// Offsets in minutes that Stash's server had over the years: a move, summer time, a container in UTC.
    static let offsets = [60, 60, 120, 120, 0, -480, 660]

    init(seed: UInt64, now: Int) {
        random = LabRandom(seed: seed)
        self.now = now
        plex = PlexLibrary(sections: World.sections(now: now))
        roots = plex.sections.flatMap { section in section.roots.map { ($0, section.title) } }
        sectionTitles = Dictionary(uniqueKeysWithValues: plex.sections.map { ($0.key, $0.title) })
        stash.roots = ["/data/clips", "/archive", "/win", "/private", "/shows", "/misc", "/media/more", "/unmapped"]
        makeEntities()
    }

    private mutating func makeEntities() {
        let lists: [(StashEntityKind, [String])] = [
            (.studio, WorldNames.studios), (.performer, WorldNames.performers), (.tag, WorldNames.tags),
            (.group, WorldNames.groups),
        ]
        for (kind, names) in lists {
            for (place, name) in names.enumerated() {
                let at = stamp(now - 400 * Self.day + place * Self.hour)
                stash[kind][place + 1] = StashEntity(id: place + 1, name: name, createdAt: at)
            }
            stash.lastIDs.entities[kind] = names.count
        }
    }

    mutating func stamp(_ seconds: Int) -> String { StashTime.text(seconds, offset: random.pick(Self.offsets) * 60) }

    // MARK: Scenes

    /// A scene with metadata of every sort, in most of which some are absent; `needs` are always there.
    mutating func scene(needing needs: Set<WorldField> = []) -> StashScene {
        lastScene += 1
        let created = now - Int.random(in: 20 * Self.day...300 * Self.day, using: &random)
        let updated = lastEdit(after: created)
        var scene = StashScene(id: lastScene, createdAt: stamp(created), updatedAt: stamp(updated))
        sceneTimes[lastScene] = updated
        scene.title = "The \(random.pick(WorldNames.adjectives)) \(random.pick(WorldNames.nouns))"
        if needs.contains(.studio) || !random.once(in: 6) { scene.studio = id(.studio) }
        if needs.contains(.summary) || !random.once(in: 4) { scene.details = random.pick(WorldNames.sentences) }
        if needs.contains(.date) || !random.once(in: 6) { scene.date = day() }
        let performers = needs.contains(.performers) ? 2...3 : 0...3
        scene.performers = random.some(Int.random(in: performers, using: &random), of: ids(.performer))
        let tags = needs.contains(.tags) ? 2...6 : 0...6
        scene.tags = random.some(Int.random(in: tags, using: &random), of: ids(.tag))
        if needs.contains(.collections) || random.once(in: 8) {
            scene.groups = [StashGroupLink(group: id(.group), sceneIndex: random.once(in: 2) ? 1 : nil)]
        }
        scene.rating100 = random.once(in: 3) ? 20 * Int.random(in: 1...5, using: &random) : nil
        scene.organized = random.once(in: 3)
        return scene
    }

    /// Mostly long ago, sometimes within the last nine days, but never so near to a day's or a week's end that a scope
    /// asked for a little later would decide otherwise.
    private mutating func lastEdit(after created: Int) -> Int {
        guard random.once(in: 8) else { return Int.random(in: created...(now - 9 * Self.day), using: &random) }
        let age = Int.random(in: Self.hour...9 * Self.day, using: &random)
        let isNearEdge = [Self.day, 7 * Self.day].contains { abs(age - $0) < Self.hour }
        return now - (isNearEdge ? age + 2 * Self.hour : age)
    }

    private(set) var sceneTimes: [Int: Int] = [:]

    /// A scene that has no file yet and about which nothing is known but its title.
    mutating func bareScene() -> StashScene {
        var scene = scene()
        (scene.title, scene.details, scene.date, scene.studio) = ("", "", nil, nil)
        (scene.performers, scene.tags, scene.groups) = ([], [], [])
        return scene
    }

    mutating func id(_ kind: StashEntityKind) -> Int { Int.random(in: 1...stash[kind].count, using: &random) }
    func ids(_ kind: StashEntityKind) -> [Int] { Array(1...stash[kind].count) }
    mutating func day() -> String { civilDay(Int.random(in: 14_000...20_000, using: &random)) }

    // MARK: Files

    /// A path of this place that no other file shares, base name included.
    mutating func path(in place: WorldPlace, folder: String? = nil, name: String? = nil) -> String {
        count += 1
        let name = name ?? "\(random.pick(WorldNames.nouns)) \(count)"
        return "\(place.stash)\(folder ?? random.pick(WorldNames.folders))/\(name).mp4"
    }

    /// A file of a size that no other file has, and a duration that few have; Stash found it `appeared` seconds after 1970.
    mutating func file(_ path: String, appeared: Int? = nil) -> StashFile {
        lastFile += 1
        let found = appeared ?? now - Int.random(in: 20 * Self.day...300 * Self.day, using: &random)
        return StashFile(
            id: lastFile, path: path, size: 500_000_000 + lastFile * 4096,
            duration: 300 + Double(lastFile % 4000) * 2.5,
            createdAt: stamp(found), updatedAt: stamp(found))
    }

    func part(_ file: StashFile, at path: String) -> PlexPart {
        PlexPart(path, size: file.size, duration: Int(file.duration * 1000))
    }

    // MARK: Items

    mutating func ratingKey() -> Int {
        lastKey += Int.random(in: 1...3, using: &random)
        return lastKey
    }

    /// An item that says what the scene says; some of its fields are locked, which changes nothing where all is equal.
    mutating func item(like scene: StashScene, in section: Int, _ media: [PlexMedia]) -> PlexItem {
        let added = now - Int.random(in: 10 * Self.day...300 * Self.day, using: &random)
        var item = PlexItem(
            ratingKey: ratingKey(), section: section, title: scene.title, studio: name(.studio, scene.studio),
            summary: scene.details.isEmpty ? nil : scene.details,
            originallyAvailableAt: scene.date.flatMap { $0.utf8.count == 10 ? $0 : nil },
            genres: names(.tag, scene.tags), roles: names(.performer, scene.performers),
            collections: names(.group, scene.groups.map(\.group)), media: media, addedAt: added,
            updatedAt: Int.random(in: added...(now - 10 * Self.hour), using: &random),
            duration: media.first?.parts.first?.duration ?? 0)
        if item.title.isEmpty, let file = item.files.first { item.title = Lab.stem(of: file) }
        if random.once(in: 6) { item.locked = Set(random.some(2, of: WorldField.allCases).map(\.lock)) }
        if random.once(in: 5) { item.contentRating = "XXX" }
        if random.once(in: 6) { item.labels = ["Seen"] }
        return item
    }

    func name(_ kind: StashEntityKind, _ id: Int?) -> String? { id.flatMap { stash[kind][$0]?.name } }
    func names(_ kind: StashEntityKind, _ ids: [Int]) -> [String] { ids.compactMap { stash[kind][$0]?.name } }
    func libraryTitle(_ section: Int) -> String { sectionTitles[section] ?? "" }

    /// The library whose root lies nearest above a path of Plex.
    private func home(of path: String) -> String? {
        roots.filter { isPath(path, below: $0.root) }.max { $0.root.utf8.count < $1.root.utf8.count }?.title
    }

    // MARK: Writing down

    mutating func begin(_ made: WorldCase) { self.made = made }

    /// The scene is done, and ends in this outcome without a target.
    mutating func finish(_ scene: StashScene, _ outcome: String) {
        finish(scene, ExpectedScene(scene: scene.id, made: made, outcome: outcome), nil)
    }

    /// The scene is done, and its file is nowhere in Plex.
    mutating func finishMissing(_ scene: StashScene, _ confidence: String) {
        let gap = ExpectedGap(types: ["missing"], confidence: confidence)
        finish(scene, ExpectedScene(scene: scene.id, made: made, outcome: "gap", gap: gap), nil)
    }

    /// The scene is done, and these items play it, the last of which was made to differ in these ways.
    mutating func finish(_ scene: StashScene, _ items: [PlexItem], _ differences: [Difference] = []) {
        plex.items += items
        let playedBy = items.enumerated().map { place, item in
            (
                target: ExpectedTarget(library: libraryTitle(item.section), ratingKey: item.ratingKey),
                differences: place == items.count - 1 ? differences : []
            )
        }
        let past = pastSync(of: scene, items, differences)
        finish(
            scene, ExpectedScene(scene: scene.id, made: made, playedBy: playedBy, past: nil),
            past.map { ExpectedScene(scene: scene.id, made: made, playedBy: playedBy, past: $0) })
    }

    private mutating func finish(_ scene: StashScene, _ expected: ExpectedScene, _ withHistory: ExpectedScene?) {
        stash.scenes[scene.id] = scene
        let homes = scene.files.map { home(of: World.plexPath($0.pathText, World.mappings)) }
        for (truth, expected) in [(\Self.truth, expected), (\Self.truthWithHistory, withHistory ?? expected)] {
            var expected = expected
            (expected.path, expected.homes) = (scene.files.first?.pathText, homes)
            expected.updatedAt = sceneTimes[scene.id, default: now]
            self[keyPath: truth].scenes[scene.id] = expected
        }
        if history[scene.id] == nil, random.once(in: 10) {
            // Scenes without a sure item may have been synced once; nothing follows from it.
            if expected.targets.isEmpty { history[scene.id] = sceneTimes[scene.id, default: now] + 5 }
        }
    }

    /// Draws whether and when another tool synced this scene: before, between or after its and its item's last change.
    private mutating func pastSync(
        of scene: StashScene, _ items: [PlexItem], _ differences: [Difference]
    ) -> PastSync? {
        guard random.once(in: 2), let updated = sceneTimes[scene.id] else { return nil }
        let changed = items.map(\.updatedAt)
        let (first, last) = (changed.min() ?? now, changed.max() ?? now)
        let moments = [min(first, updated) - Self.hour, updated, max(last, updated) + 90, (first + updated) / 2]
        let at = random.pick(moments)
        // An item near the minute's grace, or two items on either side of it, would say nothing for sure.
        guard changed.allSatisfy({ abs($0 - at - 60) > 5 }), Set(changed.map { $0 > at + 60 }).count == 1 else {
            return nil
        }
        let past = PastSync(isUpdated: updated > at, isItemLater: first > at + 60)
        // What another tool locked empty, and whether it locks collections, is not told anywhere.
        let isOpenQuestion = differences.contains { $0.locked && ($0.kind == .empty || $0.field == .collections) }
        guard past.isItemLater || !isOpenQuestion else { return nil }
        history[scene.id] = at
        return past
    }

    /// Ids that were ever given, so that the servers go on above them.
    mutating func close() {
        stash.lastIDs.scene = lastScene
        stash.lastIDs.file = lastFile
        plex.items.sort { $0.ratingKey < $1.ratingKey }
    }
}
