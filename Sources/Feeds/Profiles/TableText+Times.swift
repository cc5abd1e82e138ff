extension TableText {
  /// What stands between the names of two columns that are a time together.
  private static let plus: Character = "+"

  /// The names of the columns that a time is in: of one, or of a day and a time of day written `Date+Time`.
  func timeNames(_ name: String) -> [String] {
    let halves = name.split(separator: Self.plus, maxSplits: 1).map { $0.trimmingSpaces }
    return names.contains(name) || halves.count != 2 ? [name] : halves
  }

  /// - Throws: `Problem` for a name that no column has, or several.
  ///
  /// - Parameter format: how times are written, where that is said: it tells how wide a time of day is that lost its zeros.
  func timeFields(_ name: String, of profile: String, as format: String? = nil) throws -> TimeFields {
    let said = timeNames(name)
    let day = try column(said[0], of: profile)
    guard said.count == 2 else { return TimeFields(day) }
    var fields = TimeFields(day, clock: try column(said[1], of: profile))
    fields.digits =
      format.map { $0.contains("HHmmss") ? 6 : $0.contains("HHmm") ? 4 : 0 } ?? clockDigits(fields.clock ?? day)
    return fields
  }

  /// How many digits times of day have that are written as numbers; 0 for others, and where they do not tell.
  private func clockDigits(_ clock: Int) -> Int {
    var scanner = scanner()
    var (widest, rows) = (0, 0)
    while rows < 10_000, scanner.advance() {
      guard clock < scanner.count else { continue }
      let field = scanner.content(clock)
      guard !field.isEmpty, field.allSatisfy({ (48...57).contains($0) }) else { return 0 }
      widest = max(widest, field.count)
      rows += 1
    }
    return widest == 5 || widest == 6 ? 6 : 0
  }
}

extension StampReader {
  /// The same for the rows of a table, whose order tells an hour that was shown twice.
  ///
  /// - Parameters:
  ///   - goesBack: whether rows go backwards in time; as most of the first ones do when nil.
  ///   - isShared: whether a stamp may have several rows.
  func following(_ table: TableText, _ fields: TimeFields, goesBack: Bool?, isShared: Bool) -> StampReader {
    guard repeated == .inOrder else { return self }
    var reader = self
    reader.goesBack = goesBack ?? seemsToGoBack(table, fields)
    reader.isShared = isShared
    return reader
  }

  private func seemsToGoBack(_ table: TableText, _ fields: TimeFields) -> Bool {
    let plain = StampReader(form, zone: zone, repeated: .first, rounding: rounding, since: since)
    var scanner = table.scanner()
    var (ups, downs, rows) = (0, 0, 0)
    var before: Int64?
    while rows < 1000, scanner.advance() {
      guard let stamp = try? plain.stamp(scanner, fields, after: nil) else { continue }
      if let before { (ups, downs) = (ups + (stamp > before ? 1 : 0), downs + (stamp < before ? 1 : 0)) }
      before = stamp
      rows += 1
    }
    return downs > ups
  }
}
