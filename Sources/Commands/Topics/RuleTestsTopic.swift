import CommandSyntax

extension Topic {
    /// A whole small file of tests, as the page on them shows it.
    static let exampleRuleTests = """
        version: 1
        libraries:
          - {title: Clips, roots: [/media/clips]}
        tests:
          - name: a scene without a studio in Plex is queued
            rule: nightly
            clock: 2026-03-01T02:30:00Z
            scenes:
              - {id: 12, title: Tidal Bridge, studio: Acme, path: /media/clips/a.mp4}
            items:
              - {rating_key: 4711, path: /media/clips/a.mp4, fields: {title: Tidal Bridge}}
            expect:
              outcomes: {gap: [12]}
              gaps:
                - {scene: 12, types: [empty], fields: {empty: [studio]}, confidence: definite}
              queued: [12]
          - name: it comes once in the night that loses an hour
            rule: nightly
            clock: {from: 2026-03-28, to: 2026-03-30}
            expect:
              fires: [2026-03-28 02:30, 2026-03-29 03:00]
        """

    static let ruleTests = Topic(
        "rule-tests", "How the rules of a file are tested without any server.",
        text: """
            Tests of NAME.yaml are in NAME.test.yaml beside it; 'rules test' runs them. Scenes, items and the clock are \
            made; matching, comparing, filters, limits and schedules are the program's own. A pattern of 'include:' passes \
            such files over. One of them, whole:

            \(indented)

            A test has a name, a rule ('rules' for several, where only 'fires' is expected), a clock, scenes, items and \
            what it expects. 'clock' and 'libraries' may stand at the top for all tests.

            Times are instants, local times of the rule's zone (2026-03-01 03:30), days, 'now', or spans before the clock \
            ('2h ago'). Where the configuration names no zone it is UTC.

              clock       one time, or {now, from, to}; from 'from' to 'to' it moves,
                          for 'fires'
              away        times without a host, as {from, to}; its return is a startup
              events      {startup, scan-complete, plex-back}, each with its times
              run_takes   how long each run lasts, such as 20m
              libraries   title, roots; key, type, scanned_at, listed_at,
                          complete: false
              scenes      id; path, or files: path, size, duration, created_at,
                          updated_at; title, studio, performers, tags, groups,
                          details, date, rating, organized, code, director;
                          created_at, updated_at (a year ago unless given);
                          last_synced, and said where that was something else than
                          now; imported; job: ready, running or dead
              items       rating_key; path or files; library, fields, locked,
                          updated_at; base and written: what we found equal, and
                          what we wrote

            Of 'expect' each key is optional, and what it does not name may be anything:

              scanned, counts, result   as 'reconcile --format json' has them
              outcomes, not_queued      {in_sync: 3, gap: [12, 13]}: how many, or
                                        which; a word that is left out has none
              gaps                      all that the filter keeps: scene, types,
                                        fields, confidence, reason, title, path,
                                        targets; or the scene's number alone
              plans                     scene, rating_key, edits (field, action,
                                        have, want), kept (field, why)
              queued                    how many, or which
              fires                     nominal times in order, or {slot, at} where
                                        the start is expected too; {RULE: [...]}
                                        for several rules
            """)

    /// Two blanks before each line keep it as it is.
    private static var indented: String {
        exampleRuleTests.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}
