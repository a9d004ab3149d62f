extension FieldContext {
    /// The table "scalar" of `DESIGN.md` 5, row by row: the first that holds. So a value that both sides were found to
    /// share is followed when Stash changes it, whoever locked it: it was never another than Stash's. An equality makes
    /// no lock ours all the same, and once Plex shows anything else under that lock it is kept.
    ///
    /// Of a picture Plex shows no content, only an address that ends in the time of its last change. What was read back
    /// after an upload is `base`, and Plex "keeps in a form of its own" what was `written`, the hash of the bytes.
    func compareScalar(_ wants: Wants) -> FieldFinding {
        guard let want = wants.values[field] else { return compareNothingWanted(wants) }
        var finding = FieldFinding(field)
        if isEqual(to: want) {
            if known.base != have { finding.learns = have }
            return finding
        }
        finding.differs = true
        finding.lostBase = !isLocked && known.base != nil && !holdsOurs
        if have == nil, field.canBeEmptyGap {
            finding.emptyGap = isForeignLock ? .possible : .definite
        }
        if let why = reasonToKeep(want) {
            finding.kept = [Kept(field: field, why: why, have: have, want: want)]
            if !isForeignLock { finding.emptyGap = nil }
        } else {
            finding.edits = [Edit(field: field, action: .set, have: have, want: want, reason: reasonToWrite)]
        }
        return finding
    }

    /// Equal, or Plex keeps what we wrote in a form of its own.
    private func isEqual(to want: FieldValue) -> Bool {
        have == want || (known.isStoredOtherwise && want == known.written && have != nil && have == known.base)
    }

    /// Whether Plex holds what we last wrote or found equal; an empty field does where we were who cleared it.
    private var holdsOurs: Bool {
        if have != nil { return have == known.base || have == known.written }
        return known.base?.isEmpty == true || known.written?.isEmpty == true
    }

    private func reasonToKeep(_ want: FieldValue) -> Kept.Why? {
        if let undone = known.undoneWant, undone == want { return .undone }
        if policy == .overwrite || holdsOurs { return nil }
        let weKnowIt = known.base != nil || known.written != nil
        if weKnowIt, isLocked { return .editedInPlex }
        return isForeignLock ? .lockedInPlex : nil
    }

    private var reasonToWrite: Edit.Reason {
        if holdsOurs { return have == nil ? .empty : .changed }
        if isLocked, !ownsLock || known.base != nil { return .overwrite }
        if known.base != nil { return .takenBack }
        return have == nil ? .empty : .authority
    }

    /// Stash says nothing: only a value of ours is taken back, and a title or a picture never: without one in Stash nobody
    /// knows what to show instead.
    private func compareNothingWanted(_ wants: Wants) -> FieldFinding {
        var finding = FieldFinding(field)
        guard field != .title, !field.isPicture, wants.hasMetadata, holdsOurs, let have,
            !isInside(wants.partialDate, have)
        else {
            return finding
        }
        if let undone = known.undoneWant, undone.isEmpty {
            finding.differs = true
            finding.kept = [Kept(field: field, why: .undone, have: have)]
            return finding
        }
        finding.differs = true
        finding.edits = [Edit(field: field, action: .clear, have: have, want: nil, reason: .changed)]
        return finding
    }

    private func isInside(_ partial: PartialDate?, _ have: FieldValue) -> Bool {
        guard field == .date, let partial, let day = have.text.flatMap(CivilDate.init(text:)) else { return false }
        return partial.span.contains(day)
    }
}
