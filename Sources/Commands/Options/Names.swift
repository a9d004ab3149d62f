public import CommandSyntax
public import Queue
public import SyncModel

extension NameSort {
    public static let library = NameSort("library")
    public static let studio = NameSort("studio")
    public static let performer = NameSort("performer")
    public static let tag = NameSort("tag")
    public static let job = NameSort("job")
    public static let run = NameSort("run")
}

extension ValueKind where Value == Job.ID {
    public static var job: Self {
        Self("ID", takes: "the number of a job", suggestions: .names(.job), splitsAtCommas: true) { word in
            Int(word).flatMap { $0 > 0 ? Job.ID(rawValue: $0) : nil }
        }
    }
}

extension ValueKind where Value == Scene.ID {
    public static var scene: Self {
        Self("SCENE", takes: "the number of a scene in Stash", splitsAtCommas: true) { word in
            Int(word).flatMap { $0 > 0 ? Scene.ID(rawValue: $0) : nil }
        }
    }
}

extension ValueKind where Value == Int {
    public static var run: Self {
        Self("RUN", takes: "the number of a run", suggestions: .names(.run)) { word in
            Int(word).flatMap { $0 > 0 ? $0 : nil }
        }
    }
}

extension ValueKind where Value == TimeSpan {
    public static var span: Self {
        Self("SPAN", takes: "a length of time such as 12h, 30d or 2w", read: TimeSpan.init(text:))
    }
}
