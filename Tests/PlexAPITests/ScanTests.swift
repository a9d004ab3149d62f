import PlexAPI
import SyncModel
import Testing
import Transport

@Suite struct ScanTests {
    private let unix = Library(key: .clips, title: "Clips", roots: ["/media/clips/", "/media/clips/inner", "/other"])
    private let windows = Library(key: .clips, title: "Clips", roots: [#"D:\Clips"#, #"\\nas\share"#])

    @Test(arguments: [
        ("/media/clips/a", "/media/clips/a"), ("/media/clips/a/", "/media/clips/a"), ("/other/x/y", "/other/x/y"),
        ("/media/clips/inner/b", "/media/clips/inner/b"),
        ("/media/clips", nil), ("/media/clips/", nil), ("/media/clips//", nil), ("/media/clips/inner", nil),
        ("/media", nil),
        ("/media/clipsother/a", nil), ("media/clips/a", nil), ("/media/clips/../x", nil), ("/media/clips/.", nil),
        ("/", nil), ("", nil), ("/Media/clips/a", nil),
    ])
    func `only a folder below a root can be scanned`(path: String, kept: String?) {
        #expect(LibraryFolder(path, in: unix)?.path == kept)
    }

    @Test(arguments: [
        (#"D:\Clips\a"#, true), (#"d:\Clips\a\"#, true), (#"D:/Clips/a"#, true), (#"\\nas\share\x"#, true),
        (#"D:\Clips"#, false), (#"d:/Clips/"#, false), (#"E:\Clips\a"#, false), (#"\\nas\share"#, false),
        (#"D:\Clips\..\b"#, false), (#"nas\share\x"#, false),
    ])
    func `on Windows both separators separate and drive letters ignore case`(path: String, isKept: Bool) {
        #expect((LibraryFolder(path, in: windows) != nil) == isKept)
    }

    @Test(arguments: [
        (#"d:/Clips/a/b"#, #"D:\Clips\a\b"#), (#"D:\Clips\a/"#, #"D:\Clips\a"#), (#"//nas/share/x"#, #"\\nas\share\x"#),
    ])
    func `the folder is spelled as Plex spells its root`(path: String, spelled: String) {
        #expect(LibraryFolder(path, in: windows)?.path == spelled)
    }

    @Test func `a root of everything still has folders below it`() {
        let library = Library(key: .clips, title: "All", roots: ["/"])
        #expect(LibraryFolder("/a", in: library)?.path == "/a")
        #expect(LibraryFolder("/", in: library) == nil)
    }

    @Test func `a library without roots or with a strange key has none`() {
        #expect(LibraryFolder("/a", in: Library(key: .clips, title: "x")) == nil)
        #expect(LibraryFolder("/a/b", in: Library(key: Library.Key(rawValue: ""), title: "x", roots: ["/a"])) == nil)
    }

    @Test func `the folder is encoded`() async throws {
        let stub = StubTransport(.reply(HTTPReply(status: 200)))
        let folder = try #require(LibraryFolder("/media/clips/a & b+c/é", in: unix))
        try await stub.client().scan(folder)
        #expect(
            stub.lines == ["GET /library/sections/3/refresh?path=%2Fmedia%2Fclips%2Fa%20%26%20b%2Bc%2F%C3%A9"])
    }
}
