import Testing

@testable import YAML

/// Each text with `|` where `{name: b}` came in, or around what goes out.
@Suite struct ListEditTests {
    private func edited(_ text: String, _ body: (inout ListEdit) throws -> Void) throws -> String {
        var edit = try ListEdit(Array(text.utf8), key: "rules")
        try body(&edit)
        let bytes = edit.bytes
        let document = Document(bytes: bytes, file: "")
        #expect(document.log.isEmpty, "\(document.log.faults)")
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appended(_ text: String) throws -> String {
        try edited(text) { edit in
            try edit.giveList()
            try edit.append(["name: b", "when: daily"])
        }
    }

    @Test(arguments: [
        ("version: 1\n", "version: 1\nrules:\n  - name: b\n    when: daily\n"),
        ("version: 1", "version: 1\nrules:\n  - name: b\n    when: daily"),
        ("version: 1\n# end\n", "version: 1\n# end\nrules:\n  - name: b\n    when: daily\n"),
        (
            "--- # x\n  version: 1\n...\n# end\n",
            "--- # x\n  version: 1\n  rules:\n    - name: b\n      when: daily\n...\n# end\n"
        ),
        ("rules:\nversion: 1\n", "rules:\n  - name: b\n    when: daily\nversion: 1\n"),
        ("rules: # none\nversion: 1\n", "rules: # none\n  - name: b\n    when: daily\nversion: 1\n"),
        ("version: 1\nrules:", "version: 1\nrules:\n  - name: b\n    when: daily"),
        ("rules: ~ # none\nversion: 1\n", "rules: # none\n  - name: b\n    when: daily\nversion: 1\n"),
        ("rules: []\nversion: 1\n", "rules:\n  - name: b\n    when: daily\nversion: 1\n"),
        ("\"rules\" : [ ]  # none\n", "\"rules\" :  # none\n  - name: b\n    when: daily\n"),
        ("rules: [\n  # none\n]\n", "rules: [\n  # none\n{name: b, when: daily}]\n"),
    ])
    func `a list is made where there is none`(text: String, expected: String) throws {
        #expect(try appended(text) == expected)
    }

    @Test(arguments: [
        ("rules:\n- name: a\nversion: 1\n", "rules:\n- name: a\n- name: b\n  when: daily\nversion: 1\n"),
        (
            "rules:\n    - name: a # a\n      # of a\n    # of nobody\n\nversion: 1\n",
            "rules:\n    - name: a # a\n      # of a\n    - name: b\n      when: daily\n    # of nobody\n\nversion: 1\n"
        ),
        (
            "rules:\n  - name: a\n\n  # z\n  - {name: z}\n\n# v\nversion: 1\n",
            "rules:\n  - name: a\n\n  # z\n  - {name: z}\n\n  - name: b\n    when: daily\n\n# v\nversion: 1\n"
        ),
        (
            "rules:\n  - name: a\n    text: |\n      x\n\nversion: 1\n",
            "rules:\n  - name: a\n    text: |\n      x\n  - name: b\n    when: daily\n\nversion: 1\n"
        ),
        (
            "rules:\n  - name: a\n    list: [x,\n      y]\n    more:\n      - z: 1\n",
            "rules:\n  - name: a\n    list: [x,\n      y]\n    more:\n      - z: 1\n  - name: b\n    when: daily\n"
        ),
        ("\u{feff}rules:\r\n  - name: ä\r\n", "\u{feff}rules:\r\n  - name: ä\r\n  - name: b\r\n    when: daily\r\n"),
        ("rules:\r  - name: a\r", "rules:\r  - name: a\r  - name: b\r    when: daily\r"),
    ])
    func `an item comes behind the last one, before what belongs to nobody`(text: String, expected: String) throws {
        #expect(try appended(text) == expected)
    }

    @Test(arguments: [
        ("rules: [{name: a}] # r\n", "rules: [{name: a}, {name: b, when: daily}] # r\n"),
        ("rules: [{name: a}, ]\n", "rules: [{name: a}, {name: b, when: daily}, ]\n"),
        ("{version: 1, rules: [{name: a}]}", "{version: 1, rules: [{name: a}, {name: b, when: daily}]}"),
        ("{version: 1}", "{version: 1, rules: [{name: b, when: daily}]}"),
        ("{\"version\": 1, \"rules\": []}\n", "{\"version\": 1, \"rules\": [{name: b, when: daily}]}\n"),
        (
            "rules: [\n  {name: z},\n  {name: a}  # a\n]\n",
            "rules: [\n  {name: z},\n  {name: a},  # a\n  {name: b, when: daily}\n]\n"
        ),
        (
            "rules:\n  [\n    {name: a}, # a\n  ]\nversion: 1\n",
            "rules:\n  [\n    {name: a}, # a\n    {name: b, when: daily},\n  ]\nversion: 1\n"
        ),
    ])
    func `an item comes into brackets, too`(text: String, expected: String) throws {
        #expect(try appended(text) == expected)
    }

    @Test(arguments: [
        ("rules:\n  - name: a\nversion: 1\n", 0, "rules: []\nversion: 1\n"),
        ("rules: # r\n  # a\n  - name: a\n", 0, "rules: [] # r\n"),
        (
            "rules:\n  # far\n\n  # a\n  - name: a\n    # in a\n  # c\n  - name: c\n", 0,
            "rules:\n  # far\n\n  # c\n  - name: c\n"
        ),
        (
            "rules:\n  - name: a\n    # in a\n  # c\n  -\n    name: c\n    x: [1,\n     2]\n# end\n", 1,
            "rules:\n  - name: a\n    # in a\n# end\n"
        ),
        (
            "rules:\n  - name: a\n\n  - name: c\n\n  - name: d\n", 1, "rules:\n  - name: a\n\n  - name: d\n"
        ),
        ("rules:\n  - name: a\n\n  - name: c\n", 1, "rules:\n  - name: a\n"),
        ("rules:\n  - name: a\n  - name: c", 1, "rules:\n  - name: a\n"),
        ("rules:\r\n- {name: a}\r\n- {name: c}\r\n", 0, "rules:\r\n- {name: c}\r\n"),
        ("rules: [{name: a}, {name: c}]\n", 0, "rules: [{name: c}]\n"),
        ("rules: [{name: a}, {name: c}]\n", 1, "rules: [{name: a}]\n"),
        ("rules: [{name: a}]\n", 0, "rules: []\n"),
        (
            "rules: [\n  {name: a},  # a\n  # c\n  {name: c}  # c\n]\n", 1, "rules: [\n  {name: a}  # a\n]\n"
        ),
        ("rules: [\n  # a\n  {name: a},\n  {name: c},\n]\n", 0, "rules: [\n  {name: c},\n]\n"),
        ("rules: [{name: a}, # a\n  {name: c}]\n", 1, "rules: [{name: a} # a\n  ]\n"),
    ])
    func `an item goes with its own comments alone`(text: String, index: Int, expected: String) throws {
        #expect(try edited(text) { try $0.remove(at: index) } == expected)
    }

    @Test(arguments: ["rules: 5", "rules: {a: b}", "- a", "a: [", "", "rules: &a []"])
    func `what is no list is left alone`(text: String) {
        #expect(throws: ListEdit.Refusal.self) { try appended(text) }
    }

    @Test func `an item that is not there, or not on a line of its own, is not removed`() {
        #expect(throws: ListEdit.Refusal.self) { try edited("rules: [a]") { try $0.remove(at: 1) } }
        #expect(throws: ListEdit.Refusal.self) { try edited("? rules\n: - a\n  - b\n") { try $0.remove(at: 0) } }
    }
}
