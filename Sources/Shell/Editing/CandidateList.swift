import CommandSyntax
import Terminal

/// What is shown below the prompt where TAB has several answers.
struct CandidateList {
    let candidates: [Completion.Candidate]

    /// At most `rows` rows that fit the window: one a candidate with its help if they are few, else in columns.
    func rendered(_ look: Look, rows: Int) -> [String] {
        let width = max((look.width ?? 80) - 1, 20)
        let room = max(rows, 2)
        let labels = candidates.map { look.safe($0.label) }
        let hasHelp = candidates.contains { !$0.help.isEmpty }
        let all = hasHelp && candidates.count <= room ? explained(labels, width, look) : columns(labels, width, look)
        if all.count <= room { return all }
        return all.prefix(room - 1) + ["\(look.ellipsis) \(candidates.count) in all; type more of it"]
    }

    private func explained(_ labels: [String], _ width: Int, _ look: Look) -> [String] {
        let column = min(labels.map(\.terminalWidth).max() ?? 0, 30) + 2
        return zip(labels, candidates).map { label, candidate in
            let row = label.padded(to: column) + look.safe(candidate.help)
            return row.truncated(to: width, mark: look.ellipsis).trimmedAtEnd
        }
    }

    /// Down the columns, as `ls` does.
    private func columns(_ labels: [String], _ width: Int, _ look: Look) -> [String] {
        let cell = min((labels.map(\.terminalWidth).max() ?? 0) + 2, width)
        let count = max(width / cell, 1)
        let rows = (labels.count + count - 1) / count
        return (0..<rows).map { row in
            stride(from: row, to: labels.count, by: rows).map {
                labels[$0].truncated(to: cell - 2, mark: look.ellipsis).padded(to: cell)
            }.joined().trimmedAtEnd
        }
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
