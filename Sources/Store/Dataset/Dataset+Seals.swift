import GRDB
import Market

extension Dataset {
  /// The seal of another dataset that hides part of this one, which holds the same data.
  public var foreignSeal: ForeignSeal? { foreign.withLock(\.self) }

  /// The seal that hides part of the dataset now, if any.
  public func seal() throws -> Seal? { try seals().first { $0.liftedOn == nil } }

  /// Every seal there was, in order; the last may still hold.
  public func seals() throws -> [Seal] {
    try read { db in
      try DatasetSchema.seals.verify(db, path: path)
      guard try hasSeals(db) else { return [] }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT from_ms, sealed_ms, hash, hypothesis, registered_ms, opened_ms, result, lifted_ms FROM seal ORDER BY id
          """
      ).map { row in
        func instant(_ index: Int) throws -> Instant? {
          try row.decode(Int64?.self, atIndex: index).map { Instant(milliseconds: $0) }
        }
        let registered: Seal.Registered? =
          if let hash = try row.decode(String?.self, atIndex: 2), let text = try row.decode(String?.self, atIndex: 3),
            let on = try instant(4)
          { Seal.Registered(hash: hash, hypothesis: text, on: on) } else { nil }
        return Seal(
          from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 0)),
          sealedOn: Instant(milliseconds: try row.decode(Int64.self, atIndex: 1)), registered: registered,
          openedOn: try instant(5), result: try row.decode(String?.self, atIndex: 6), liftedOn: try instant(7))
      }
    } ?? []
  }

  /// Hides everything from `from` on, also what is imported later.
  ///
  /// - Throws: `Problem` when the dataset is sealed already, itself or through the one that it is a copy of.
  public func seal(from: Instant, on now: Instant) throws {
    try refuseForeign()
    try write { db in
      if let seal = try activeSeal(db) {
        throw Problem(
          "dataset '\(name)' is sealed from \(Instant(milliseconds: seal.from).minuteText) UTC on already",
          remedy: "a seal is not moved; 'hindcast study unseal' gives it up")
      }
      try DatasetSchema.seals.changing(db, where: "lifted_ms IS NULL", []) {
        try db.execute(
          sql: "INSERT INTO seal (from_ms, sealed_ms) VALUES (?, ?)", arguments: [from.milliseconds, now.milliseconds])
      }
    }
  }

  /// Writes down the one hypothesis that the sealed part may be opened for.
  ///
  /// - Throws: `Problem` without a seal, and when another hypothesis is registered already. The same one again changes nothing.
  public func register(hash: String, hypothesis: String, on now: Instant) throws {
    try write { db in
      let seal = try sealToChange(db)
      if let kept = seal.hash {
        guard kept == hash else {
          throw Problem(
            "dataset '\(name)' has a hypothesis registered already, \(kept.prefix(12))",
            remedy: "a holdout answers one question; 'hindcast study open' asks it")
        }
        return
      }
      try change(seal, db, "hash = ?, hypothesis = ?, registered_ms = ?", [hash, hypothesis, now.milliseconds])
    }
  }

  /// Breaks the seal for the registered hypothesis alone: writes down that it is opened, and only then gives a dataset that
  /// sees everything.
  ///
  /// A process that dies afterwards has used the holdout: the seal stays opened, and only the same hypothesis can be
  /// judged again.
  ///
  /// - Throws: `Problem` without a seal, for a hypothesis that is not the registered one, and where another dataset's seal
  ///   hides the same bars.
  public func openHoldout(hash: String, on now: Instant) throws -> Dataset {
    try refuseForeign()
    try write { db in
      let seal = try sealToChange(db)
      guard seal.hash == hash else { throw otherHypothesis(registered: seal.hash, asked: hash) }
      if !seal.isOpened { try change(seal, db, "opened_ms = ?", [now.milliseconds]) }
    }
    return try Dataset.seeingAll(at: path)
  }

  /// Keeps what came out of the registered hypothesis. The first result stays.
  public func keepHoldoutResult(_ result: String, hash: String) throws {
    try write { db in
      let seal = try sealToChange(db)
      guard seal.hash == hash, seal.isOpened else { throw otherHypothesis(registered: seal.hash, asked: hash) }
      try change(seal, db, "result = coalesce(result, ?)", [result])
    }
  }

  /// Makes everything visible again. That there was a seal, and what became of it, stays on record.
  ///
  /// - Throws: `Problem` without a seal, and where another dataset's seal hides the same bars.
  public func liftSeal(on now: Instant) throws {
    if foreignSeal?.owner != name { try refuseForeign() }
    try write { db in
      let seal = try sealToChange(db)
      try change(seal, db, "lifted_ms = ?", [now.milliseconds])
    }
  }

  /// How many rows of a series a seal hides. Rows are counted, not read.
  public func hiddenRows(of descriptor: SeriesDescriptor) throws -> Int {
    let visible = try catalog().first { $0.descriptor == descriptor }?.rows ?? 0
    let all = try Dataset.seeingAll(at: path).catalog().first { $0.descriptor == descriptor }?.rows ?? 0
    return all - visible
  }

  /// A holdout answers one question, whatever it is called.
  private func refuseForeign() throws {
    guard let foreign = foreignSeal else { return }
    throw Problem(
      "dataset '\(name)' \(foreign.clause(of: name))",
      remedy: "its seal is opened and lifted there: 'hindcast study open' or 'unseal --market \(foreign.owner)'")
  }

  private func otherHypothesis(registered: String?, asked: String) -> Problem {
    guard let registered else {
      return Problem(
        "no hypothesis is registered for dataset '\(name)'", remedy: "write one down with 'hindcast study register'")
    }
    return Problem(
      "dataset '\(name)' is sealed for hypothesis \(registered.prefix(12)), not for \(asked.prefix(12))",
      remedy: "a holdout answers the one question that was registered")
  }
}

extension Dataset {
  private typealias ActiveSeal = (id: Int64, from: Int64, hash: String?, isOpened: Bool)

  /// Each time it is asked for, what it rests on is compared with what was written: it decides what is seen.
  private func activeSeal(_ db: Database) throws -> ActiveSeal? {
    try DatasetSchema.seals.verify(db, path: path)
    let statement = try db.cachedStatement(
      sql: "SELECT id, from_ms, hash, opened_ms IS NOT NULL FROM seal NOT INDEXED WHERE lifted_ms IS NULL")
    return try Row.fetchOne(statement)
      .map { row in
        (
          try row.decode(Int64.self, atIndex: 0), try row.decode(Int64.self, atIndex: 1),
          try row.decode(String?.self, atIndex: 2), try row.decode(Bool.self, atIndex: 3)
        )
      }
  }

  /// A file that an earlier version wrote has no such table, and reading does not add it. Asked anew each time: another
  /// process may add it while this one has the file open.
  private func hasSeals(_ db: Database) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'seal'")
    // With sums in the file there are seals in it too, and a table that is not found is a damaged schema.
    return try Int.fetchOne(statement) == 1 || CheckedTable.isKept(db)
  }

  private func change(
    _ seal: ActiveSeal, _ db: Database, _ assignments: String, _ values: StatementArguments
  ) throws {
    try DatasetSchema.seals.changing(db, where: "id = ?", [seal.id]) {
      try db.execute(sql: "UPDATE seal SET \(assignments) WHERE id = ?", arguments: values + [seal.id])
    }
  }

  private func sealToChange(_ db: Database) throws -> ActiveSeal {
    guard let seal = try activeSeal(db) else {
      throw Problem(
        "dataset '\(name)' is not sealed", remedy: "'hindcast study seal --market \(name) --last 20%' seals its end")
    }
    return seal
  }

  /// The stamp from which rows of a series are not to be seen; `.max` where nothing is hidden.
  func firstHiddenStamp(of descriptor: SeriesDescriptor, _ db: Database) throws -> Int64 {
    try curtain(db).firstHiddenStamp(of: descriptor)
  }

  /// What is not to be seen. The one place that decides it: every reading of rows, headings and digests asks here, in the
  /// transaction it reads in.
  func curtain(_ db: Database) throws -> Curtain { Curtain(seal: try sealedFrom(db), knownBy: knownBy) }

  /// The instant from which everything is hidden, by its own seal or another's; nil when nothing is.
  private func sealedFrom(_ db: Database) throws -> Instant? {
    guard !seesAll else { return nil }
    let own = try hasSeals(db) ? try activeSeal(db).map { Instant(milliseconds: $0.from) } : nil
    return [own, foreignSeal?.from].compactMap(\.self).min()
  }

  /// - Throws: `Problem` for a window that was asked to reach into the sealed part.
  package func refuseSealed(_ range: TimeRange) throws {
    guard !seesAll else { return }
    let (own, foreign) = (try seal()?.from, foreignSeal)
    guard let from = [own, foreign?.from].compactMap(\.self).min() else { return }
    let asked = [range.from, range.to].filter { $0 > TimeRange.always.from && $0 < TimeRange.always.to }
    guard let beyond = asked.first(where: { $0 > from }) ?? (range.from == from ? range.from : nil) else { return }
    let clause = from == own ? nil : foreign?.clause(of: name)
    throw Problem(
      "dataset '\(name)' \(clause ?? "is sealed from \(from.minuteText) UTC on"), and the window reaches \(beyond.minuteText)",
      remedy: "end it at \(from.minuteText) or before; 'hindcast study open' is the one way past the seal")
  }
}
