import SyncModel
import Testing

@Suite struct FieldTemplateTests {
    @Test(arguments: [
        ("{studio}: {title}", "Acme: A Title"), ("{title}", "A Title"), ("{title}{title}", "A TitleA Title"),
        ("{{{title}}}", "{A Title}"), ("{{title}} {code}", "{title} AB-12"), ("[{year}] {date}", "[2023] 2023-05-17"),
        ("{performers} in {groups}", "Ann, Bob in Series"), ("{tags}", "Outdoor, HD"), ("#{id} {rating}", "#12 75"),
        ("{director}/{details}", "D. Rector/What it is about."), (" {title} ", " A Title "),
    ])
    func `placeholders are filled in, and doubled braces stand for themselves`(source: String, text: String) throws {
        #expect(try FieldTemplate(source).text(for: fullScene) == text)
    }

    @Test(arguments: FieldTemplate.Placeholder.allCases.filter { $0 != .id })
    func `with an empty part it wants nothing`(placeholder: FieldTemplate.Placeholder) throws {
        let template = try FieldTemplate("{id}: {\(placeholder.rawValue)}")
        #expect(template.text(for: bareScene) == nil)
        #expect(template.text(for: fullScene) != nil)
        #expect(template.placeholders == [.id, placeholder])
    }

    @Test func `a part of blanks alone is empty`() throws {
        var scene = fullScene
        scene.title = " \t"
        #expect(try FieldTemplate("{studio}: {title}").text(for: scene) == nil)
    }

    @Test(arguments: [
        ("{title", FieldTemplate.Fault.openBrace), ("title}", .openBrace), ("{", .openBrace), ("}", .openBrace),
        ("{title}}", .openBrace), ("{}", .unknownPlaceholder("")), ("{Title}", .unknownPlaceholder("Title")),
        ("{tag}", .unknownPlaceholder("tag")), ("{ title }", .unknownPlaceholder(" title ")), ("", .constant),
        ("Acme", .constant), ("{{title}}", .constant),
    ])
    func `a template that cannot be meant is a fault`(source: String, fault: FieldTemplate.Fault) {
        #expect(throws: fault) { try FieldTemplate(source) }
    }
}
