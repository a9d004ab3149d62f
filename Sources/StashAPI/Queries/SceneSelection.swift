public import SyncModel

/// Which fields of scenes are read.
///
/// Scalars cost Stash next to nothing and are always read, the studio too; lists are what costs (`apis/stash.md` 5.6).
/// Performers and tags are read even where no field needs them: whether a scene has any decides
/// ``Scene/hasMetadata``, the guard before every clearing, Stash counts neither on a scene, and its loader works as
/// hard for ids as for names. A caller that never asks for that guard says so and saves them.
public struct SceneSelection: Hashable, Sendable {
    let performers, tags, groups, code, director: Bool

    /// - Parameters:
    ///   - parts: What fields, templates and filters need by name.
    ///   - knowsMetadata: Whether ``Scene/hasMetadata`` must be right. Without it performers and tags are read only if
    ///     they are among the parts.
    public init(parts: Set<FieldTemplate.Placeholder>, knowsMetadata: Bool = true) {
        performers = knowsMetadata || parts.contains(.performers)
        tags = knowsMetadata || parts.contains(.tags)
        groups = parts.contains(.groups)
        code = parts.contains(.code)
        director = parts.contains(.director)
    }

    /// The names of all that can be read.
    public static var everything: SceneSelection { SceneSelection(parts: Set(FieldTemplate.Placeholder.allCases)) }

    /// The selection set, braces included.
    func text(_ offers: Set<StashOffer>) -> String {
        var fields = [
            "id", "title", "details", "date", "rating100", "organized", "created_at", "updated_at",
            "files{id path size duration created_at updated_at}", "studio{id name}",
        ]
        if code { fields.append("code") }
        if director { fields.append("director") }
        if performers { fields.append("performers{id name}") }
        if tags { fields.append("tags{id name}") }
        if groups { fields.append(offers.contains(.groups) ? "groups{group{id name}}" : "movies{movie{id name}}") }
        return "{\(fields.joined(separator: " "))}"
    }
}
