import CommandSyntax
import SyncModel
import Testing

@testable import Commands

@Suite struct OptionTests {
    static func arguments<Group: OptionGroup>(of group: Group, _ line: String) throws -> Arguments<Group> {
        guard case .line(let lexed) = try lex(line) else { preconditionFailure("'\(line)' is not finished") }
        return try commandTree.parse(lexed.words).arguments(of: group)
    }

    func filter(_ options: String) throws -> GapFilter {
        try Self.arguments(of: GapFilterOptions(), "gaps \(options)").filter()
    }

    @Test func `no option keeps every gap`() throws { #expect(try filter("").isEmpty) }

    @Test func `options are the words of the filter`() throws {
        let found = try filter(
            "-t empty,stale --field studio --confidence definite --studio 'Acme*' --performer A --performer B "
                + "--tag x --path '/data/*' --organized --rating '>= 60'")
        var wanted = GapFilter()
        (wanted.types, wanted.fields, wanted.confidence) = ([.empty, .stale], [.studio], .definite)
        (wanted.studios, wanted.tags, wanted.paths) = ([Glob("Acme*")], [Glob("x")], [Glob("/data/*")])
        wanted.performers = [Glob("A"), Glob("B")]
        wanted.isOrganized = true
        wanted.rating = RatingCondition(.atLeast, 60)
        #expect(found == wanted)
    }

    @Test(arguments: [
        ("", "24h"), ("--scope all", "all"), ("--since 7d", "last 7d"), ("--scope 7days", "7days"),
    ])
    func `what was set for the session holds where no option says which scenes`(options: String, wanted: String) throws
    {
        let given = try Self.arguments(of: ScopeOptions(), "gaps --by created \(options)")
        var scope = try Scope(text: wanted)
        scope.by = .created
        #expect(try given.resolved(now: Bench.now, orElse: Scope(text: "24h")) == scope)
    }

    @Test(arguments: ["--no-organized", "--organized --no-organized"])
    func `the last of both answers counts`(options: String) throws {
        #expect(try filter(options).isOrganized == false)
    }

    @Test func `each negation drops on its own`() throws {
        let found = try filter("--not-tag private --not-tag secret --not-studio Acme --not-type missing")
        var (types, studios, tags) = (GapFilter(), GapFilter(), GapFilter())
        types.types = [.missing]
        studios.studios = [Glob("Acme")]
        tags.tags = [Glob("private"), Glob("secret")]
        #expect(found.not == [types, studios, tags])
        #expect(found.tags == [])
    }

    @Test func `a comma in a name is no separator`() throws {
        #expect(try filter("--tag 'Kitchen, Garden'").tags == [Glob("Kitchen, Garden")])
    }

    func scope(_ options: String) throws -> Scope {
        try Self.arguments(of: ScopeOptions(), "gaps \(options)").resolved(now: Bench.now)
    }

    @Test(arguments: [
        ("", Scope.all), ("--by created", Scope(.all, by: .created)),
        ("--scope 24h", Scope(.last(seconds: 86_400, name: "24h"), by: .updated)),
        ("--scope 'last 30d' --by created", Scope(.last(seconds: 30 * 86_400, name: "last 30d"), by: .created)),
        (
            "--since 400d --until 300d",
            Scope(
                .range(
                    from: .instant(ago(400)),
                    to: .instant(ago(300))))
        ),
        ("--since 2d --until 1d", Scope(.range(from: .instant(ago(2)), to: .instant(ago(1))))),
        ("--until 1d", Scope(.range(from: nil, to: .instant(ago(1))))),
    ])
    func `scopes are what was asked for`(options: String, wanted: Scope) throws {
        #expect(try scope(options) == wanted)
    }

    static func ago(_ days: Int) -> Instant { Bench.now.advanced(seconds: -days * 86_400) }

    @Test func `a span back to now has no upper end`() throws {
        guard case .last(let seconds, _) = try scope("--since 7d").kind else {
            Issue.record("--since 7d is no span")
            return
        }
        #expect(seconds == 7 * 86_400)
    }

    @Test(arguments: ["--scope 24h --since 2d", "--since 2025-02-01 --until 2025-01-01", "--since 1d --until 2d"])
    func `what contradicts itself is refused`(options: String) {
        #expect { try scope(options) } throws: { ($0 as? CommandEnd)?.code == 2 }
    }

    @Test(arguments: [
        ("gaps --type stal", "did you mean 'stale'?"), ("gaps --scop all", "did you mean '--scope'?"),
        ("gasp", "did you mean 'gaps'?"), ("gaps --since yesterday", "'yesterday' is no date"),
        ("gaps --rating 500", "takes a rating from 0 to 100"), ("queue add x", "takes the number of a scene"),
        ("dead purge --older-than never", "takes a length of time"), ("gaps --field studioo", "did you mean 'studio'?"),
    ])
    func `bad input is named, with the nearest word`(line: String, sentence: String) async throws {
        let ending = try await Bench().run(line)
        #expect(ending.code == 2)
        #expect(ending.said.joined().contains(sentence))
    }
}
