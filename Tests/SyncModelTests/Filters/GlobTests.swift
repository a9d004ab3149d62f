import TestSupport
import Testing

@testable import SyncModel

@Suite struct GlobTests {
    @Test(arguments: [
        ("Acme", "Acme", true), ("Acme", "acme", true), ("ACME*", "acme studios", true),
        ("Acme", "Acme Studios", false),
        ("*studios", "Acme Studios", true), ("*me*", "Acme Studios", true), ("A?me", "Acme", true),
        ("A?me", "Ame", false),
        ("", "", true), ("", "a", false), ("*", "", true), ("**", "anything", true), ("?", "", false), ("?", "é", true),
        ("?", "e\u{301}", true),  // one character, however it is spelled
        ("caf\u{e9}", "CAFE\u{301}", true), ("straße", "STRASSE", true), ("Ünal*", "ünal film", true),
        ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXbXcX", false), ("*a", "ba a", true), ("*.mp4", "/data/A.MP4", true),
        ("/data/*/x?.mp4", "/data/a/b/x1.mp4", true), ("日本*", "日本映画", true), ("a**?", "ab", true), ("a**?", "a", false),
        ("[ab]", "a", false), ("a.c", "abc", false), ("\\*", "x", false),
    ])
    func `a star is anything, a question mark one character, and case is ignored`(
        pattern: String, text: String, fits: Bool
    ) {
        #expect(Glob(pattern).matches(text) == fits)
    }

    @Test(arguments: [1, 10, 50])
    func `no pattern blows up: the steps stay below text times pattern`(stars: Int) {
        let glob = Glob(String(repeating: "*a", count: stars) + "*b")
        let text = [Character](repeating: "a", count: 5000)
        let (fits, steps) = glob.walk(over: text)
        #expect(!fits)
        #expect(steps <= text.count * (2 * stars + 3))
    }

    @Test func `it agrees with a matcher that tries everything`() {
        var numbers = SeededNumbers(seed: 2)
        for _ in 0..<5000 {
            let pattern = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in numbers.pick(["a", "b", "*", "?"]) }
                .joined()
            let text = (0..<Int.random(in: 0...7, using: &numbers)).map { _ in numbers.pick(["a", "b"]) }.joined()
            let expected = tryAll(Array(pattern)[...], Array(text)[...])
            guard Glob(pattern).matches(text) == expected else {
                Issue.record("'\(pattern)' on '\(text)' is \(expected)")
                return
            }
        }
    }

    private func tryAll(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            return tryAll(pattern.dropFirst(), text) || (!text.isEmpty && tryAll(pattern, text.dropFirst()))
        }
        return (first == "?" || first == text.first) && !text.isEmpty && tryAll(pattern.dropFirst(), text.dropFirst())
    }
}
