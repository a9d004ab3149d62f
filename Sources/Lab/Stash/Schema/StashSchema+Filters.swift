extension StashSchema {
    /// What a client may ask for.
    static let filters = """
        input SceneFilterType {
          AND: SceneFilterType OR: SceneFilterType NOT: SceneFilterType id: IntCriterionInput
          title: StringCriterionInput code: StringCriterionInput details: StringCriterionInput
          director: StringCriterionInput oshash: StringCriterionInput checksum: StringCriterionInput
          phash: StringCriterionInput path: StringCriterionInput file_count: IntCriterionInput
          rating100: IntCriterionInput organized: Boolean o_counter: IntCriterionInput
          framerate: IntCriterionInput bitrate: IntCriterionInput @27 video_codec: StringCriterionInput
          audio_codec: StringCriterionInput duration: IntCriterionInput has_markers: String is_missing: String
          studios: HierarchicalMultiCriterionInput movies: MultiCriterionInput
          groups: HierarchicalMultiCriterionInput @27 galleries: MultiCriterionInput @27
          tags: HierarchicalMultiCriterionInput tag_count: IntCriterionInput
          performer_tags: HierarchicalMultiCriterionInput performer_favorite: Boolean
          performer_age: IntCriterionInput performers: MultiCriterionInput performer_count: IntCriterionInput
          stash_id_endpoint: StashIDCriterionInput url: StringCriterionInput interactive: Boolean
          interactive_speed: IntCriterionInput captions: StringCriterionInput resume_time: IntCriterionInput
          play_count: IntCriterionInput play_duration: IntCriterionInput
          last_played_at: TimestampCriterionInput @26 date: DateCriterionInput
          created_at: TimestampCriterionInput updated_at: TimestampCriterionInput
          galleries_filter: GalleryFilterType @27 performers_filter: PerformerFilterType @27
          studios_filter: StudioFilterType @27 tags_filter: TagFilterType @27
          movies_filter: MovieFilterType @27 groups_filter: GroupFilterType @27
          markers_filter: SceneMarkerFilterType @27 files_filter: FileFilterType @30
        }
        input FileFilterType @29 {
          AND: FileFilterType @29 OR: FileFilterType @29 NOT: FileFilterType @29 path: StringCriterionInput @29
          basename: StringCriterionInput @29 dir: StringCriterionInput @29
          parent_folder: HierarchicalMultiCriterionInput @29 zip_file: MultiCriterionInput @29
          mod_time: TimestampCriterionInput @29 scene_count: IntCriterionInput @29
          image_count: IntCriterionInput @29 gallery_count: IntCriterionInput @29
          scenes_filter: SceneFilterType @29 galleries_filter: GalleryFilterType @29
          created_at: TimestampCriterionInput @29 updated_at: TimestampCriterionInput @29
        }
        input TagFilterType {
          AND: TagFilterType OR: TagFilterType NOT: TagFilterType name: StringCriterionInput
          sort_name: StringCriterionInput @28 aliases: StringCriterionInput favorite: Boolean @27
          description: StringCriterionInput is_missing: String scene_count: IntCriterionInput
          image_count: IntCriterionInput gallery_count: IntCriterionInput performer_count: IntCriterionInput
          studio_count: IntCriterionInput @27 movie_count: IntCriterionInput @27
          group_count: IntCriterionInput @27 marker_count: IntCriterionInput
          parents: HierarchicalMultiCriterionInput children: HierarchicalMultiCriterionInput
          parent_count: IntCriterionInput child_count: IntCriterionInput ignore_auto_tag: Boolean
          stash_id_endpoint: StashIDCriterionInput @30 scenes_filter: SceneFilterType @27
          galleries_filter: GalleryFilterType @27 created_at: TimestampCriterionInput
          updated_at: TimestampCriterionInput
        }
        input PerformerFilterType {
          AND: PerformerFilterType OR: PerformerFilterType NOT: PerformerFilterType name: StringCriterionInput
          disambiguation: StringCriterionInput details: StringCriterionInput filter_favorites: Boolean
          birth_year: IntCriterionInput age: IntCriterionInput ethnicity: StringCriterionInput
          country: StringCriterionInput eye_color: StringCriterionInput height_cm: IntCriterionInput
          measurements: StringCriterionInput fake_tits: StringCriterionInput penis_length: FloatCriterionInput
          career_length: StringCriterionInput tattoos: StringCriterionInput piercings: StringCriterionInput
          aliases: StringCriterionInput is_missing: String tags: HierarchicalMultiCriterionInput
          tag_count: IntCriterionInput scene_count: IntCriterionInput image_count: IntCriterionInput
          gallery_count: IntCriterionInput play_count: IntCriterionInput @27 o_counter: IntCriterionInput
          stash_id_endpoint: StashIDCriterionInput rating100: IntCriterionInput url: StringCriterionInput
          hair_color: StringCriterionInput weight: IntCriterionInput death_year: IntCriterionInput
          studios: HierarchicalMultiCriterionInput groups: HierarchicalMultiCriterionInput @29
          performers: MultiCriterionInput ignore_auto_tag: Boolean birthdate: DateCriterionInput
          death_date: DateCriterionInput scenes_filter: SceneFilterType @27
          galleries_filter: GalleryFilterType @27 tags_filter: TagFilterType @27
          created_at: TimestampCriterionInput updated_at: TimestampCriterionInput
        }
        input StudioFilterType {
          AND: StudioFilterType OR: StudioFilterType NOT: StudioFilterType name: StringCriterionInput
          details: StringCriterionInput parents: MultiCriterionInput stash_id_endpoint: StashIDCriterionInput
          tags: HierarchicalMultiCriterionInput @27 is_missing: String rating100: IntCriterionInput
          favorite: Boolean @27 scene_count: IntCriterionInput image_count: IntCriterionInput
          gallery_count: IntCriterionInput tag_count: IntCriterionInput @27 url: StringCriterionInput
          aliases: StringCriterionInput child_count: IntCriterionInput @25 ignore_auto_tag: Boolean
          scenes_filter: SceneFilterType @27 galleries_filter: GalleryFilterType @27
          created_at: TimestampCriterionInput updated_at: TimestampCriterionInput
        }
        input GroupFilterType @27 {
          AND: GroupFilterType @27 OR: GroupFilterType @27 NOT: GroupFilterType @27
          name: StringCriterionInput @27 director: StringCriterionInput @27 synopsis: StringCriterionInput @27
          duration: IntCriterionInput @27 rating100: IntCriterionInput @27
          studios: HierarchicalMultiCriterionInput @27 is_missing: String @27 url: StringCriterionInput @27
          performers: MultiCriterionInput @27 tags: HierarchicalMultiCriterionInput @27
          tag_count: IntCriterionInput @27 date: DateCriterionInput @27 created_at: TimestampCriterionInput @27
          updated_at: TimestampCriterionInput @27 o_counter: IntCriterionInput @30
          containing_groups: HierarchicalMultiCriterionInput @27
          sub_groups: HierarchicalMultiCriterionInput @27 containing_group_count: IntCriterionInput @27
          sub_group_count: IntCriterionInput @27 scenes_filter: SceneFilterType @27
          studios_filter: StudioFilterType @27
        }
        input MovieFilterType {
          AND: MovieFilterType OR: MovieFilterType NOT: MovieFilterType name: StringCriterionInput
          director: StringCriterionInput synopsis: StringCriterionInput duration: IntCriterionInput
          rating100: IntCriterionInput studios: HierarchicalMultiCriterionInput is_missing: String
          url: StringCriterionInput performers: MultiCriterionInput tags: HierarchicalMultiCriterionInput
          tag_count: IntCriterionInput date: DateCriterionInput created_at: TimestampCriterionInput
          updated_at: TimestampCriterionInput scenes_filter: SceneFilterType studios_filter: StudioFilterType
        }
        input SceneMarkerFilterType {
          tags: HierarchicalMultiCriterionInput scene_tags: HierarchicalMultiCriterionInput
          performers: MultiCriterionInput scenes: MultiCriterionInput duration: FloatCriterionInput
          created_at: TimestampCriterionInput updated_at: TimestampCriterionInput
          scene_date: DateCriterionInput scene_created_at: TimestampCriterionInput
          scene_updated_at: TimestampCriterionInput scene_filter: SceneFilterType
        }
        input GalleryFilterType {
          AND: GalleryFilterType OR: GalleryFilterType NOT: GalleryFilterType id: IntCriterionInput
          title: StringCriterionInput details: StringCriterionInput checksum: StringCriterionInput
          path: StringCriterionInput file_count: IntCriterionInput is_missing: String is_zip: Boolean
          rating100: IntCriterionInput organized: Boolean has_chapters: String scenes: MultiCriterionInput
          studios: HierarchicalMultiCriterionInput tags: HierarchicalMultiCriterionInput
          tag_count: IntCriterionInput performer_tags: HierarchicalMultiCriterionInput
          performers: MultiCriterionInput performer_count: IntCriterionInput performer_favorite: Boolean
          performer_age: IntCriterionInput image_count: IntCriterionInput url: StringCriterionInput
          date: DateCriterionInput created_at: TimestampCriterionInput updated_at: TimestampCriterionInput
          code: StringCriterionInput photographer: StringCriterionInput scenes_filter: SceneFilterType
          performers_filter: PerformerFilterType studios_filter: StudioFilterType tags_filter: TagFilterType
          files_filter: FileFilterType
        }
        input FindFilterType { q: String page: Int per_page: Int sort: String direction: SortDirectionEnum }
        input IntCriterionInput { value: Int! value2: Int modifier: CriterionModifier! }
        input FloatCriterionInput { value: Float! value2: Float modifier: CriterionModifier! }
        input StringCriterionInput { value: String! modifier: CriterionModifier! }
        input DateCriterionInput { value: String! value2: String modifier: CriterionModifier! }
        input TimestampCriterionInput { value: String! value2: String modifier: CriterionModifier! }
        input MultiCriterionInput { value: [ID!] modifier: CriterionModifier! excludes: [ID!] }
        input HierarchicalMultiCriterionInput {
          value: [ID!] modifier: CriterionModifier! depth: Int excludes: [ID!]
        }
        input StashIDCriterionInput { endpoint: String stash_id: String modifier: CriterionModifier! }
        input SceneHashInput { checksum: String oshash: String }
        input FindJobInput { id: ID! }
        """
}
