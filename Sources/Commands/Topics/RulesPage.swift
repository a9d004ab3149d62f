/// What `help rules` says before it lists the verbs.
enum RulesPage {
    /// A rule as the configuration file has it.
    static let example = """
        rules:
          - name: nightly
            when: {daily: "03:30"}
            scope: {last: 30d}
            gaps: {types: [empty, stale], not: {tags: [private]}}
            do: enqueue
            limit: 500
        """

    static let text = """
        A rule says when to look, at which scenes, for which gaps, and what to do. Rules stand in the configuration \
        file; 'host' starts them when they are due, and so does the plugin of Stash. A file that was changed is read \
        anew; one with faults leaves the rules as they were.

        \(indented)

          when    never, manual, hourly, daily, weekly, monthly
                  {every: 6h}, {daily: "03:30"}, {cron: "30 3 * * *"},
                  {weekly: {on: sunday, at: "04:00"}}
                  startup (of the host, or of Stash), scan-complete, plex-back
          scope   all, 24h, 7days, {last: 30d}, {from: 2026-01-01, to: 2026-02-01}
          gaps    which gaps are kept; 'help filters' has the words
          do      report, or enqueue: the worker then repairs them
          limit   at most so many scenes a run

        'rules check' finds faults, 'rules explain NAME' shows the next times, 'rules run NAME --dry-run' what it would \
        find. What ran is in 'runs list'.
        """

    private static var indented: String {
        example.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}
