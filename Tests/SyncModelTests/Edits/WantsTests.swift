import Foundation
import SyncModel
import TestSupport
import Testing

@Suite struct FieldValueTests {
    @Test(arguments: [
        ("Title", "Title"), ("  Title \n", "Title"), ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\tb", "a b"),
        ("a\u{0}b\u{7}c\u{7f}d\u{85}e", "abcde"), ("Cafe\u{301}", "Caf\u{e9}"), ("e\u{0}\u{301}", "\u{e9}"),
        ("\u{a0}x\u{2003}", "x"), ("日本 映画", "日本 映画"), ("a  b", "a  b"), ("\u{200b}x", "\u{200b}x"),
        ("👩\u{200d}👧", "👩\u{200d}👧"), ("\u{1b}[31mred", "[31mred"),
    ])
    func `a text is trimmed, composed and without control characters`(text: String, normal: String) throws {
        let value = try #require(FieldValue.text(text).normalised?.text)
        #expect(value.utf8.elementsEqual(normal.utf8))
    }

    @Test(arguments: ["", " ", "\n\t", "\u{0}", "\u{a0}", "\r\n"])
    func `a text of which nothing is left wants nothing`(text: String) {
        #expect(FieldValue.text(text).normalised == nil)
        #expect(FieldValue.names([text, text]).normalised == nil)
    }

    @Test func `names are trimmed, and come once, in the first spelling and in their order`() {
        let names = ["Outdoor", " outdoor ", "", "HD", "Cafe\u{301}", "CAF\u{c9}", "hd", "Straße", "STRASSE"]
        #expect(FieldValue.names(names).normalised == .names(["Outdoor", "HD", "Caf\u{e9}", "Straße"]))
    }

    @Test func `normalising again changes nothing`() {
        var numbers = SeededNumbers(seed: 3)
        let scalars = [
            "a", "Z", " ", "\n", "\r", "\t", "\u{0}", "\u{301}", "é", "\u{a0}", "\u{1e9b}", "\u{323}", "ß", "한",
            "\u{1112}", "\u{1161}",
        ]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...8, using: &numbers)).map { _ in numbers.pick(scalars) }.joined()
            for value in [FieldValue.text(text), .names([text, text + "b", "B" + text])] {
                let once = value.normalised
                guard once?.normalised == once else {
                    Issue.record("\(text.unicodeScalars.map { $0.value })")
                    return
                }
            }
        }
    }

    @Test(arguments: [
        ("Outdoor", "OUTDOOR", true), ("Café", "CAFE\u{301}", true), ("Straße", "STRASSE", true), ("ſ", "S", true),
        ("\u{212a}", "k", true), ("İ", "i\u{307}", true), ("ΣΑΣ", "σας", true), ("ǆ", "ǅ", true), ("a", "b", false),
        ("Cafe", "Café", false), ("A ", "A", false), ("ı", "i", true),
    ])
    func `names are equal without regard to case, in NFC`(one: String, other: String, isEqual: Bool) {
        #expect((nameKey(one) == nameKey(other)) == isEqual)
        #expect(nameKey(nameKey(one)) == nameKey(one))
    }

    @Test func `only a text of more than 160 bytes is replaced by its hash`() {
        let digest: (String) -> String = { "#\($0.utf8.count)" }
        #expect(FieldValue.text(String(repeating: "a", count: 160)).condensed(digest).text?.count == 160)
        #expect(FieldValue.text(String(repeating: "a", count: 161)).condensed(digest) == .digest("#161"))
        #expect(FieldValue.text(String(repeating: "é", count: 81)).condensed(digest) == .digest("#162"))
        let names = FieldValue.names([String(repeating: "a", count: 400)])
        #expect(names.condensed(digest) == names)
    }
}

