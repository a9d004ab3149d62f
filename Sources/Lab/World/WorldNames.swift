/// Made-up names. Some carry what breaks naive programs: commas, ampersands, other scripts, apostrophes.
enum WorldNames {
    static let studios = [
        "Northlight", "Blue Hour", "Harbour & Sons", "Kestrel Pictures", "Old Mill", "Lumen", "Ninth Street", "Ostwind",
        "Studio Ünï", "Paper Moon", "Salt Works", "Three Rivers, Inc.", "Vesper", "Wildgarten", "影の森",
    ]
    static let performers = [
        "Mara Lindqvist", "Theo Brandt", "Inés Caldera", "Jonah Whitlock", "Petra Vogel", "Dario Conti", "Noor Haddad",
        "Elsa Brückner", "Sam O'Hara", "Yuki Tanabe", "Ivo Marek", "Clara Duval", "Rafael Ortiz", "Greta Holm",
        "Ben Achterberg", "Lena Fischer-Roth", "Arjun Mehta", "Zoë Laurent", "Tomas Reyes", "Anna Wiśniewska",
        "Kofi Mensah", "Sofia Lund", "Martin Krause", "Aiko Mori",
    ]
    static let tags = [
        "Documentary", "Night", "Harbour", "Rain", "Interview", "Mountains", "Black & White", "City", "Slow", "Winter",
        "Music", "Dance", "Kitchen, Garden", "Archive", "Sea", "Train", "Short", "Portrait", "Outtakes", "Café",
        "Desert", "Festival", "Rehearsal", "Workshop", "4K", "Handheld", "Drone", "Silent",
    ]
    static let groups = [
        "Harbour Nights", "The Long Winter", "Letters Home", "Rooms", "Northern Lines", "Summer School", "Vol. 1+2",
    ]
    static let adjectives = [
        "Glass", "Quiet", "Second", "Golden", "Hidden", "Last", "Silver", "Distant", "Broken", "Early", "Paper",
        "Crimson", "Hollow", "Northern", "Open", "Restless", "Slow", "Tidal", "Velvet", "Winter", "Electric", "Painted",
        "Salt", "Wandering",
    ]
    static let nouns = [
        "Harbour", "Garden", "Letter", "Orchard", "Station", "Mirror", "River", "Window", "Summer", "Bridge", "Lantern",
        "Island", "Market", "Corridor", "Meadow", "Observatory", "Rehearsal", "Staircase", "Valley", "Workshop",
        "Lighthouse", "Parade", "Shore", "Tunnel",
    ]
    static let sentences = [
        "A day at the water, told in one take.", "Two friends return to the house they grew up in.",
        "Filmed over three winters.", "What was left on the cutting-room floor.", "An afternoon, a piano & a storm.",
        "He says: “wait”.\nShe does not.", "The fourth part of a series about work.", "Nothing happens; it is lovely.",
    ]
    /// Folders with what has to be encoded in a URL or escaped in a pattern.
    static let folders = [
        "2019", "2021/summer", "2023", "incoming", "one two", "50% off", "a+b", "Q&A #1", "[tagged]", "Łódź",
        "it's \"quoted\"",
    ]
}
