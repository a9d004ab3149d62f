import JSON

enum StatusQuery {
    static let document = "{systemStatus{status databaseSchema}}"

    static func read(_ data: JSONValue) throws(JSONError) -> StashStatus {
        let status = try data["systemStatus"]
        return StashStatus(
            status: shownServerText(try status["status"].string), databaseSchema: try status.find("databaseSchema")?.int
        )
    }
}

/// Version, library folders, and what the schema offers, in one request.
enum ProbeQuery {
    static let document = """
        {version{version} configuration{general{stashes{path}}} scene:__type(name:"Scene"){fields{name}} \
        filter:__type(name:"SceneFilterType"){inputFields{name}} query:__type(name:"Query"){fields{name args{name}}}}
        """

    static func read(_ answer: Exchange.Answer) throws(JSONError) -> StashProbe {
        let data = answer.data
        return StashProbe(
            version: try data["version"].text("version").map(shownServerText), offers: try offers(data),
            serverTime: answer.serverTime,
            stashes: try data["configuration"]["general"].list("stashes") { (stash) throws(JSONError) in
                try stash["path"].string
            })
    }

    private static func offers(_ data: JSONValue) throws(JSONError) -> Set<StashOffer> {
        let fields = try names(data["scene"], "fields")
        let filters = try names(data["filter"], "inputFields")
        let finders = try data["query"]["fields"].map { (field) throws(JSONError) in
            (name: try field["name"].string, arguments: try names(field, "args"))
        }
        let arguments = finders.first { $0.name == "findScenes" }?.arguments ?? []
        var offers: Set<StashOffer> = []
        if arguments.contains("ids") { offers.insert(.idsArgument) }
        if fields.contains("groups"), finders.contains(where: { $0.name == "findGroups" }) { offers.insert(.groups) }
        if filters.contains("tags_filter") { offers.insert(.relatedFilters) }
        if filters.contains("files_filter") { offers.insert(.filesFilter) }
        return offers
    }

    private static func names(_ value: JSONValue, _ key: StaticString) throws(JSONError) -> Set<String> {
        Set(try value.list(key) { (entry) throws(JSONError) in try entry["name"].string })
    }
}
