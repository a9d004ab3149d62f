import YAML

extension Fault.Code {
    static let unreadableFile = Self(rawValue: "unreadable-file")
    static let writableByOthers = Self(rawValue: "writable-by-others")
    static let includeCycle = Self(rawValue: "include-cycle")
    static let tooManyFiles = Self(rawValue: "too-many-files")
    static let version = Self(rawValue: "version")
    static let badURL = Self(rawValue: "bad-url")
    static let badPin = Self(rawValue: "bad-pin")
    static let badRate = Self(rawValue: "bad-rate")
    static let badAddress = Self(rawValue: "bad-address")
    static let badTemplate = Self(rawValue: "bad-template")
    static let idleField = Self(rawValue: "idle-field")
    static let secretInClear = Self(rawValue: "secret-in-clear")
    static let secretMissing = Self(rawValue: "secret-missing")
    static let badSecret = Self(rawValue: "bad-secret")
    static let badReference = Self(rawValue: "bad-reference")
    static let badPath = Self(rawValue: "bad-path")
    static let mappingTwice = Self(rawValue: "mapping-twice")
    static let mappingUnreachable = Self(rawValue: "mapping-unreachable")
    static let mappingAmbiguous = Self(rawValue: "mapping-ambiguous")
}
