import CommandSyntax

extension Topic {
    static let filters = Topic(
        "filters", "Which gaps a command keeps.",
        text: """
              --type empty,stale              kinds of gap: empty, stale, missing
              --field studio,tags             gaps in one of these fields
              --confidence definite           or possible
              --library Clips                 only this library of Plex, by title or key
              --studio 'Acme*'                a name or a pattern; so are --performer and --tag
              --path '/data/clips/*'          a file's path in Stash
              --organized, --no-organized     what Stash says of the scene
              --rating '>= 60'                0 to 100

            Several values of one option mean any of them; several options must all hold. --not-tag private drops scenes \
            with that tag; the other lists have such a negation too. Case does not matter, '*' stands for anything.

            A filter keeps or drops whole gaps: a scene that is empty and stale stays both under --type empty. How many \
            scenes were looked at, and how they ended, is counted without it.

            A rule has the same in 'gaps:', with the keys types, fields, confidence, library, studio, performers, tags, \
            path, organized and rating, and with not and any around more of them: \
            'gaps: {types: [empty], not: {tags: [private]}}'.
            """)
}
