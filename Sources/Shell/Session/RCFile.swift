import CommandSyntax

/// The file of lines that a prompt begins with. The person writes it; aliases of the prompt are added at its end.
extension Interpreter {
    private static let mark = "# Below this line the shell keeps the aliases of the prompt; it writes them anew."

    /// Runs its lines; one that fails is told and skipped.
    func runRCFile() async {
        guard let rcFile else { return }
        do {
            guard let text = try text(ofFile: rcFile) else { return }
            let frame = Frame(origin: Origin(file: rcFile, line: 1), depth: 1)
            _ = await run(Rows(text), from: frame, keepsGoing: true)
        } catch {
            screen.report(error.description)
        }
    }

    /// Writes all aliases below the mark. What stands above it is left as it is.
    func keepAliases() throws {
        guard let rcFile else { return }
        let old = try text(ofFile: rcFile) ?? ""
        let rows = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var kept = Array(rows.prefix { $0 != Self.mark })
        while kept.last?.isEmpty ?? false { kept.removeLast() }
        let aliases = state.aliases.texts.sorted { $0.key < $1.key }.map { name, text in
            "alias " + Word.words(ofArguments: [name, text]).line
        }
        try replaceFile(rcFile, with: (kept + [Self.mark] + aliases).map { $0 + "\n" }.joined())
    }
}
