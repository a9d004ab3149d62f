import Configuration
import Database
import Foundation
import Queue

extension PluginDrainer {
    /// Has `plexsync-plugin` start the drainer where jobs wait and nobody drains: what a task leaves would else wait for
    /// the next hook.
    ///
    /// A pause for a refused token is none here: it may have been changed since, and the worker asks. That it can't be
    /// started is no fault of the task: its jobs are safe.
    static func start(with document: [UInt8], unlessIdle app: App) async throws {
        let folder = try await app.workspace.location(app.choices).stateFolder
        let isIdle = try await app.workspace.store(app.choices).read { transaction in
            try JobStore().nextDue(in: transaction) == nil || JobStore().pauses(in: transaction).byPerson != nil
        }
        // A host sees to the queue itself.
        guard !isIdle, try !OSLock.isHeld(at: folder + "/host.lock"),
            let command = PluginProgram.current.sibling("plexsync-plugin", ["attend"])
        else { return }
        let (program, feed) = (Process(), Pipe())
        program.executableURL = URL(fileURLWithPath: command[0])
        program.arguments = Array(command.dropFirst())
        program.environment = app.wiring.environment.merging(["PLEXSYNC_STATE": folder]) { $1 }
        (program.standardInput, program.standardOutput) = (feed, FileHandle.nullDevice)
        program.standardError = FileHandle.nullDevice
        do {
            try program.run()
            try feed.fileHandleForWriting.write(contentsOf: Data(document))
            try feed.fileHandleForWriting.close()
        } catch { return }
        program.waitUntilExit()
    }
}
