extension StashSchema {
    /// What a mutation takes.
    static let edits = """
        input SceneUpdateInput {
          clientMutationId: String id: ID! title: String code: String details: String director: String
          url: String urls: [String!] date: String rating100: Int o_counter: Int organized: Boolean
          studio_id: ID gallery_ids: [ID!] performer_ids: [ID!] groups: [SceneGroupInput!]
          movies: [SceneMovieInput!] tag_ids: [ID!] cover_image: String stash_ids: [StashIDInput!]
          resume_time: Float play_duration: Float play_count: Int primary_file_id: ID
        }
        input BulkSceneUpdateInput {
          clientMutationId: String ids: [ID!] title: String code: String details: String director: String
          url: String urls: BulkUpdateStrings date: String rating100: Int organized: Boolean studio_id: ID
          gallery_ids: BulkUpdateIds performer_ids: BulkUpdateIds tag_ids: BulkUpdateIds
          group_ids: BulkUpdateIds movie_ids: BulkUpdateIds
        }
        input SceneCreateInput {
          title: String code: String details: String director: String url: String urls: [String!] date: String
          rating100: Int organized: Boolean studio_id: ID gallery_ids: [ID!] performer_ids: [ID!]
          groups: [SceneGroupInput!] movies: [SceneMovieInput!] tag_ids: [ID!] cover_image: String
          stash_ids: [StashIDInput!] file_ids: [ID!]
        }
        input SceneDestroyInput { id: ID! delete_file: Boolean delete_generated: Boolean }
        input ScenesDestroyInput { ids: [ID!]! delete_file: Boolean delete_generated: Boolean }
        input SceneMergeInput {
          source: [ID!]! destination: ID! values: SceneUpdateInput play_history: Boolean o_history: Boolean
        }
        input SceneGroupInput { group_id: ID! scene_index: Int }
        input SceneMovieInput { movie_id: ID! scene_index: Int }
        input StashIDInput { endpoint: String! stash_id: String! updated_at: Time }
        input BulkUpdateIds { ids: [ID!] mode: BulkUpdateIdMode! }
        input BulkUpdateStrings { values: [String!] mode: BulkUpdateIdMode! }
        input TagCreateInput {
          name: String! sort_name: String description: String aliases: [String!] ignore_auto_tag: Boolean
          favorite: Boolean image: String stash_ids: [StashIDInput!] parent_ids: [ID!] child_ids: [ID!]
        }
        input TagUpdateInput {
          id: ID! name: String sort_name: String description: String aliases: [String!]
          ignore_auto_tag: Boolean favorite: Boolean image: String stash_ids: [StashIDInput!] parent_ids: [ID!]
          child_ids: [ID!]
        }
        input TagDestroyInput { id: ID! }
        input TagsMergeInput { source: [ID!]! destination: ID! }
        input PerformerCreateInput {
          name: String! disambiguation: String url: String urls: [String!] gender: GenderEnum birthdate: String
          ethnicity: String country: String eye_color: String height_cm: Int measurements: String
          fake_tits: String penis_length: Float circumcised: CircumisedEnum career_length: String
          tattoos: String piercings: String alias_list: [String!] twitter: String instagram: String
          favorite: Boolean tag_ids: [ID!] image: String stash_ids: [StashIDInput!] rating100: Int
          details: String death_date: String hair_color: String weight: Int ignore_auto_tag: Boolean
          custom_fields: Map
        }
        input PerformerUpdateInput {
          id: ID! name: String disambiguation: String url: String urls: [String!] gender: GenderEnum
          birthdate: String ethnicity: String country: String eye_color: String height_cm: Int
          measurements: String fake_tits: String penis_length: Float circumcised: CircumisedEnum
          career_length: String tattoos: String piercings: String alias_list: [String!] twitter: String
          instagram: String favorite: Boolean tag_ids: [ID!] image: String stash_ids: [StashIDInput!]
          rating100: Int details: String death_date: String hair_color: String weight: Int
          ignore_auto_tag: Boolean
        }
        input PerformerDestroyInput { id: ID! }
        input StudioCreateInput {
          name: String! url: String urls: [String!] parent_id: ID image: String stash_ids: [StashIDInput!]
          rating100: Int favorite: Boolean details: String aliases: [String!] tag_ids: [ID!]
          ignore_auto_tag: Boolean
        }
        input StudioUpdateInput {
          id: ID! name: String url: String urls: [String!] parent_id: ID image: String
          stash_ids: [StashIDInput!] rating100: Int favorite: Boolean details: String aliases: [String!]
          tag_ids: [ID!] ignore_auto_tag: Boolean
        }
        input StudioDestroyInput { id: ID! }
        input GroupCreateInput {
          name: String! aliases: String duration: Int date: String rating100: Int studio_id: ID
          director: String synopsis: String urls: [String!] tag_ids: [ID!] front_image: String
          back_image: String
        }
        input GroupUpdateInput {
          id: ID! name: String aliases: String duration: Int date: String rating100: Int studio_id: ID
          director: String synopsis: String urls: [String!] tag_ids: [ID!] front_image: String
          back_image: String
        }
        input GroupDestroyInput { id: ID! }
        input MovieCreateInput {
          name: String! aliases: String duration: Int date: String rating100: Int studio_id: ID
          director: String synopsis: String url: String urls: [String!] tag_ids: [ID!] front_image: String
          back_image: String
        }
        input MovieUpdateInput {
          id: ID! name: String aliases: String duration: Int date: String rating100: Int studio_id: ID
          director: String synopsis: String url: String urls: [String!] tag_ids: [ID!] front_image: String
          back_image: String
        }
        input MovieDestroyInput { id: ID! }
        input MoveFilesInput {
          ids: [ID!]! destination_folder: String destination_folder_id: ID destination_basename: String
        }
        input AssignSceneFileInput { scene_id: ID! file_id: ID! }
        input GenerateAPIKeyInput { clear: Boolean }
        input ScanMetadataInput {
          paths: [String!] rescan: Boolean scanGenerateCovers: Boolean scanGeneratePreviews: Boolean
          scanGenerateImagePreviews: Boolean scanGenerateSprites: Boolean scanGeneratePhashes: Boolean
          scanGenerateThumbnails: Boolean scanGenerateClipPreviews: Boolean
        }
        input GenerateMetadataInput {
          covers: Boolean sprites: Boolean previews: Boolean imagePreviews: Boolean markers: Boolean
          markerImagePreviews: Boolean markerScreenshots: Boolean transcodes: Boolean forceTranscodes: Boolean
          phashes: Boolean interactiveHeatmapsSpeeds: Boolean imageThumbnails: Boolean clipPreviews: Boolean
          sceneIDs: [ID!] markerIDs: [ID!] overwrite: Boolean
        }
        input AutoTagMetadataInput { paths: [String!] performers: [String!] studios: [String!] tags: [String!] }
        input CleanMetadataInput { paths: [String!] dryRun: Boolean! }
        input PluginArgInput { key: String! value: PluginValueInput }
        input PluginValueInput {
          str: String i: Int b: Boolean f: Float o: [PluginArgInput!] a: [PluginValueInput!]
        }
        """
}