@Suite struct WantsTests {
    @Test func `each field that is on wants what the scene says`() {
        let wants = Wants(of: fullScene, FieldSettings())
        #expect(
            wants.values == [
                .title: .text("A Title"), .studio: .text("Acme"), .summary: .text("What it is about."),
                .date: .text("2023-05-17"), .performers: .names(["Ann", "Bob"]), .tags: .names(["Outdoor", "HD"]),
                .collections: .names(["Series"]),
            ])
        #expect(wants.partialDate == nil)
        #expect(wants.hasMetadata)
    }

    @Test func `a scene that Stash knows only by its file wants nothing and has no metadata`() {
        let wants = Wants(of: bareScene, FieldSettings())
        #expect(wants.values.isEmpty)
        #expect(!wants.hasMetadata)
    }

    @Test func `a title, a rating or a group alone is no metadata, anything else is`() {
        var titled = bareScene
        (titled.title, titled.rating, titled.groups) = ("A", 80, entities("Series"))
        #expect(!titled.hasMetadata)
        let changes: [(inout Scene) -> Void] = [
            { $0.studio = entities("Acme").first }, { $0.performers = entities("Ann") }, { $0.tags = entities("HD") },
            { $0.details = "x" }, { $0.date = PartialDate(text: "2023") },
        ]
        for change in changes {
            var scene = titled
            change(&scene)
            #expect(scene.hasMetadata)
        }
    }

    @Test(arguments: ["2023", "2023-05"])
    func `a partial date wants nothing, and is remembered as what it is`(text: String) {
        var scene = fullScene
        scene.date = PartialDate(text: text)
        let wants = Wants(of: scene, FieldSettings())
        #expect(wants.values[.date] == nil)
        #expect(wants.partialDate == PartialDate(text: text))
    }

    @Test func `a partial date says nothing where dates are off`() {
        var (scene, settings) = (fullScene, FieldSettings())
        scene.date = PartialDate(text: "2023")
        settings[.date] = .off
        #expect(Wants(of: scene, settings).partialDate == nil)
    }

    @Test(arguments: [(1, "0.1"), (5, "0.5"), (60, "6"), (75, "7.5"), (99, "9.9"), (100, "10")])
    func `a rating is on Plex's scale`(rating: Int, text: String) {
        var (scene, settings) = (fullScene, FieldSettings())
        scene.rating = rating
        #expect(Wants(of: scene, settings).values[.rating] == nil)
        settings[.rating] = .scene
        #expect(Wants(of: scene, settings).values[.rating] == .text(text))
    }

    @Test func `a template takes the place of the scene's own field`() throws {
        var settings = FieldSettings()
        settings[.title] = .template(try FieldTemplate("{studio}: {title}"))
        settings[.titleSort] = .template(try FieldTemplate("{date}"))
        settings[.collections] = .template(try FieldTemplate("{studio}"))
        settings[.tags] = .off
        let wants = Wants(of: fullScene, settings)
        #expect(wants.values[.title] == .text("Acme: A Title"))
        #expect(wants.values[.titleSort] == .text("2023-05-17"))
        #expect(wants.values[.collections] == .names(["Acme"]))
        #expect(wants.values[.tags] == nil)
        var scene = fullScene
        scene.studio = nil
        #expect(Wants(of: scene, settings).values[.title] == nil)
    }

    @Test func `sort title and tagline are not among the fields without a template, pictures and ratings are off`()
        throws
    {
        var settings = FieldSettings()
        #expect(settings.enabled == [.title, .studio, .summary, .date, .performers, .tags, .collections])
        settings[.tagline] = .template(try FieldTemplate("{code}"))
        settings[.rating] = .scene
        settings[.title] = .off
        #expect(settings.enabled == [.studio, .summary, .tagline, .date, .performers, .tags, .collections, .rating])
        #expect(
            settings.neededParts == [.studio, .details, .code, .date, .performers, .tags, .groups, .rating])
    }

    @Test func `another setting has another fingerprint`() throws {
        var texts: Set<String> = [FieldSettings().fingerprint]
        for field in Field.allCases {
            for source in [
                FieldSettings.Source.off, .scene, .template(try FieldTemplate("{id}")),
                .template(try FieldTemplate("{code}")),
            ] {
                var settings = FieldSettings()
                settings[field] = source
                texts.insert(settings.fingerprint)
            }
        }
        #expect(texts.count == 1 + Field.allCases.count * 3)
    }
}

@Suite struct FieldTests {
    @Test func `the numbers and words that are stored never change`() {
        let words = [
            "title", "title_sort", "studio", "summary", "tagline", "date", "performers", "tags", "collections",
            "rating",
            "content_rating", "poster", "art",
        ]
        #expect(Field.allCases.map(\.rawValue) == words)
        #expect(Field.allCases.map(\.ordinal) == Array(0..<13))
        #expect(Field.allCases.shuffled().sorted() == Field.allCases)
    }
}
