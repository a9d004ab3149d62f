import Testing

@testable import RuleFixtures

/// What a case finds, and that what does not hold is told.
@Suite struct RunTests {
    /// One scene of each outcome but `unreadable`, under one clock.
    private static let world = """
        clock: 2026-03-01 12:00
        scenes:
        - {id: 1, title: A, studio: Acme, path: /data/1.mp4}
        - {id: 2, title: B, studio: Acme, path: /data/2.mp4}
        - {id: 3, title: C, path: /data/3.mp4}
        - {id: 4, title: D}
        - {id: 5, path: /data/5.mp4}
        - {id: 6, title: F, path: /data/6.mp4}
        - {id: 7, title: G, path: /elsewhere/7.mp4}
        - {id: 8, title: H, path: /films/8.mp4}
        - {id: 9, title: I, path: /data/9.mp4}
        - {id: 10, title: J, path: /data/9.mp4}
        libraries: [{title: Clips, roots: [/media/clips]}, {title: Films, type: show, roots: [/films]}]
        items:
        - {rating_key: 101, library: Clips, path: /media/clips/1.mp4, fields: {title: A}}
        - {rating_key: 102, library: Clips, path: /media/clips/2.mp4, fields: {title: B, studio: acme}}
        - {rating_key: 103, library: Clips, path: /media/clips/3.mp4, fields: {title: Mine}, locked: [title]}
        - {rating_key: 106, library: Clips, path: /media/clips/6.mp4, fields: {title: F}}
        - {rating_key: 109, library: Clips, path: /media/clips/9.mp4}
        """

    private static let outcomes =
        "{gap: [1, 2], kept: [3], no_file: [4], no_metadata: [5], in_sync: [6], unmapped: [7], "
        + "other_library: [8], ambiguous: [9, 10]}"

    @Test func `every scene ends in the outcome it has with real servers`() throws {
        #expect(try differences("rule: all\n\(Self.world)\nexpect: {scanned: 10, outcomes: \(Self.outcomes)}") == [])
    }

    /// Expectations that do not hold in that world, each with what is told of it.
    @Test(arguments: [
        ("{scanned: 9}", ["scanned: 9, not 10"]),
        (
            "{outcomes: {gap: 2, in_sync: 1, kept: 1, no_file: 1, no_metadata: 1, unmapped: 1, ambiguous: 2}}",
            ["outcomes.other_library: 0, not 8"]
        ),
        ("{counts: {empty: 1}}", ["counts.stale: 0, not 1"]),
        ("{gaps: [1]}", ["gap of scene 2: none, not stale; stale: studio; definite; never_synced"]),
        ("{gaps: [1, 2, 3]}", ["gap of scene 3: a gap, not kept"]),
        (
            "{gaps: [{scene: 1, confidence: possible}, 2]}",
            ["gap of scene 1: possible, not empty; empty: studio; definite"]
        ),
        (
            "{gaps: [{scene: 1, fields: {empty: [tags]}}, 2]}",
            ["gap of scene 1: empty: tags, not empty; empty: studio; definite"]
        ),
        ("{gaps: [{scene: 1, targets: [102]}, 2]}", ["gap of scene 1: items 102, not empty; empty: studio; definite"]),
        ("{queued: [1]}", ["queued: 1, not 1, 2"]),
        ("{queued: 3}", ["queued: 3, not 1, 2"]),
        ("{not_queued: {kept: [3]}}", ["not_queued.kept: 3, not none"]),
        ("{result: held}", ["result: held, not ok"]),
        (
            "{plans: [{scene: 2, edits: [{field: studio, action: set, want: acme}]}]}",
            ["edits of scene 2: set studio to 'acme', not set studio to 'Acme'"]
        ),
        ("{plans: [{scene: 1, edits: []}]}", ["edits of scene 1: none, not set studio to 'Acme'"]),
        (
            "{plans: [{scene: 3, kept: [{field: title, why: edited in Plex}]}]}",
            ["kept of scene 3: title (edited in Plex), not title (locked in Plex)"]
        ),
    ])
    func `what does not hold is told, with what is so instead`(expect: String, told: [String]) throws {
        #expect(try differences("rule: all\n\(Self.world)\nexpect: \(expect)") == told)
    }

    @Test func `a filter, a limit and a report keep scenes from the queue, each by its name`() throws {
        let scenes = """
            clock: 2026-03-01
            scenes:
            - {id: 1, title: A, studio: Acme, path: /data/1.mp4}
            - {id: 2, title: B, studio: Acme, path: /data/2.mp4}
            - {id: 3, title: C, path: /data/3.mp4}
            items:
            - {rating_key: 101, path: /media/clips/1.mp4, fields: {title: A}}
            - {rating_key: 102, path: /media/clips/2.mp4, fields: {title: B}}
            - {rating_key: 103, path: /media/clips/3.mp4}
            """
        let few = "{gaps: [1, 2], queued: [1], not_queued: {over_limit: [2], filtered: [3]}}"
        #expect(try differences("rule: few\n\(scenes)\nexpect: \(few)") == [])
        let report = "{gaps: 3, queued: [], not_queued: {report: 3}}".replacing(
            "gaps: 3", with: "counts: {empty: 2, stale: 1}")
        #expect(try differences("rule: Report\n\(scenes)\nexpect: \(report)") == [])
    }

    @Test func `jobs that there are, and a full queue, keep scenes from it`() throws {
        let keys = """
            rule: all
            clock: 2026-03-01
            scenes:
            - {id: 1, title: A, path: /data/1.mp4, job: ready}
            - {id: 2, title: B, path: /data/2.mp4, job: running}
            - {id: 3, title: C, path: /data/3.mp4, job: dead}
            - {id: 4, title: D, path: /data/4.mp4}
            - {id: 5, title: E, path: /data/5.mp4}
            - {id: 6, title: F, path: /data/6.mp4}
            items: [{rating_key: 100, path: /media/clips/none.mp4}]
            expect: {queued: [4, 5], not_queued: {already_queued: [1, 2], given_up: [3], queue_full: [6]}}
            """
        #expect(try differences(keys) == [])
    }

