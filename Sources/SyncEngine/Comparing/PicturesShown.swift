import Database
import Ledger
import PlexAPI
import SyncModel

/// One picture of one item.
struct PictureOfItem: Hashable, Sendable {
    let key: RatingKey
    let kind: PictureKind
}

/// What Plex was found to show in its place.
enum ShownPicture: Hashable, Sendable {
    /// A picture that somebody uploaded, by Plex's name for it.
    case upload(String)
    /// One that Plex made or an agent brought.
    case other

    init(_ candidates: [PictureCandidate]) {
        self = candidates.first { $0.isSelected && $0.isUpload }.map { .upload($0.key) } ?? .other
    }

    /// Whether it is the picture with these bytes: the one we uploaded as such, or one that Plex names by their SHA-1.
    func isPicture(_ value: FieldValue?, uploaded: Upload?) -> Bool {
        guard case .upload(let name) = self, case .digest(let sha1) = value else { return false }
        return name.hasSuffix("/\(sha1)") || uploaded == Upload(name: name, sha1: sha1)
    }
}

extension PictureKind {
    init?(_ field: Field) {
        switch field {
        case .poster: self = .poster
        case .art: self = .art
        default: return nil
        }
    }
}

extension Assessing {
    /// A picture's address ends in the time of the item's last change, of whatever kind. So another address than the one
    /// read back says nothing until Plex was asked what it shows; where that is ours, the address is.
    func pictures(
        _ wants: Wants, _ item: Item, _ ledger: [Field: FieldLedger], in transaction: ReadTransaction
    ) throws -> (known: [Field: FieldLedger], open: [PictureOfItem]) {
        var (known, open) = (ledger, [] as [PictureOfItem])
        for kind in PictureKind.allCases {
            guard item.isFull, let own = ledger[kind.field], own.hasWrite, wants.values[kind.field] != nil,
                let have = item.values[kind.field], have != own.base
            else { continue }
            let picture = PictureOfItem(key: item.ratingKey, kind: kind)
            guard let shown = shown[picture] else {
                open.append(picture)
                continue
            }
            let uploaded = try Uploads.find(kind.field, of: item.ratingKey, server: servers.server, in: transaction)
            let isWritten = shown.isPicture(own.written, uploaded: uploaded)
            // The one before, or none yet: our last upload never came to be shown.
            let isOverdue = uploaded.map { shown == .upload($0.name) } ?? (shown == .other && own.base == nil)
            guard isWritten || isOverdue else { continue }
            known[kind.field]?.base = have
            known[kind.field]?.isStoredOtherwise = isWritten
        }
        return (known, open)
    }
}
