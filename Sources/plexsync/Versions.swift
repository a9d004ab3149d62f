import CCurl
import CEditLine
import CLibYAML
import Database

/// The versions of the program and of the system libraries it runs on.
enum Versions {
    static var all: [(name: String, version: String)] {
        [
            ("plexsync", LiveWiring.version), ("SQLite", sqliteVersion), ("libedit", libedit), ("libyaml", libyaml),
            ("libcurl", curl.version), ("TLS", curl.tls),
        ]
    }

    /// When the program's version came out.
    static let released = "2026-11-25"

    /// What `--version` shows: a line each, the program's own first.
    static var text: String { all.map { "\($0.name) \($0.version)\n" }.joined() }

    /// It tells its version to the compiler only.
    private static var libedit: String { "\(LIBEDIT_MAJOR).\(LIBEDIT_MINOR)" }

    private static var libyaml: String { yaml_get_version_string().map { String(cString: $0) } ?? "unknown" }

    /// Of curl, and of what it does TLS with: `OpenSSL/3.0.17`.
    private static var curl: (version: String, tls: String) {
        guard let info = curl_version_info(CURLVERSION_FIRST) else { return ("unknown", "unknown") }
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "none" }
        return (text(info.pointee.version), text(info.pointee.ssl_version))
    }
}