    @Test func `a job that there is takes no place within the limit`() throws {
        let keys = """
            rule: few
            clock: 2026-03-01
            scenes:
            - {id: 1, title: A, path: /data/1.mp4, studio: Acme, job: ready}
            - {id: 2, title: B, path: /data/2.mp4, studio: Acme}
            - {id: 3, title: C, path: /data/3.mp4, studio: Acme}
            items:
            - {rating_key: 101, path: /media/clips/1.mp4}
            - {rating_key: 102, path: /media/clips/2.mp4}
            - {rating_key: 103, path: /media/clips/3.mp4}
            expect: {queued: [2], not_queued: {already_queued: [1], over_limit: [3]}}
            """
        #expect(try differences(keys) == [])
    }

    @Test func `a run that would empty too much is held`() throws {
        let keys = """
            rule: all
            clock: 2026-03-01
            scenes:
            - {id: 1, title: A, path: /data/1.mp4, tags: [x], last_synced: 2d ago, updated_at: 1d ago}
            - {id: 2, title: B, path: /data/2.mp4, tags: [x], last_synced: 2d ago, updated_at: 1d ago}
            items:
            - {rating_key: 101, path: /media/clips/1.mp4, fields: {title: A, studio: S, tags: [x]}, written: {studio: S}}
            - {rating_key: 102, path: /media/clips/2.mp4, fields: {title: B, studio: S, tags: [x]}, written: {studio: S}}
            expect:
              result: held
              queued: []
              not_queued: {held: [1, 2]}
              plans: [{scene: 1, edits: [{field: studio, action: clear, have: S}]}]
            """
        #expect(try differences(keys) == [])
    }

    @Test func `a listing that is cut short, or an empty library, makes no scene missing`() throws {
        let scene = "rule: all\nclock: 2026-03-01\nscenes: [{id: 1, title: A, path: /data/1.mp4}]"
        let expect = "expect: {outcomes: {unreadable: [1]}, result: incomplete, queued: []}"
        #expect(try differences("\(scene)\n\(expect)") == [])
        let cut = "libraries: [{title: Clips, roots: [/media/clips], complete: false}]"
        let item = "items: [{rating_key: 1, path: /media/clips/none.mp4}]"
        #expect(try differences("\(scene)\n\(cut)\n\(item)\n\(expect)") == [])
    }

    @Test func `what was remembered decides why a scene is out of date`() throws {
        let keys = """
            rule: all
            clock: 2026-03-01
            scenes:
            - {id: 1, title: A2, path: /data/1.mp4, last_synced: 2d ago, updated_at: 1d ago}
            - {id: 2, title: B2, path: /data/2.mp4, last_synced: 2d ago, updated_at: 3d ago, said: {title: B}}
            - {id: 3, title: C, path: /data/3.mp4, last_synced: 2d ago, updated_at: 3d ago}
            - {id: 4, title: D, path: /data/4.mp4}
            - {id: 5, title: E, path: /data/5.mp4, last_synced: 2d ago, updated_at: 1d ago}
            - {id: 6, title: F, path: /data/6.mp4, imported: 1d ago, updated_at: 2d ago}
            items:
            - {rating_key: 101, path: /media/clips/1.mp4, fields: {title: A}, written: {title: A}}
            - {rating_key: 102, path: /media/clips/2.mp4, fields: {title: B}, base: {title: B}}
            - {rating_key: 103, path: /media/clips/3.mp4, fields: {title: agent's}, written: {title: C}}
            - {rating_key: 104, path: /media/clips/4.mp4, fields: {title: agent's}}
            - {rating_key: 105, path: /media/clips/5.mp4, fields: {title: E}}
            - {rating_key: 106, path: /media/clips/6.mp4, fields: {title: old}, locked: [title]}
            expect:
              gaps:
              - {scene: 1, reason: updated, confidence: definite}
              - {scene: 2, reason: changed}
              - {scene: 3, reason: taken_back}
              - {scene: 4, reason: never_synced}
              - {scene: 5, reason: updated, confidence: possible, fields: {stale: []}}
              - {scene: 6, reason: unexplained}
              not_queued: {settled: [5]}
            """
        #expect(
            try differences(keys.replacing("queue", with: "queue"), for: configuration.replacing("3}", with: "9}"))
                == [])
    }

    @Test func `a plan has the edits of every item that plays the scene, also outside the rule's library`() throws {
        let keys = """
            rule: all
            clock: 2026-03-01
            libraries: [{title: Clips, roots: [/media/clips]}, {title: Best, roots: [/media/clips/best]}]
            scenes: [{id: 1, title: A, path: /data/best/1.mp4}]
            items:
            - {rating_key: 101, library: Clips, path: /media/clips/best/1.mp4}
            - {rating_key: 102, library: Best, path: /media/clips/best/1.mp4, fields: {title: B}}
            expect:
              gaps: [{scene: 1, targets: [101]}]
              plans:
              - {scene: 1, rating_key: 101, edits: [{field: title, action: set, want: A}]}
              - {scene: 1, rating_key: 102, edits: [{field: title, action: set, have: B, want: A}]}
            """
        let rules = configuration.replacing(
            "- {name: all, when: {daily: \"02:30\"}}", with: "- {name: all, when: manual, gaps: {library: Clips}}")
        #expect(try differences(keys, for: rules) == [])
    }
}
