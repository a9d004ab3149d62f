import Ledger
import PlexAPI
import Queue
import SyncModel

/// One item that a job writes to, on its way from the plan to the read-back.
struct ItemPlan: Sendable {
    enum State: Hashable, Sendable {
        case open
        /// Nothing is sent: there was nothing to write, or all of it is held.
        case nothingToSend
        /// All that is to be sent was answered, or may have arrived.
        case sent
        case readBack
        case failed
    }

    let scene: Scene.ID
    let target: Target
    var state = State.open
    /// As it was planned: condensed, as the ledger compares.
    var edits: [Edit] = []
    var requests: [EditRequest] = []
    /// The same where every picture was uploaded: with their locks.
    var requestsWithLocks: [EditRequest] = []
    /// Pictures to upload, by the hash of their bytes, with what was uploaded before; and those that were.
    var pictures: [(kind: PictureKind, sha1: String, before: Upload?)] = []
    var uploaded: Set<Field> = []
    /// The names that Plex gave them.
    var uploads: [Field: Upload] = [:]
    /// What holds of a saved plan for it, where one is applied.
    var choice: SavedChoice?
    var isPartial: Bool { choice?.isPartial ?? false }
    /// Why the scene's cover could not be looked at.
    var coverFailure: Ending?
    /// The item before the write, condensed.
    var before: Item?
    /// The item as read back, in full.
    var after: Item?
    /// Numbers of the journal's entries, by field.
    var entries: [Field: Int] = [:]
    /// Fields whose clearing waits for a person.
    var held: [Field] = []
    /// Fields whose text was cut to fit a request, with what is sent of it.
    var shortened: [Field: String] = [:]
    /// Sets whose list was divided, with the names that are not in the last request.
    var divided: [Field: [String]] = [:]
    /// Sets with a name that fits no request.
    var tooLong: [Field] = []
    /// Sets to which the same was sent before, by who ended before the read-back.
    var unseen: Set<Field> = []
    /// Other values sent before, by who ended before the read-back, that had not arrived when the item was read.
    var late: [Field: LateWrite] = [:]
    /// What went wrong with this item.
    var failure: Ending?

    init(scene: Scene.ID, target: Target) { (self.scene, self.target) = (scene, target) }
}
