/// Keys of the line editor, history and completion.
enum EditingInteractions {
    static let emacs: [Interaction] = [
        .keys(
            "^A goes to the beginning, ^D deletes there", "xstatus" + Key.control("A") + Key.control("D"), "> status"),
        .keys("M-b and M-d take a word", "status now" + Key.meta("b") + Key.meta("d"), "> status"),
        .keys(
            "^K cuts, ^Y brings it back, and again",
            "gaps now" + Key.control("A") + Key.control("K") + Key.control("Y") + Key.control("Y"),
            "> gaps nowgaps now"),
        .keys("^T turns two letters around", "gasp" + Key.control("T"), "> gaps"),
        .keys("^U empties the line", "status" + Key.control("U"), ">"),
        .keys("^E goes to the end", "tatus" + Key.control("A") + "s" + Key.control("E") + "!", "> status!"),
        .keys("^B and ^F go by letters", "sttus" + String(repeating: Key.control("B"), count: 3) + "a", "> status"),
        .keys("the arrows do too", "gps" + Key.left + Key.left + "a" + Key.right + "x", "> gapxs"),
        .keys("backspace takes the letter before", "statusx" + Key.delete, "> status"),
        .keys("a wide character is one step", "set name 日本語" + Key.left + Key.delete, "> set name 日語"),
        .keys("an accent goes with its letter", "set n cafe\u{301}s" + Key.delete, "> set n cafe\u{301}"),
        .keys(
            "a line that is longer than the window stays whole",
            "set long " + String(repeating: "0123456789", count: 12) + Key.control("A") + "#",
            "> #set long " + String(repeating: "0123456789", count: 12)),
        .line("a backslash takes another row", "status \\\r--format json", "...> --format json", "\"queue\": {"),
        .line("an open quote does too", "set who 'a\rb'", "...> b'"),
        .line("and the rows were one word", "set who", "a\\u{A}b"),
        .line("an open row may be given up", "set never 'a\r" + Key.control("C"), "...> ^C"),
        .line("and nothing of it has happened", "set never", "nothing is set as 'never'"),
    ]

    static let history: [Interaction] = [
        .line("a line is run", "help matching", "How the item that plays a scene is found."),
        .line("and another", "help queueing", "How jobs wait"),
        .keys("^P is the line before", Key.control("P") + Key.control("P"), "> help matching"),
        .keys("the arrows go there and back", Key.up + Key.up + Key.down, "> help queueing"),
        .keys("^R searches backwards", Key.control("R") + "matchi", "> help matching", "bck:matchi"),
        .line("and Enter runs what was found", Key.control("R") + "matchi", "How the item that plays"),
        .line("a line is there once, where it was typed last", "history", "help queueing", "help matching"),
        .line("a leading blank hides a line", " set hidden yes"),
        .line("a token is no line to be kept", "set x 'X-Plex-Token=abc'"),
        .line(
            "neither is in the history", "history", "help matching", hides: ["set hidden", "X-Plex-Token"]),
        .line("the last few", "history -n 1", "history -n 1", hides: ["help matching"]),
        .line("a part of it", "history | grep queueing", "help queueing", hides: ["help matching"]),
    ]

    /// After `gaps` and `reconcile`, so that names are known.
    static func completion(_ folder: String) -> [Interaction] {
        [
            .keys("TAB completes a command", "ga\t-", "> gaps -"),
            .keys(
                "TAB lists what there is, with help", "queue re\t", "retry", "release", "resume",
                "Let held jobs through",
                "> queue re"),
            .keys("TAB completes an option", "gaps --conf\td", "> gaps --confidence d"),
            .keys("TAB completes a value", "gaps --type em\t-", "> gaps --type empty -"),
            .keys("TAB knows the library", "gaps --library Cl\t-", "> gaps --library Clips -"),
            .keys("TAB knows studios that were seen", "gaps --studio Kes\t-", "> gaps --studio Kestrel\\ Pictures -"),
            .keys("TAB knows tags that were seen", "gaps --tag Docu\t-", "> gaps --tag Documentary -"),
            .keys(
                "TAB knows performers that were seen", "gaps --performer Tom\t-", "> gaps --performer Tomas\\ Reyes -"),
            .keys("TAB knows the run", "runs show \t-", "> runs show 1 -"),
            .keys("TAB knows the jobs", "queue show \t", "10", "> queue show"),
            .keys("TAB knows the rules", "rules explain nigh\t-", "> rules explain nightly -"),
            .keys("TAB knows files", "source \(folder)/first\t-", "> source \(folder)/first.plex -"),
            .keys("TAB knows settings", "set ti\to", "> set timing o"),
            .keys("TAB knows variables", "gaps --type $wha\t-", "> gaps --type $what -"),
            .keys("TAB knows help's pages", "help conf\t-", "> help configuration -"),
            .keys("TAB leaves what it does not know", "gaps --library Nowhere\tx", "> gaps --library Nowherex"),
            .line("a command that is none has a neighbour", "gapz", "unknown command 'gapz'; did you mean 'gaps'?"),
            .line("an option too", "gaps --tpye stale", "did you mean '--type'?"),
            .line("a verb too", "queue lst", "did you mean 'list'?"),
            .line("a value has its list", "gaps --type stail", "takes empty, stale or missing, not 'stail'"),
            .line("help too", "help gapz", "did you mean 'gaps'?"),
        ]
    }

    /// In the keys of vi.
    static let vi: [Interaction] = [
        .keys("0 and x in command mode", "xstatus" + Key.escape + "0x", "> status"),
        .keys("A appends, b and dw take a word", "one two" + Key.escape + "bdwAthree", "> one three"),
        .keys("h goes left, r replaces", "abc" + Key.escape + "hrX", "> aXc"),
        .keys("k is the line before, of the last session too", Key.escape + "kk", "> history -n 1"),
        .keys("^R searches here too", Key.control("R") + "matchi", "> help matching", "bck:matchi"),
        .keys("TAB completes here too", "ga\t-", "> gaps -"),
        .line("Enter runs in both modes", "history -n 1" + Key.escape, "history -n 1"),
    ]
}
