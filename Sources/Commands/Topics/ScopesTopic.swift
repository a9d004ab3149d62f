import CommandSyntax

extension Topic {
    static let scopes = Topic(
        "scopes", "Which scenes a command looks at.",
        text: """
              --scope all                     every scene (as without)
              --scope 24h, 7days, 'last 30d'  scenes of the time up to now, by Stash's clock
              --scope 2026-01-01..2026-02-01  from the first day to the day before the second
              --scope ..2026-02-01            everything before that day
              --since 7d --until 1d           the same with spans, dates or instants
              --by updated|created|date       which time of a scene counts; updated unless given

            A range takes its beginning in and leaves its end out. Dates are those of the zone that the configuration \
            names ('timezone'), and of the system without one. An instant is written 2026-01-31T20:00:00Z.

            '24h' is 24 hours and '7days' seven times that, whatever the clocks do. With --by date a scene whose date is \
            a month or a year only is in a range if all of that month or year is.

            'sync.only' in the configuration narrows every scope. --full trusts nothing that is kept and reads everything \
            anew.
            """)
}
