import CommandSyntax

extension Topic {
    static let matching = Topic(
        "matching", "How the item that plays a scene is found.",
        text: """
            A scene and an item belong together if both have the same file. Stash and Plex may see it under different \
            paths: 'paths:' in the configuration turns one into the other, and the first line that fits wins.

            The rungs of the ladder, in their order:

              pinned              you have said so
              path                the mapped path is the item's, byte for byte
              folded              the same but for case, accents and separators, if unique
              size_and_duration   of several such candidates, the one of the same size and length
              name                only the file's name agrees: a hint, never a match

            A scene with several files, or a file that two libraries list, may have several items: all of them are \
            repaired. What could be two things is 'ambiguous', is reported, and is never written to.

            'match SCENE --explain' shows every rung for one scene, 'doctor' how many paths fall below a library.
            """)
}
