/// Bodies as `apis/plex.md` 14 has them.
enum Samples {
    static let sections = """
        {"MediaContainer":{"size":1,"allowSync":false,"title1":"Plex Library","Directory":[
         {"key":"3","type":"movie","title":"Clips","agent":"com.plexapp.agents.none","scanner":"Plex Video Files Scanner",
          "language":"xn","uuid":"6f0e…","refreshing":false,"hidden":0,"createdAt":1690000000,"updatedAt":1750000000,
          "scannedAt":1760000000,"contentChangedAt":18253,"Location":[{"id":5,"path":"/media/clips"}]}]}}
        """

    static let page = """
        {"MediaContainer":{"size":1,"totalSize":1,"offset":0,"librarySectionID":3,"librarySectionTitle":"Clips","Metadata":[
         {"ratingKey":"4711","key":"/library/metadata/4711","guid":"local://4711","type":"movie","title":"clip",
          "addedAt":1750000000,"updatedAt":1750000100,"duration":1260000,"thumb":"/library/metadata/4711/thumb/1750000100",
          "Media":[{"id":9001,"duration":1260000,"container":"mp4","width":1920,"height":1080,"videoResolution":"1080",
            "Part":[{"id":9101,"key":"/library/parts/9101/1750000000/file.mp4","file":"/media/clips/a/clip.mp4","size":5368709120}]}],
          "Genre":[{"tag":"Drama"},{"tag":"Solo"}],"Role":[{"tag":"Jane Doe"}]}]}}
        """

    static let full = """
        {"MediaContainer":{"size":1,"librarySectionID":3,"Metadata":[
         {"ratingKey":"4711","guid":"local://4711","Guid":[{"id":"x://1"}],"type":"movie","title":"clip","rating":3.5,"Rating":[{}],
          "updatedAt":1750000100,"duration":1260000,
          "titleSort":"Clip 01","studio":"Studio","summary":"Text","year":2023,"originallyAvailableAt":"2023-05-17",
          "contentRating":"XXX","userRating":8.0,"Genre":[{"id":77,"filter":"genre=77","tag":"Drama"}],
          "Role":[{"id":501,"filter":"actor=501","tag":"Jane Doe","role":"Lead","thumb":"https://…","tagKey":"…"}],
          "Label":[{"id":88,"tag":"Plexsync"}],"Collection":[{"id":90,"tag":"Series A"}],
          "Field":[{"locked":true,"name":"title"},{"locked":true,"name":"genre"},{"locked":true,"name":"newField"}],
          "Media":[{"id":9001,"duration":1260000,"Part":[{"id":9101,"file":"/media/clips/a/clip.mp4","size":5368709120}]}]}]}}
        """

    static let emptyPage = #"{"MediaContainer":{"size":0,"totalSize":0,"offset":0}}"#

    /// A full read of one item with these members besides its key.
    static func item(_ members: String) -> String {
        #"{"MediaContainer":{"size":1,"librarySectionID":3,"Metadata":[{"ratingKey":"1","type":"movie",\#(members)}]}}"#
    }

    /// A page of items by their keys, `fields` being those of the container besides.
    static func page(_ keys: some Sequence<Int>, _ fields: String) -> String {
        let rows = keys.map { key in
            #"{"ratingKey":"\#(key)","type":"movie","title":"t\#(key)","Media":[{"Part":[{"file":"/\#(key)"}]}]}"#
        }.joined(separator: ",")
        return #"{"MediaContainer":{\#(fields),"Metadata":[\#(rows)]}}"#
    }
}
