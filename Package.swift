// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to these: the language's coming rules now, and no warning is let through.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"), .treatAllWarnings(as: .error),
]

/// A part of the program, with all that it may know. `.ci/run` builds with
/// `--explicit-target-dependency-import-check error`, so an import that is missing here fails.
func part(_ name: String, _ dependencies: String...) -> Target {
    .target(name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: String...) -> Target {
    .executableTarget(name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, swiftSettings: strict)
}

func tests(of name: String, _ more: String..., resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: ([name, "TestSupport"] + more).map { .init(stringLiteral: $0) },
        resources: resources, swiftSettings: strict)
}

func system(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "plexsync",
    products: [
        .executable(name: "plexsync", targets: ["plexsync"]),
        .executable(name: "plexsync-plugin", targets: ["plexsync-plugin"]),
    ],
    targets: [
        system("CCurl", "libcurl", "libcurl4-openssl-dev"),
        system("CMicroHTTPD", "libmicrohttpd", "libmicrohttpd-dev"),
        system("CSQLite", "sqlite3", "libsqlite3-dev"),
        system("CLibYAML", "yaml-0.1", "libyaml-dev"),
        system("CEditLine", "libedit", "libedit-dev"),
        system("CCrypto", "libcrypto", "libssl-dev"),
        .target(
            name: "CSimdJSON", cxxSettings: [.define("SIMDJSON_THREADS_ENABLED", to: "1")],
            linkerSettings: [.linkedLibrary("simdjson")]),

        .target(name: "CArguments"),

        part("SyncModel"),
        part("JSON", "CSimdJSON"),
        part("Spelling"),
        part("YAML", "Spelling", "CLibYAML"),
        part("Transport", "CCurl"),
        part("WebServer", "CMicroHTTPD"),
        part("StashAPI", "SyncModel", "Transport", "JSON"),
        part("PlexAPI", "SyncModel", "Transport", "JSON"),
        part("Database", "CSQLite"),
        part("Queue", "Database"),
        part("Ledger", "SyncModel", "Database", "JSON", "CCrypto"),
        part("Rules", "SyncModel", "YAML", "Spelling"),
        part("Configuration", "SyncModel", "Rules", "YAML", "Spelling", "JSON"),
        part("RuleFixtures", "SyncModel", "Rules", "Configuration", "YAML", "Spelling"),
        part(
            "SyncEngine", "SyncModel", "StashAPI", "PlexAPI", "Database", "Queue", "Ledger", "Rules", "JSON"),
        part("StatusPage", "SyncEngine", "SyncModel", "Queue", "Ledger", "Database", "WebServer", "JSON"),
        part("CommandSyntax", "Spelling"),
        part("Terminal"),
        part("Shell", "CommandSyntax", "Terminal", "CEditLine"),
        part("Lab", "WebServer", "JSON"),
        part(
            "Commands", "CArguments", "SyncEngine", "SyncModel", "Configuration", "Rules", "RuleFixtures", "Queue",
            "Ledger",
            "Database", "StashAPI",
            "PlexAPI", "StatusPage", "CommandSyntax", "Terminal", "JSON", "Lab"),
        program(
            "plexsync", "Commands", "SyncEngine", "SyncModel", "Configuration", "Queue", "Ledger", "Database",
            "StashAPI", "PlexAPI", "Transport", "CommandSyntax", "Terminal", "Shell", "Lab", "JSON", "CCurl",
            "CEditLine",
            "CLibYAML"),
        .executableTarget(
            name: "plexsync-plugin", dependencies: ["Queue", "Database", "CArguments"], swiftSettings: strict,
            // Loading Swift's libraries would take a third of a hook's time. No test target may depend on it: the flag would
            // give the tests a second runtime.
            linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]),
        program(
            "PlexsyncBenchmarks", "SyncEngine", "SyncModel", "Queue", "Ledger", "Database", "StashAPI", "PlexAPI",
            "Transport", "Lab"),

        .target(name: "CTestRun", path: "Tests/CTestRun"),
        .target(name: "TestSupport", dependencies: ["CTestRun"], path: "Tests/TestSupport", swiftSettings: strict),
        tests(of: "SyncModel"),
        tests(of: "JSON"),
        tests(of: "YAML", "Spelling"),
        tests(of: "Transport", "WebServer"),
        tests(of: "WebServer", "Transport"),
        tests(of: "StashAPI", "SyncModel", "Transport", "JSON", "Lab", resources: [.copy("Fixtures")]),
        tests(of: "PlexAPI", "SyncModel", "Transport", "JSON", "Lab"),
        tests(of: "Database"),
        tests(of: "Queue", "Database"),
        tests(of: "Ledger", "SyncModel", "Database"),
        tests(
            of: "SyncEngine", "SyncModel", "StashAPI", "PlexAPI", "Database", "Queue", "Ledger", "Rules", "YAML",
            "Transport", "Lab"),
        tests(
            of: "StatusPage", "SyncEngine", "SyncModel", "Queue", "Ledger", "Database", "WebServer", "Transport", "JSON"
        ),
        tests(of: "Rules", "SyncModel", "YAML", resources: [.copy("Fixtures")]),
        tests(of: "Configuration", "SyncModel", "Rules", "YAML", "JSON", resources: [.copy("Fixtures")]),
        tests(of: "RuleFixtures", "SyncModel", "Rules", "Configuration"),
        tests(of: "CommandSyntax"),
        tests(of: "Terminal"),
        tests(of: "Shell", "CommandSyntax", "Terminal"),
        tests(of: "Lab", "Transport", "JSON", resources: [.copy("Fixtures")]),
        tests(
            of: "Commands", "CommandSyntax", "Configuration", "Database", "JSON", "Lab", "Ledger", "PlexAPI", "Queue",
            "Rules",
            "StashAPI", "SyncEngine", "SyncModel", "Terminal", "Transport", "YAML"),
        .testTarget(
            name: "PluginTests",
            dependencies: [
                "plexsync", "Transport", "YAML", "Queue", "Database", "JSON", "Lab", "TestSupport",
            ],
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Lab", "JSON", "Transport", "Database", "Queue", "Commands", "CommandSyntax", "Shell", "Terminal",
                "TestSupport", "plexsync",
            ],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
