extension StashSchema {
    /// Where a document begins, and the words it may use.
    static let roots = """
        scalar ID scalar String scalar Int scalar Float scalar Boolean scalar Int64
        scalar Time scalar Timestamp scalar Map scalar Any scalar PluginConfigMap
        type Query {
          findFile(id: ID path: String): BaseFile! @29 findScene(id: ID checksum: String): Scene
          findSceneByHash(input: SceneHashInput!): Scene
          findScenes(scene_filter: SceneFilterType scene_ids: [Int!] ids: [ID!] @25 filter: FindFilterType): FindScenesResultType!
          findSceneMarkers(scene_marker_filter: SceneMarkerFilterType filter: FindFilterType ids: [ID!] @25): FindSceneMarkersResultType!
          findPerformer(id: ID!): Performer
          findPerformers(performer_filter: PerformerFilterType filter: FindFilterType performer_ids: [Int!] ids: [ID!] @25): FindPerformersResultType!
          findStudio(id: ID!): Studio
          findStudios(studio_filter: StudioFilterType filter: FindFilterType ids: [ID!] @25): FindStudiosResultType!
          findMovie(id: ID!): Movie @old
          findMovies(movie_filter: MovieFilterType filter: FindFilterType ids: [ID!] @25): FindMoviesResultType! @old
          findGroup(id: ID!): Group @27
          findGroups(group_filter: GroupFilterType filter: FindFilterType ids: [ID!] @25): FindGroupsResultType! @27
          findGalleries(gallery_filter: GalleryFilterType filter: FindFilterType ids: [ID!] @25): FindGalleriesResultType!
          findTag(id: ID!): Tag
          findTags(tag_filter: TagFilterType filter: FindFilterType ids: [ID!] @25): FindTagsResultType!
          stats: StatsResultType! plugins: [Plugin!] configuration: ConfigResult! systemStatus: SystemStatus!
          jobQueue: [Job!] findJob(input: FindJobInput!): Job allScenes: [Scene!]! @old
          allPerformers: [Performer!]! allTags: [Tag!]! @old allStudios: [Studio!]! @old
          allMovies: [Movie!]! @old version: Version!
        }
        type Mutation {
          sceneCreate(input: SceneCreateInput!): Scene sceneUpdate(input: SceneUpdateInput!): Scene
          sceneMerge(input: SceneMergeInput!): Scene bulkSceneUpdate(input: BulkSceneUpdateInput!): [Scene!]
          sceneDestroy(input: SceneDestroyInput!): Boolean! scenesDestroy(input: ScenesDestroyInput!): Boolean!
          scenesUpdate(input: [SceneUpdateInput!]!): [Scene]
          sceneSaveActivity(id: ID! resume_time: Float playDuration: Float): Boolean!
          sceneIncrementPlayCount(id: ID!): Int! @old
          sceneAddPlay(id: ID! times: [Timestamp!]): HistoryMutationResult! @25
          sceneGenerateScreenshot(id: ID! at: Float): String!
          sceneAssignFile(input: AssignSceneFileInput!): Boolean!
          performerCreate(input: PerformerCreateInput!): Performer
          performerUpdate(input: PerformerUpdateInput!): Performer
          performerDestroy(input: PerformerDestroyInput!): Boolean! performersDestroy(ids: [ID!]!): Boolean!
          studioCreate(input: StudioCreateInput!): Studio studioUpdate(input: StudioUpdateInput!): Studio
          studioDestroy(input: StudioDestroyInput!): Boolean! studiosDestroy(ids: [ID!]!): Boolean!
          movieCreate(input: MovieCreateInput!): Movie @old movieUpdate(input: MovieUpdateInput!): Movie @old
          movieDestroy(input: MovieDestroyInput!): Boolean! @old moviesDestroy(ids: [ID!]!): Boolean! @old
          groupCreate(input: GroupCreateInput!): Group @27 groupUpdate(input: GroupUpdateInput!): Group @27
          groupDestroy(input: GroupDestroyInput!): Boolean! @27 groupsDestroy(ids: [ID!]!): Boolean! @27
          tagCreate(input: TagCreateInput!): Tag tagUpdate(input: TagUpdateInput!): Tag
          tagDestroy(input: TagDestroyInput!): Boolean! tagsDestroy(ids: [ID!]!): Boolean!
          tagsMerge(input: TagsMergeInput!): Tag moveFiles(input: MoveFilesInput!): Boolean!
          configurePlugin(plugin_id: ID! input: Map!): Map!
          generateAPIKey(input: GenerateAPIKeyInput!): String! metadataScan(input: ScanMetadataInput!): ID!
          metadataGenerate(input: GenerateMetadataInput!): ID!
          metadataAutoTag(input: AutoTagMetadataInput!): ID! metadataClean(input: CleanMetadataInput!): ID!
          runPluginTask(plugin_id: ID! task_name: String description: String @25 args: [PluginArgInput!] args_map: Map @25): ID!
          runPluginOperation(plugin_id: ID! args: Map): Any @25 stopJob(job_id: ID!): Boolean!
          stopAllJobs: Boolean!
        }
        enum SystemStatusEnum { SETUP NEEDS_MIGRATION OK }
        enum JobStatus { READY RUNNING FINISHED STOPPING CANCELLED FAILED }
        enum SortDirectionEnum { ASC DESC }
        enum CriterionModifier {
          EQUALS NOT_EQUALS GREATER_THAN LESS_THAN IS_NULL NOT_NULL INCLUDES_ALL INCLUDES EXCLUDES
          MATCHES_REGEX NOT_MATCHES_REGEX BETWEEN NOT_BETWEEN
        }
        enum BulkUpdateIdMode { SET ADD REMOVE }
        enum GenderEnum { MALE FEMALE TRANSGENDER_MALE TRANSGENDER_FEMALE INTERSEX NON_BINARY }
        enum CircumisedEnum { CUT UNCUT }
        enum PluginSettingTypeEnum { STRING NUMBER BOOLEAN }
        """
}
