/// Where the tests of a configuration file are: `NAME.test.yaml` beside `NAME.yaml`.
public enum RuleTestPath {
    public static func isTest(_ path: String) -> Bool { path.hasSuffix(".test.yaml") || path.hasSuffix(".test.yml") }

    /// The configuration that a file of tests is about.
    public static func rulesFile(ofTest path: String) -> String {
        guard let end = path.range(ofEnding: ".test.yaml") ?? path.range(ofEnding: ".test.yml") else { return path }
        return String(path[..<end] + path[end...].dropFirst(".test".count))
    }

    /// The file of tests of a configuration.
    public static func testFile(ofRules path: String) -> String {
        guard let end = path.range(ofEnding: ".yaml") ?? path.range(ofEnding: ".yml") else {
            return path + ".test.yaml"
        }
        return String(path[..<end]) + ".test" + path[end...]
    }
}

extension String {
    fileprivate func range(ofEnding ending: String) -> Index? {
        hasSuffix(ending) ? index(endIndex, offsetBy: -ending.count) : nil
    }
}
