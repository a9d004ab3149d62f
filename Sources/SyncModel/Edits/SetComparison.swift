extension FieldContext {
    /// The rules for sets of `DESIGN.md` 5: a foreign lock keeps the whole set, else element by element.
    ///
    /// - Parameters:
    ///   - want: Names in Stash's order; none is no wish to empty the set, only ours are ever removed.
    ///   - mayRemove: Whether Stash knows enough of the scene that something missing there was taken away on purpose.
    func compareSet(_ want: [String], mayRemove: Bool) -> FieldFinding {
        var finding = FieldFinding(field)
        // What most comparisons find, without looking at a name twice: both sides and the base say just the same.
        if let have, have == known.base, have.names == want { return finding }
        // And at first sight: both sides say just the same, of which nothing is known yet.
        if let have, known == FieldLedger(), have.names == want {
            finding.learns = have
            return finding
        }
        let elements = SetElements(want: want, have: have?.names ?? [], known)
        let absent = want.filter { !elements.holds(nameKey($0)) }
        let obsolete = mayRemove ? obsoleteNames(elements) : []
        finding.differs = !absent.isEmpty || !obsolete.isEmpty
        finding.learns = elements.learnedBase(known.base, claiming: isClaimed)
        finding.lostBase = !isLocked && absent.contains { elements.base.contains(nameKey($0)) }
        if have == nil, !want.isEmpty, field.canBeEmptyGap {
            finding.emptyGap = isForeignLock ? .possible : .definite
        }
        decide(&finding, want: want, absent: absent, obsolete: obsolete, elements)
        if !isForeignLock, finding.edits.isEmpty { finding.emptyGap = nil }
        return finding
    }

    private func decide(
        _ finding: inout FieldFinding, want: [String], absent: [String], obsolete: [String], _ elements: SetElements
    ) {
        let wanted: FieldValue? = want.isEmpty ? nil : .names(want)
        if finding.differs, let undone = known.undoneWant, undone == (wanted ?? .names([])) {
            finding.kept = [Kept(field: field, why: .undone, have: have, want: wanted)]
            return
        }
        if isForeignLock, policy == .keep {
            if finding.differs { finding.kept = [Kept(field: field, why: .lockedInPlex, have: have, want: wanted)] }
            return
        }
        let removedByPerson = policy == .keep && isLocked ? absent.filter { elements.base.contains(nameKey($0)) } : []
        let additions = absent.filter { !removedByPerson.contains($0) }
        if !additions.isEmpty {
            let reason = additionReason(additions, elements)
            finding.edits.append(Edit(field: field, action: .add, have: have, want: .names(additions), reason: reason))
        }
        if !obsolete.isEmpty {
            finding.edits.append(
                Edit(field: field, action: .remove, have: have, want: .names(obsolete), reason: .changed))
        }
        if !removedByPerson.isEmpty {
            finding.kept.append(Kept(field: field, why: .removedInPlex, have: have, want: .names(removedByPerson)))
        }
        noteUnknownOwners(&finding, elements)
    }

    /// Ours, still there, and no longer said by Stash; in Plex's spelling.
    private func obsoleteNames(_ elements: SetElements) -> [String] {
        (have?.names ?? []).filter { name in
            let key = nameKey(name)
            if elements.want.contains(key) || elements.otherForms.contains(key) { return false }
            return elements.base.contains(key) || isClaimed
        }
    }

    /// `import --claim`: at the first reading all that is under the other program's lock counts as its work.
    private var isClaimed: Bool { imported?.claims == true && findsImportedLock }

    private func additionReason(_ additions: [String], _ elements: SetElements) -> Edit.Reason {
        if isForeignLock { return .overwrite }
        if additions.contains(where: { elements.base.contains(nameKey($0)) }) { return .takenBack }
        return have == nil ? .empty : known.base == nil ? .authority : .changed
    }

    /// Elements in Plex alone, under a lock that another tool set: it may have put them there.
    private func noteUnknownOwners(_ finding: inout FieldFinding, _ elements: SetElements) {
        guard findsImportedLock || known.hasImportedLock, !isClaimed, isLocked, !known.hasWrite else { return }
        let strangers = (have?.names ?? []).filter { name in
            !elements.want.contains(nameKey(name)) && !elements.base.contains(nameKey(name))
        }
        if strangers.isEmpty { return }
        finding.kept.append(Kept(field: field, why: .ownerUnknown, have: .names(strangers)))
    }
}

/// The elements of a set on its three sides, by the key they are compared by.
struct SetElements {
    let want, have: Set<String>
    /// Ours: what was read back or found equal, what we sent and Plex now holds, and what it keeps under another name.
    let base: Set<String>
    /// Wanted names that we sent and the read-back did not show, while all that it showed instead is still there.
    private let heldOtherwise: Set<String>
    /// What the read-back showed instead; as long as one of those names is wanted, it is not to be taken away.
    let otherForms: Set<String>
    private let haveNames: [String]

    init(want: [String], have: [String], _ known: FieldLedger) {
        let (want, have, names) = (Set(want.map(nameKey)), Set(have.map(nameKey)), have)
        let sent = Set((known.written?.names ?? []).map(nameKey))
        let readBack = Set((known.base?.names ?? []).map(nameKey))
        let unseen = known.isStoredOtherwise ? sent.subtracting(readBack) : []
        let instead = readBack.subtracting(sent)
        let isWanted = !unseen.isDisjoint(with: want)
        (self.want, self.have, haveNames) = (want, have, names)
        base = readBack.union(sent.intersection(have)).union(unseen)
        heldOtherwise = isWanted && instead.isSubset(of: have) ? unseen : []
        otherForms = isWanted ? instead : []
    }

    /// Whether Plex has it, be it in a form of its own.
    func holds(_ key: String) -> Bool { have.contains(key) || heldOtherwise.contains(key) }

    /// Both sides hold it, or it is of ours and one side still does; `nil` where that is what the ledger says.
    ///
    /// - Parameter isClaimed: Whether all that Plex holds counts as ours.
    func learnedBase(_ old: FieldValue?, claiming isClaimed: Bool) -> FieldValue? {
        let oldNames = old?.names ?? []
        let stays = oldNames.filter { have.contains(nameKey($0)) || want.contains(nameKey($0)) }
        let known = Set(stays.map(nameKey))
        let new = haveNames.filter { (isClaimed || want.contains(nameKey($0))) && !known.contains(nameKey($0)) }
        if new.isEmpty, stays.count == oldNames.count { return nil }
        return .names(stays + new)
    }
}
