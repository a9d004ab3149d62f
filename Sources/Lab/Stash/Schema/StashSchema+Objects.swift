extension StashSchema {
    /// What a client reads.
    static let objects = """
        type Scene {
          id: ID! title: String code: String details: String director: String url: String @old urls: [String!]!
          date: String rating100: Int organized: Boolean! o_counter: Int interactive: Boolean!
          interactive_speed: Int captions: [VideoCaption!] created_at: Time! updated_at: Time!
          last_played_at: Time resume_time: Float play_duration: Float play_count: Int
          play_history: [Time!]! @25 o_history: [Time!]! @25 files: [VideoFile!]! paths: ScenePathsType!
          scene_markers: [SceneMarker!]! galleries: [Gallery!]! studio: Studio groups: [SceneGroup!]! @27
          movies: [SceneMovie!]! @old tags: [Tag!]! performers: [Performer!]! stash_ids: [StashID!]!
          sceneStreams: [SceneStreamEndpoint!]! custom_fields: Map! @31
        }
        type VideoFile implements BaseFile {
          id: ID! path: String! basename: String! parent_folder_id: ID! @old zip_file_id: ID @old
          parent_folder: Folder! @29 zip_file: BasicFile @29 mod_time: Time! size: Int64!
          fingerprint(type: String!): String fingerprints: [Fingerprint!]! format: String! width: Int!
          height: Int! duration: Float! video_codec: String! audio_codec: String! frame_rate: Float!
          bit_rate: Int! created_at: Time! updated_at: Time!
        }
        type ScenePathsType {
          screenshot: String preview: String stream: String webp: String vtt: String sprite: String
          funscript: String interactive_heatmap: String caption: String
        }
        type SceneGroup @27 { group: Group! scene_index: Int }
        type SceneMovie { movie: Movie! scene_index: Int }
        type Group @27 {
          id: ID! @27 name: String! @27 aliases: String @27 duration: Int @27 date: String @27
          rating100: Int @27 studio: Studio @27 director: String @27 synopsis: String @27 urls: [String!]! @27
          tags: [Tag!]! @27 created_at: Time! @27 updated_at: Time! @27
          containing_groups: [GroupDescription!]! @27 sub_groups: [GroupDescription!]! @27
          front_image_path: String @27 back_image_path: String @27 scene_count(depth: Int): Int! @27
          performer_count(depth: Int): Int! @29 sub_group_count(depth: Int): Int! @27 scenes: [Scene!]! @27
          o_counter: Int @30 custom_fields: Map! @31
        }
        type Movie {
          id: ID! name: String! aliases: String duration: Int date: String rating100: Int studio: Studio
          director: String synopsis: String url: String @old urls: [String!]! @27 tags: [Tag!]! @27
          created_at: Time! updated_at: Time! front_image_path: String back_image_path: String
          scene_count(depth: Int): Int! scenes: [Scene!]!
        }
        type GroupDescription @27 { group: Group! description: String }
        type Studio {
          id: ID! name: String! url: String @old urls: [String!]! @30 parent_studio: Studio
          child_studios: [Studio!]! aliases: [String!]! tags: [Tag!]! @27 ignore_auto_tag: Boolean!
          image_path: String scene_count(depth: Int): Int! image_count(depth: Int): Int!
          gallery_count(depth: Int): Int! performer_count(depth: Int): Int! group_count(depth: Int): Int! @27
          movie_count(depth: Int): Int! @old stash_ids: [StashID!]! rating100: Int favorite: Boolean! @26
          details: String created_at: Time! updated_at: Time! groups: [Group!]! @27 movies: [Movie!]! @old
          o_counter: Int @30 custom_fields: Map! @31 organized: Boolean! @31
        }
        type Performer {
          id: ID! name: String! disambiguation: String url: String @old urls: [String!] @27 gender: GenderEnum
          twitter: String @old instagram: String @old birthdate: String ethnicity: String country: String
          eye_color: String height_cm: Int measurements: String fake_tits: String penis_length: Float
          circumcised: CircumisedEnum career_length: String tattoos: String piercings: String
          alias_list: [String!]! favorite: Boolean! tags: [Tag!]! ignore_auto_tag: Boolean! image_path: String
          scene_count: Int! image_count: Int! gallery_count: Int! group_count: Int! @27 movie_count: Int! @old
          performer_count: Int! o_counter: Int scenes: [Scene!]! stash_ids: [StashID!]! rating100: Int
          details: String death_date: String hair_color: String weight: Int created_at: Time! updated_at: Time!
          groups: [Group!]! @27 movies: [Movie!]! @old custom_fields: Map! @28
        }
        type Tag {
          id: ID! name: String! sort_name: String @28 description: String aliases: [String!]!
          ignore_auto_tag: Boolean! created_at: Time! updated_at: Time! favorite: Boolean! @26
          stash_ids: [StashID!]! @30 image_path: String scene_count(depth: Int): Int!
          scene_marker_count(depth: Int): Int! image_count(depth: Int): Int! gallery_count(depth: Int): Int!
          performer_count(depth: Int): Int! studio_count(depth: Int): Int! @27
          group_count(depth: Int): Int! @27 movie_count(depth: Int): Int! @27 @old parents: [Tag!]!
          children: [Tag!]! parent_count: Int! child_count: Int! custom_fields: Map! @31
        }
        type Gallery {
          id: ID! title: String code: String url: String @old urls: [String!]! date: String details: String
          photographer: String rating100: Int organized: Boolean! created_at: Time! updated_at: Time!
          folder: Folder scenes: [Scene!]! studio: Studio image_count: Int! tags: [Tag!]!
          performers: [Performer!]! custom_fields: Map! @31
        }
        type SceneMarker {
          id: ID! scene: Scene! title: String! seconds: Float! end_seconds: Float primary_tag: Tag!
          tags: [Tag!]! created_at: Time! updated_at: Time! stream: String! preview: String!
          screenshot: String!
        }
        type StashID { endpoint: String! stash_id: String! updated_at: Time! }
        type Fingerprint { type: String! value: String! }
        type Folder {
          id: ID! path: String! parent_folder_id: ID @old zip_file_id: ID @old parent_folder: Folder
          zip_file: BasicFile mod_time: Time! created_at: Time! updated_at: Time!
        }
        type BasicFile {
          id: ID! path: String! basename: String! parent_folder_id: ID! @old zip_file_id: ID @old
          parent_folder: Folder! zip_file: BasicFile mod_time: Time! size: Int64!
          fingerprint(type: String!): String fingerprints: [Fingerprint!]! created_at: Time! updated_at: Time!
        }
        type VideoCaption { language_code: String! caption_type: String! }
        type SceneStreamEndpoint { url: String! mime_type: String label: String }
        type Version { version: String hash: String! build_time: String! }
        type SystemStatus {
          databaseSchema: Int databasePath: String configPath: String appSchema: Int! status: SystemStatusEnum!
          os: String! workingDir: String! homeDir: String! ffmpegPath: String ffprobePath: String
        }
        type ConfigResult { general: ConfigGeneralResult! ui: Map! plugins(include: [ID!]): PluginConfigMap! }
        type ConfigGeneralResult {
          stashes: [StashConfig!]! databasePath: String! generatedPath: String! metadataPath: String!
          configFilePath: String! scrapersPath: String! pluginsPath: String! cachePath: String!
          blobsPath: String! apiKey: String! username: String! maxSessionAge: Int! logFile: String
          logLevel: String! videoExtensions: [String!]! excludes: [String!]! pythonPath: String!
        }
        type StashConfig { path: String! excludeVideo: Boolean! excludeImage: Boolean! }
        type Job {
          id: ID! status: JobStatus! subTasks: [String!] description: String! progress: Float startTime: Time
          endTime: Time addTime: Time! error: String @26
        }
        type StatsResultType {
          scene_count: Int! scenes_size: Float! scenes_duration: Float! image_count: Int! images_size: Float!
          gallery_count: Int! performer_count: Int! studio_count: Int! group_count: Int! movie_count: Int! @old
          tag_count: Int! total_o_count: Int! total_play_duration: Float! total_play_count: Int!
          scenes_played: Int!
        }
        type FindScenesResultType { count: Int! duration: Float! filesize: Float! scenes: [Scene!]! }
        type FindTagsResultType { count: Int! tags: [Tag!]! }
        type FindPerformersResultType { count: Int! performers: [Performer!]! }
        type FindStudiosResultType { count: Int! studios: [Studio!]! }
        type FindGroupsResultType @27 { count: Int! groups: [Group!]! }
        type FindMoviesResultType { count: Int! movies: [Movie!]! }
        type FindGalleriesResultType { count: Int! galleries: [Gallery!]! }
        type FindSceneMarkersResultType { count: Int! scene_markers: [SceneMarker!]! }
        type HistoryMutationResult { count: Int! history: [Time!]! }
        type Plugin {
          id: ID! name: String! description: String url: String version: String enabled: Boolean!
          tasks: [PluginTask!] hooks: [PluginHook!] settings: [PluginSetting!] requires: [ID!]
        }
        type PluginTask { name: String! description: String plugin: Plugin! }
        type PluginHook { name: String! description: String hooks: [String!] plugin: Plugin! }
        type PluginSetting { name: String! display_name: String description: String type: PluginSettingTypeEnum! }
        interface BaseFile {
          id: ID! path: String! basename: String! parent_folder_id: ID! @old zip_file_id: ID @old
          parent_folder: Folder! zip_file: BasicFile mod_time: Time! size: Int64!
          fingerprint(type: String!): String fingerprints: [Fingerprint!]! created_at: Time! updated_at: Time!
        }
        """
}
