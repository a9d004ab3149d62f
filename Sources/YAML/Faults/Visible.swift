/// A stranger's text as it may stand in a message: without control and direction characters, shortened, and with
/// whatever looks like a secret starred out.
public func visible(_ text: String, limit: Int = 60) -> String {
    let scalars = starringSecrets(in: Array(text.unicodeScalars.prefix(limit + 64)))
    let shown = scalars.prefix(limit).map(visibleScalar).joined()
    return text.unicodeScalars.count > limit ? shown + "…" : shown
}

/// A path or a name as it may stand in a message: without control and direction characters, shortened. Nothing is
/// starred: neither is a secret, and a fault whose file cannot be found again helps nobody.
public func escaped(_ text: String, limit: Int = 1024) -> String {
    let shown = text.unicodeScalars.prefix(limit).map(visibleScalar).joined()
    return text.unicodeScalars.count > limit ? shown + "…" : shown
}

/// Escaped where a terminal would obey it or a reader be deceived by it.
func visibleScalar(_ scalar: Unicode.Scalar) -> String {
    if (" "..."~").contains(scalar) { return String(scalar) }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        "\\u{\(String(scalar.value, radix: 16))}"
    default: String(Character(scalar))
    }
}

/// Stars, one for one, for a value after a word that names secrets, for the user and the query of a URL, and for long
/// words of letters and digits, as tokens and keys are. Better too many stars than one secret in a log.
func starringSecrets(in line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var line = line
    starNamedSecrets(&line)
    starURLParts(&line)
    starLongWords(&line)
    return line
}

private func starNamedSecrets(_ line: inout [Unicode.Scalar]) {
    let lower = line.map { scalar in
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(ascii: scalar) | 0x20) : scalar
    }
    for name in ["token", "api_key", "apikey", "password", "secret"] {
        let letters = Array(name.unicodeScalars)
        guard lower.count > letters.count else { continue }
        for start in 0..<(lower.count - letters.count)
        where lower[start] == letters[0] && lower[start...].starts(with: letters) {
            var at = start + letters.count
            while at < line.count, line[at] == "\"" || line[at] == "'" || line[at] == " " { at += 1 }
            guard at < line.count, line[at] == ":" || line[at] == "=" else { continue }
            let value = line[(at + 1)...].drop { $0 == " " || $0 == "\"" || $0 == "'" }
            if value.starts(with: "${".unicodeScalars) { continue }
            star(&line, in: value.startIndex..<line.count, until: [",", "}"])
        }
    }
}

private func starURLParts(_ line: inout [Unicode.Scalar]) {
    let ends: Set<Unicode.Scalar> = [" ", "\"", "'", "\t"]
    var at = 0
    while at + 3 < line.count {
        guard line[at] == ":", line[at + 1] == "/", line[at + 2] == "/" else {
            at += 1
            continue
        }
        let rest = line[(at + 3)...].prefix { !ends.contains($0) }
        if let sign = rest.lastIndex(of: "@") { star(&line, in: rest.startIndex..<sign, until: []) }
        if let mark = rest.firstIndex(of: "?") { star(&line, in: (mark + 1)..<rest.endIndex, until: [",", "}"]) }
        at = max(rest.endIndex, at + 3)
    }
}

private func starLongWords(_ line: inout [Unicode.Scalar]) {
    var start = 0
    for at in 0...line.count where at == line.count || !isTokenLetter(line[at]) {
        let word = line[start..<at]
        if word.count >= 18, word.contains(where: { $0.isASCII && $0.properties.numericType != nil }),
            word.contains(where: { $0.properties.isAlphabetic })
        {
            star(&line, in: start..<at, until: [])
        }
        start = at + 1
    }
}

private func isTokenLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "+": true
    default: false
    }
}

private func star(_ line: inout [Unicode.Scalar], in range: Range<Int>, until ends: Set<Unicode.Scalar>) {
    for index in range {
        if ends.contains(line[index]) { return }
        if line[index] != " " { line[index] = "*" }
    }
}
