import YAML

/// What `${env:NAME}` and `${file:PATH}` in a file stand for.
struct References {
    let environment: [String: String]
    let files: FileReader
    /// Relative paths of `${file:}` begin here.
    let folder: String
    /// Whether they are looked up; else ``unread`` stands for each.
    var areRead = true

    /// Fit for a host's name, a port and a key alike.
    private static let unread = "1"

    /// No key, token or URL is longer; a larger file is the wrong one.
    static let most = 4096

    /// Why a reference has no value, as a sentence.
    struct Failure: Error {
        let code: Fault.Code
        let message: String
    }

    /// Whether the text is one reference and nothing else.
    static func isReference(_ text: String) -> Bool {
        text.hasPrefix("${") && text.firstIndex(of: "}") == text.index(before: text.endIndex)
    }

    static func hasReference(_ text: String) -> Bool {
        // By bytes: walking a long text by its characters costs a hundred times as much.
        let bytes = text.utf8
        return bytes.indices.contains {
            bytes[$0] == UInt8(ascii: "$")
                && (bytes[$0...].starts(with: "${env:".utf8) || bytes[$0...].starts(with: "${file:".utf8))
        }
    }

    /// The text with every reference replaced by what it stands for.
    func resolve(_ text: String) throws(Failure) -> String {
        var result = ""
        var rest = text[...]
        while let character = rest.first {
            guard character == "$", rest.dropFirst().first == "{" else {
                result.append(character)
                rest.removeFirst()
                continue
            }
            guard let end = rest.firstIndex(of: "}") else {
                throw Failure(code: .badReference, message: "a '${' without '}'")
            }
            result += try value(of: rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
            rest = rest[rest.index(after: end)...]
        }
        return result
    }

    private func value(of reference: Substring) throws(Failure) -> String {
        if reference.hasPrefix("env:") {
            return areRead ? try variable(String(reference.dropFirst(4))) : Self.unread
        }
        if reference.hasPrefix("file:") { return areRead ? try file(String(reference.dropFirst(5))) : Self.unread }
        throw Failure(
            code: .badReference,
            message: "'${\(visible(String(reference)))}' is unknown; write ${env:NAME} or ${file:PATH}")
    }

    private func variable(_ name: String) throws(Failure) -> String {
        let isName = !name.isEmpty && name.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || Self.isLetter($0) }
        guard isName, name.utf8.first.map({ !(48...57).contains($0) }) == true else {
            throw Failure(code: .badReference, message: "'\(visible(name))' is no name of an environment variable")
        }
        guard let value = environment[name] else {
            throw Failure(code: .secretMissing, message: "the environment variable \(visible(name)) is not set")
        }
        if value.isEmpty {
            throw Failure(code: .secretMissing, message: "the environment variable \(visible(name)) is empty")
        }
        guard value.utf8.count <= Self.most else {
            throw Failure(
                code: .badSecret,
                message: "the environment variable \(visible(name)) holds more than \(Self.most) bytes")
        }
        return value
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

    private func file(_ path: String) throws(Failure) -> String {
        if path.isEmpty { throw Failure(code: .badReference, message: "'${file:}' names no file") }
        // Somebody may have put the secret itself here; with a separator in it, it is a path.
        let shown = path.contains("/") ? escaped(path, limit: 200) : visible(path, limit: 200)
        let contents: FileReader.Contents
        do { contents = try files.read(resolved(path, in: folder), limit: Self.most) } catch {
            throw Failure(code: .secretMissing, message: "the file '\(shown)' cannot be read: \(error.reason)")
        }
        guard contents.bytes.count <= Self.most else {
            throw Failure(code: .badSecret, message: "the file '\(shown)' is larger than \(Self.most) bytes")
        }
        guard var value = String(validating: contents.bytes, as: UTF8.self) else {
            throw Failure(code: .badSecret, message: "the file '\(shown)' is no UTF-8 text")
        }
        // "\r\n" is one Character, so this takes either kind of line end, once.
        if value.last == "\n" || value.last == "\r\n" { value.removeLast() }
        if value.isEmpty { throw Failure(code: .secretMissing, message: "the file '\(shown)' is empty") }
        return value
    }
}
