/// A server's own words made fit for a message: one line, at most 200 characters, nothing a terminal would obey.
///
/// Error texts of Stash quote whole SQL statements and request bodies (`apis/stash.md` 1.1).
func shownServerText(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(201) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
            shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return shown.count > 200 ? String(shown.prefix(200)) + "…" : shown
}
