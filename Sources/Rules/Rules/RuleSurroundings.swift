import Spelling
public import SyncModel
public import YAML

/// What the rest of a configuration says that a rule in it may not contradict.
public struct RuleSurroundings: Hashable, Sendable {
    /// What `sync.fields` switches on: a filter for any other field can keep nothing.
    public var enabledFields: [Field]
    /// `plex.libraries`; empty where every library is used.
    public var libraries: [String]
    /// Where days begin for a rule that names no zone; `nil` where nobody can tell.
    public var zone: Zone?

    public init(enabledFields: [Field], libraries: [String] = [], zone: Zone? = nil) {
        (self.enabledFields, self.libraries, self.zone) = (enabledFields, libraries, zone)
    }
}

/// What is wrong with a rule although each of its keys is well by itself.
public struct RuleObjection: Hashable, Sendable {
    /// The key it is about: `gaps`, `gaps.library` or `scope`.
    public let key: String
    public let code: Fault.Code
    /// What follows the name of the key.
    public let sentence: String
    /// The valid word that was probably meant.
    public let nearest: String?

    init(_ key: String, _ code: Fault.Code, _ sentence: String, nearest: String? = nil) {
        (self.key, self.code, self.sentence, self.nearest) = (key, code, sentence, nearest)
    }
}

extension Rule {
    /// What reading it in a file with those surroundings would find, but for its name.
    public func objections(beside surroundings: RuleSurroundings) -> [RuleObjection] {
        var found = gaps.contradictions.map { RuleObjection("gaps", .matchesNothing, $0) }
        if let sentence = gaps.idleness(surroundings.enabledFields) {
            found.append(RuleObjection("gaps", .matchesNothing, sentence))
        }
        let used = UsedLibraries(surroundings.libraries)
        found += gaps.libraries.compactMap { used.objection(to: $0) }.map {
            RuleObjection("gaps.library", .unusedLibrary, $0.sentence, nearest: $0.nearest)
        }
        if let zone = timezone ?? surroundings.zone, let sentence = scope.emptiness(in: zone) {
            found.append(RuleObjection("scope", .badScope, sentence))
        }
        return found
    }
}

/// `plex.libraries`, made ready to be asked for many names.
public struct UsedLibraries: Sendable {
    private let names: [String]
    private let known: KnownWords
    private let foldedNames: Set<String>
    private let areKeys, areTitles: Bool

    /// No Plex has as many; whether a name behind them was meant is not worth its time.
    private static let mostCompared = 1000

    /// - Parameter names: None where every library is used.
    public init(_ names: [String]) {
        (self.names, foldedNames) = (names, Set(names.map(nameKey)))
        known = KnownWords(names.prefix(Self.mostCompared))
        (areKeys, areTitles) = (names.allSatisfy(Self.isKey), !names.contains(where: Self.isKey))
    }

    /// What is wrong with a filter for this library: nothing is ever found in it. `nil` where it is among them, or may be:
    /// one has a title and a key, and only Plex knows which belong together.
    func objection(to name: String) -> UnusedLibrary? {
        guard !names.isEmpty, !foldedNames.contains(nameKey(name)), Self.isKey(name) ? areKeys : areTitles else {
            return nil
        }
        return UnusedLibrary(name: name, used: self)
    }

    private static func isKey(_ name: String) -> Bool { name.utf8.allSatisfy { (48...57).contains($0) } }

    fileprivate func nearest(to name: String) -> String? { known.nearest(to: name) }

    /// Only as many as one reads.
    fileprivate var list: String { names.count <= 12 ? " (\(listed(names.map { visible($0) })))" : "" }
}

/// A library that a filter names although `plex.libraries` leaves it out.
struct UnusedLibrary {
    fileprivate let name: String
    fileprivate let used: UsedLibraries

    var sentence: String { "names '\(visible(name))', which is not among plex.libraries\(used.list)" }
    var nearest: String? { used.nearest(to: name) }
}

extension Scope {
    /// Why a range holds no instant in that zone, where it does not.
    func emptiness(in zone: Zone) -> String? {
        isEmpty(in: zone) ? "ends before it begins, or at once, in \(zone.identifier)" : nil
    }
}

extension Fault.Code {
    public static let unusedLibrary = Self(rawValue: "unused-library")
}
