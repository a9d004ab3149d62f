// The names are the releases' own; without the underscore 0.24 and 0.2.4 would look alike.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A release of Stash whose schema and manners the fake can take on.
public enum StashRelease: Int, CaseIterable, Sendable, Comparable {
    case v0_24 = 24
    case v0_25 = 25
    case v0_26 = 26
    case v0_27 = 27
    case v0_28 = 28
    case v0_29 = 29
    case v0_30 = 30
    case v0_31 = 31

    public static func < (left: StashRelease, right: StashRelease) -> Bool { left.rawValue < right.rawValue }

    /// What `version{version}` says.
    public var version: String {
        switch self {
        case .v0_24: "v0.24.3"
        case .v0_25: "v0.25.1"
        case .v0_26: "v0.26.2"
        case .v0_27: "v0.27.2"
        case .v0_28: "v0.28.1"
        case .v0_29: "v0.29.3"
        case .v0_30: "v0.30.1-19-gcf3489e"
        case .v0_31: "v0.31.0"
        }
    }

    /// Number of the database schema, as `systemStatus` tells it.
    public var databaseSchema: Int {
        switch self {
        case .v0_24: 54
        case .v0_25: 55
        case .v0_26: 58
        case .v0_27: 68
        case .v0_28, .v0_29: 72
        case .v0_30, .v0_31: 75
        }
    }

    /// From here on `Accept: */*` changes the media type, and the status of a refused document.
    var negotiatesMediaType: Bool { self >= .v0_29 }
    /// Before this an unknown sort reached the database.
    var refusesUnknownSorts: Bool { self >= .v0_26 }
    /// Before this the keys of plugin settings came back in lower case.
    var keepsSettingKeys: Bool { self >= .v0_26 }
    /// From here on `2023-05` and `2023` are dates, and surrounding white space is cut off.
    var takesPartialDates: Bool { self >= .v0_30 }
}
