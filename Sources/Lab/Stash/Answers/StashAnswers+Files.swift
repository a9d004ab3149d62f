extension StashAnswers {
    /// A renderer of files.
    func files(_ plans: [GraphQLPlan]) -> StashRenderer<StashFile> {
        StashRenderer(plans) { plan in name(of: plan) ?? time(of: plan) ?? measure(of: plan) ?? checksum(of: plan) }
    }

    private func name(of plan: GraphQLPlan) -> StashRenderer<StashFile>.Write? {
        switch plan.name {
        case "id": return { json, file in json.id(file.id) }
        case "path": return { json, file in json.string(file.path) }
        case "basename": return { json, file in json.string(file.basename) }
        case "parent_folder_id": return { json, _ in json.raw("\"1\"") }
        case "parent_folder":
            let folder = StashRenderer<StashFile>(plan.selection) { plan in
                switch plan.name {
                case "id": { json, _ in json.raw("\"1\"") }
                case "path": { json, file in json.string(file.folder) }
                default: time(of: plan)
                }
            }
            return { json, file in folder.write(file, to: &json) }
        default: return nil
        }
    }

    private func time(of plan: GraphQLPlan) -> StashRenderer<StashFile>.Write? {
        switch plan.name {
        case "mod_time": { json, file in json.string(file.modTime) }
        case "created_at": { json, file in json.string(file.createdAt) }
        case "updated_at": { json, file in json.string(file.updatedAt) }
        default: nil
        }
    }

    private func measure(of plan: GraphQLPlan) -> StashRenderer<StashFile>.Write? {
        switch plan.name {
        case "size": { json, file in json.int(file.size) }
        case "duration": { json, file in json.double(file.duration) }
        case "width": { json, file in json.int(file.width) }
        case "height": { json, file in json.int(file.height) }
        case "format": { json, file in json.string(file.format) }
        case "video_codec": { json, file in json.string(file.videoCodec) }
        case "audio_codec": { json, file in json.string(file.audioCodec) }
        case "frame_rate": { json, file in json.double(file.frameRate) }
        case "bit_rate": { json, file in json.int(file.bitRate) }
        default: nil
        }
    }

    private func checksum(of plan: GraphQLPlan) -> StashRenderer<StashFile>.Write? {
        switch plan.name {
        case "fingerprint":
            let type = plan.arguments["type"]?.text
            return { json, file in json.string(file.fingerprints.first { $0.type == type }?.value) }
        case "fingerprints":
            let prints = StashRenderer<StashFingerprint>(plan.selection) { plan in
                switch plan.name {
                case "type": { json, print in json.string(print.type) }
                case "value": { json, print in json.string(print.value) }
                default: nil
                }
            }
            return { json, file in json.list(file.fingerprints) { prints.write($1, to: &$0) } }
        default: return nil
        }
    }
}

extension StashFile {
    /// What stands before the last separator.
    var folder: [UInt8] { Array(path.dropLast(basename.count + 1)) }
}
