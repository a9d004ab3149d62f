import SyncModel

/// Every document this client can send, for the test that holds them against the recorded schemas.
enum Documents {
    struct Document: Hashable {
        let name: String
        let text: String
    }

    /// The documents for a release that offers `offers`.
    static func all(for offers: Set<StashOffer>) -> [Document] {
        let slim = SceneSelection(parts: [], knowsMetadata: false)
        let everything = SceneSelection.everything
        return [
            Document(name: "status", text: StatusQuery.document),
            Document(name: "probe", text: ProbeQuery.document),
            Document(name: "scene page, slim", text: ScenePageQuery.document(slim, offers)),
            Document(name: "scene page", text: ScenePageQuery.document(everything, offers)),
            Document(name: "scene ids", text: ScenePageQuery.idDocument),
            Document(name: "scene count", text: ScenePageQuery.countDocument),
            Document(name: "scenes one by one", text: ScenesByID.aliasDocument(count: 3, everything, offers)),
            Document(name: "changes", text: ChangesQuery.document(offers)),
            Document(name: "entities", text: EntityQuery.document(offers)),
            Document(
                name: "scenes of entities",
                text: ScenesOfEntities.document(EntityKind.allCases, offers)),
            Document(name: "scenes at paths", text: ScenesAtPaths.document(count: 2)),
            Document(name: "plugin settings", text: PluginSettingsQuery.document),
            Document(name: "job queue", text: JobQueueQuery.document),
        ]
            + (offers.contains(.idsArgument)
                ? [Document(name: "scenes by ids", text: ScenesByID.idsDocument(everything, offers))] : [])
    }
}
