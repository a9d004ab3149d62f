import JSON
import Testing

@testable import Lab

@Suite struct GraphQLTests {
    private let schema: GraphQLSchema

    init() throws {
        schema = try GraphQLSchema(
            table: """
                scalar ID scalar String scalar Int scalar Float scalar Boolean scalar Map
                enum Order { UP DOWN }
                input Range { low: Int! high: Int order: Order NOT: Range }
                interface Thing { id: ID! }
                type Box implements Thing { id: ID! name: String boxes(range: Range ids: [ID!]): [Box!]! lid: String @30 }
                type Query { box(id: ID! free: Map): Box boxes(range: Range first: Int): [Box!]! thing: Thing old: Box @old }
                """, release: 29)
    }

    // MARK: Reading

    @Test(arguments: [
        ("{a{", "Expected Name, found <EOF>", 1, 4), ("", "Unexpected <EOF>", 1, 1), ("{a(b:)}", "Unexpected )", 1, 6),
        ("{a\n  b:}", "Expected Name, found }", 2, 5), ("query($x){a}", "Expected :, found )", 1, 9),
        (#"{a(b:"open)}"#, "Unterminated string.", 1, 6), ("fragment F {a}", #"Expected "on", found {"#, 1, 12),
        ("{a ..b}", "Unexpected .", 1, 4), ("{}", "Expected Name, found }", 1, 2),
        ("{ä}", "Cannot parse the unexpected character 195.", 1, 2),
    ])
    func `a broken document is refused at its place`(text: String, message: String, line: Int, column: Int) {
        let error = #expect(throws: GraphQLError.self) { try GraphQLParser.document(text) }
        #expect(error?.message == message)
        #expect(error?.location == GraphQLLocation(line: line, column: column))
        #expect(error?.code == .parse)
    }

    @Test func `a document nested to exhaust the stack is refused`() {
        for text in [
            String(repeating: "{a", count: 100_000), "{a(b:" + String(repeating: "[", count: 100_000),
            "query($a:" + String(repeating: "[", count: 100_000),
        ] {
            #expect(throws: GraphQLError.self) { try GraphQLParser.document(text) }
        }
    }

    @Test func `escapes, comments and block strings are read`() throws {
        let document = try GraphQLParser.document(
            #"""
            # a comment, with commas
            query Q($v: [ID!]! = [1, "2"]) @x { one: a(t: "q\"\\\u00e9\n", n: -1.5, e: UP, o: {k: null}) b(t: """x"y""") }
            """#)
        let operation = try #require(document.operations.first)
        #expect(operation.name == "Q" && operation.variables.first?.type.shown == "[ID!]!")
        guard case .field(let field) = operation.selection[0], case .field(let second) = operation.selection[1] else {
            Issue.record("two fields")
            return
        }
        #expect(field.alias == "one" && field.name == "a")
        let values = GraphQLInput.object(field.arguments.values(with: [:]))
        #expect(values["t"]?.text == "q\"\\é\n" && values["n"]?.double == -1.5 && values["e"]?.text == "UP")
        #expect(values["o"]?["k"]?.isNull == true)
        #expect(GraphQLInput.object(second.arguments.values(with: [:]))["t"]?.text == #"x"y"#)
    }

    // MARK: Checking

    private func faults(_ text: String) throws -> [GraphQLError] {
        let document = try GraphQLParser.document(text)
        return GraphQLValidator.faults(in: document.operations[0], of: document, schema: schema)
    }

    @Test(arguments: [
        ("{box(id:1){nam}}", #"Cannot query field "nam" on type "Box". Did you mean "name"?"#),
        ("{box(id:1){lid}}", #"Cannot query field "lid" on type "Box". Did you mean "id"?"#),
        ("{box(id:1,nope:2){id}}", #"Unknown argument "nope" on field "Query.box"."#),
        ("{box{id}}", #"Field "box" argument "id" of type "ID!" is required, but it was not provided."#),
        (
            "{box(id:1)}",
            #"Field "box" of type "Box" must have a selection of subfields. Did you mean "box { ... }"?"#
        ),
        (
            "{box(id:1){id{x}}}",
            #"Field "id" must not have a selection since type "ID!" has no subfields."#
        ),
        ("{boxes(range:{low:1,hight:2}){id}}", #"Field "hight" is not defined by type "Range". Did you mean "high"?"#),
        ("{boxes(range:{high:2}){id}}", #"Field "Range.low" of required type "Int!" was not provided."#),
        ("{boxes(range:{low:1,order:SIDE}){id}}", #"Value "SIDE" does not exist in "Order" enum."#),
        ("{boxes(range:{low:1.5}){id}}", #"Expected value of type "Int", found another kind."#),
        ("{boxes(range:{low:null}){id}}", #"Expected value of type "Int!", found null."#),
        ("{box(id:$x){id}}", #"Variable "$x" is not defined."#),
        ("query($x:ID){box(id:$x){id}}", #"Variable "$x" of type "ID" used in position expecting type "ID!"."#),
        ("query($x:Int){boxes{id}}", #"Variable "$x" is never used."#),
        ("query($x:Nope){boxes(range:$x){id}}", #"Unknown type "Nope"."#),
        ("{boxes{...F}}", #"Unknown fragment "F"."#),
        ("{boxes{...F}} fragment F on Box{...F}", #"Cannot spread fragment "F" within itself."#),
        ("{boxes{...F}} fragment F on Nope{id}", #"Unknown type "Nope"."#),
        ("{boxes @deep{id}}", #"Unknown directive "@deep"."#),
        ("mutation{x}", #"Schema does not support operation type "mutation""#),
    ])
    func `a wrong document is refused`(text: String, message: String) throws {
        let faults = try faults(text)
        #expect(faults.first?.message == message)
        #expect(faults.allSatisfy { $0.code == .validation && $0.location != nil })
    }

    @Test(arguments: [
        "{box(id:\"1\",free:{a:[1,{b:true}]}){id __typename}}",
        "{boxes(range:{low:1,NOT:{low:2,order:UP}}){boxes(ids:3){id}}}",
        "query($x:ID!,$r:Range){box(id:$x){boxes(range:$r,ids:[$x]){id}}}", "query($x:ID=1){box(id:$x){id}}",
        "{thing{id ... on Box{name}} ...Q} fragment Q on Query{old{id}}",
        "{boxes{id @skip(if:true) ...{name @include(if:false)}}}",
    ])
    func `a right document passes`(text: String) throws {
        #expect(try faults(text).isEmpty)
    }

    // MARK: Variables and plans

    @Test(arguments: [
        ("query($x:Int!){boxes(first:$x){id}}", #"{"x":"many"}"#, "cannot use string as Int", ["variable", "x"]),
        ("query($x:Int!){boxes(first:$x){id}}", "{}", "must be defined", ["variable", "x"]),
        ("query($x:Int!){boxes(first:$x){id}}", #"{"x":null}"#, "cannot be null", ["variable", "x"]),
        ("query($r:Range){boxes(range:$r){id}}", #"{"r":{"lo":1}}"#, "unknown field", ["variable", "r", "lo"]),
        ("query($r:Range){boxes(range:$r){id}}", #"{"r":{}}"#, "must be defined", ["variable", "r", "low"]),
        (
            "query($r:Range){boxes(range:$r){id}}", #"{"r":{"low":1,"order":"SIDE"}}"#, "SIDE is not a valid Order",
            ["variable", "r", "order"]
        ),
        (
            "query($i:[ID!]){box(id:1){boxes(ids:$i){id}}}", #"{"i":[1,true]}"#, "cannot use bool as ID",
            ["variable", "i", "1"]
        ),
    ])
    func `a variable that does not fit is named by its path`(
        text: String, variables: String, message: String, path: [String]
    ) throws {
        let document = try GraphQLParser.document(text)
        let given = GraphQLInput(try JSONTree(parsing: Array(variables.utf8)))
        let error = #expect(throws: GraphQLError.self) {
            try GraphQLVariables(schema: schema).coerced(given, for: document.operations[0])
        }
        #expect(error?.message == message && error?.path == path && error?.code == .validation)
    }

    @Test func `fields asked for twice are answered once, with all that was asked`() throws {
        let document = try GraphQLParser.document(
            "query($no:Boolean!){box(id:1){id} ...F box(id:1){name}} fragment F on Query{box(id:1){id boxes @skip(if:$no){id}}}"
        )
        let plans = GraphQLPlanner(schema: schema, document: document, variables: ["no": .bool(true)])
            .plan(document.operations[0])
        #expect(plans.map(\.key) == ["box"] && plans[0].selection.map(\.key) == ["id", "name"])
        #expect(plans[0].arguments["id"]?.int == 1)
    }
}
