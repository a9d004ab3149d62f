import SyncModel
import Testing

@Suite struct RatingConditionTests {
    @Test(arguments: [
        (">= 60", 60, true), (">= 60", 59, false), (">60", 60, false), ("> 60", 61, true), ("<20", 19, true),
        ("< 20", 20, false), ("<=20", 20, true), ("<= 20", 21, false), ("80", 80, true), ("80", 79, false),
        ("=80", 80, true),
        ("== 80", 80, true), ("!= 80", 80, false), ("!=80", 79, true), (" >=  0 ", 1, true), ("100", 100, true),
    ])
    func `a rating is compared on Stash's scale`(text: String, rating: Int, holds: Bool) throws {
        #expect(try #require(RatingCondition(text: text)).holds(for: rating) == holds)
    }

    @Test(arguments: [
        "", ">=", ">= 101", "-1", ">= -1", "=> 60", "60 <", "6.5", "sixty", "<> 60", "٦٠", "999999999999999999999",
    ])
    func `what is no condition is none`(text: String) {
        #expect(RatingCondition(text: text) == nil)
    }

    @Test(arguments: RatingCondition.Comparison.allCases)
    func `an unrated scene meets no condition`(comparison: RatingCondition.Comparison) throws {
        #expect(!(try #require(RatingCondition(comparison, 0)).holds(for: nil)))
    }
}

@Suite struct GapFilterTests {
    private let gap = Gap(
        scene: Scene.ID(rawValue: 12), types: [.empty, .stale], emptyFields: [.studio], staleFields: [.title, .tags],
        confidence: .definite, reason: .updated)
    private let subject = FilterSubject(
        studio: "Acme Studios", performers: ["Ann", "Bob"], tags: ["Outdoor", "private"],
        paths: ["/data/a/x.mp4", "/b/y.mkv"],
        isOrganized: true, rating: 60)
    private let libraryNames = ["3", "Clips"]

    private func keeps(_ change: (inout GapFilter) -> Void) -> Bool {
        var filter = GapFilter()
        change(&filter)
        return filter.keeps(gap, subject, libraryNames: libraryNames)
    }

    @Test func `blanks around a name in Stash do not matter`() {
        let padded = FilterSubject(studio: " Acme Studios ", performers: ["Ann "], tags: [" Outdoor"])
        var filter = GapFilter()
        (filter.studios, filter.performers, filter.tags) = ([Glob("Acme Studios")], [Glob("ann")], [Glob("Outdoor")])
        #expect(filter.keepsScene(padded))
    }

    @Test func `without conditions every gap is kept`() {
        #expect(GapFilter().isEmpty)
        #expect(keeps { _ in })
    }

    @Test(arguments: [
        ([GapType.empty], true), ([.stale], true), ([.missing], false), ([.missing, .stale], true),
    ])
    func `types mean any of, and keep whole gaps`(types: [GapType], isKept: Bool) {
        #expect(keeps { $0.types = Set(types) } == isKept)
    }

    @Test(arguments: [([Field.studio], true), ([.tags], true), ([.performers], false), ([.performers, .title], true)])
    func `fields are looked for among the empty and the stale ones`(fields: [Field], isKept: Bool) {
        #expect(keeps { $0.fields = Set(fields) } == isKept)
    }

    @Test func `confidence is that of the gap`() {
        #expect(keeps { $0.confidence = .definite })
        #expect(!keeps { $0.confidence = .possible })
    }

    @Test(arguments: [
        (["Clips"], true), (["CLIPS"], true), (["3"], true), (["Archive"], false), (["Archive", "clips"], true),
    ])
    func `libraries are named by key or title`(libraries: [String], isKept: Bool) {
        #expect(keeps { $0.libraries = libraries } == isKept)
    }

    @Test(arguments: [
        ("acme*", "ann", "out*", "*.mp4", true), ("acme*", "ann", "out*", "/b/*", true),
        ("acme", "ann", "out*", "*", false),
        ("acme*", "carl", "*", "*", false), ("*", "*", "indoor", "*", false), ("*", "*", "*", "/c/*", false),
    ])
    func `names and paths are globs, and all keys must hold`(
        studio: String, performer: String, tag: String, path: String, isKept: Bool
    ) {
        let isFound = keeps {
            ($0.studios, $0.performers) = ([Glob(studio)], [Glob(performer)])
            ($0.tags, $0.paths) = ([Glob(tag)], [Glob(path)])
        }
        #expect(isFound == isKept)
    }

    @Test func `a list of patterns means any of`() {
        #expect(keeps { $0.tags = [Glob("indoor"), Glob("outdoor")] })
        #expect(!keeps { $0.tags = [Glob("indoor"), Glob("night")] })
    }

    @Test func `a scene without studio has no name to match, not even a star`() {
        var filter = GapFilter()
        filter.studios = [Glob("*")]
        #expect(!filter.keepsScene(FilterSubject()))
    }

    @Test func `organized and rating are of the scene`() throws {
        #expect(keeps { $0.isOrganized = true })
        #expect(!keeps { $0.isOrganized = false })
        #expect(keeps { $0.rating = RatingCondition(.atLeast, 60) })
        #expect(!keeps { $0.rating = RatingCondition(.more, 60) })
    }

    @Test func `what the exclusion keeps is dropped, and nothing else`() {
        #expect(!keeps { $0.not = [GapFilter(tags: "private")] })
        #expect(keeps { $0.not = [GapFilter(tags: "secret")] })
        // The keys of an exclusion are ANDed too: only what meets all of them goes.
        #expect(keeps { $0.not = [GapFilter(tags: "private", studios: "Other")] })
        #expect(!keeps { $0.not = [GapFilter(tags: "private", studios: "acme*")] })
        #expect(!keeps { ($0.not, $0.types) = ([GapFilter(tags: "private")], [.stale]) })
    }

    @Test func `of alternatives one must hold, besides the other keys`() {
        #expect(keeps { $0.any = [GapFilter(tags: "secret"), GapFilter(studios: "Acme*")] })
        #expect(!keeps { $0.any = [GapFilter(tags: "secret"), GapFilter(studios: "Other")] })
        #expect(!keeps { ($0.any, $0.types) = ([GapFilter(studios: "Acme*")], [.missing]) })
    }

    @Test func `exclusions and alternatives nest`() {
        var inner = GapFilter(tags: "private")
        inner.not = [GapFilter(studios: "Acme*")]
        #expect(keeps { $0.not = [inner] })
        #expect(!keeps { $0.any = [inner] })
    }

    @Test func `a filter of scenes alone looks at no gap, but at what it excludes`() {
        var only = GapFilter(tags: "outdoor")
        only.types = [.missing]
        #expect(only.keepsSceneWhole(subject))
        only.not = [GapFilter(tags: "private")]
        #expect(only.keepsScene(subject))
        #expect(!only.keepsSceneWhole(subject))
        only.not = []
        only.any = [GapFilter(studios: "Other"), GapFilter(studios: "Else")]
        #expect(!only.keepsSceneWhole(subject))
    }
}

extension GapFilter {
    fileprivate init(tags: String) {
        self.init()
        self.tags = [Glob(tags)]
    }

    fileprivate init(studios: String) {
        self.init()
        self.studios = [Glob(studios)]
    }

    fileprivate init(tags: String, studios: String) {
        self.init(tags: tags)
        self.studios = [Glob(studios)]
    }
}
