import Market

/// What of a file vanishes because its profile takes 0 for a number that is not known, as archives fill days without data:
/// rows that say nothing else are no rows, and single numbers are not known.
struct SilentRows {
  /// Rows that were left out, and the first of them.
  private(set) var rows = 0
  private var first: Int64?
  /// Numbers that are not known in rows that were kept, by column.
  private var cells: [Int: Int] = [:]

  /// Whether a profile takes 0 for what is not known.
  static func areSaid(by profile: ImportProfile) -> Bool { profile.missing?.contains { Double($0) == 0 } == true }

  mutating func leaveOut(_ stamp: Int64) {
    rows += 1
    first = min(first ?? stamp, stamp)
  }

  mutating func keep(_ values: [Double]) {
    for (column, value) in values.enumerated() where value.isNaN { cells[column, default: 0] += 1 }
  }

  /// What is to be said of series of one file: of those that lose the same rows at once.
  ///
  /// - Parameter all: by series what vanished, whose it is, and how many of its rows were kept.
  static func notes(
    _ all: [(silent: SilentRows, entry: BoundEntry, instrument: Instrument, kept: Int)], by profile: String
  ) -> [String] {
    var notes: [String] = []
    var said: Set<[String]> = []
    for (silent, _, instrument, kept) in all {
      guard let first = silent.first, said.insert(["\(instrument)", "\(silent.rows) \(kept) \(first)"]).inserted else {
        continue
      }
      let kinds = all.filter {
        $0.instrument == instrument && $0.kept == kept && $0.silent.rows == silent.rows && $0.silent.first == first
      }.map(\.entry.kind.name)
      let (says, are) = silent.rows == 1 ? ("says", "is") : ("say", "are")
      notes.append(
        "\(silent.rows) of \(silent.rows + kept) rows of \(instrument) \(kinds.joined(separator: ", ")) \(says) 0 or nothing "
          + "and \(are) left out, the first at \(Instant(milliseconds: first).minuteText): '\(profile)' takes 0, which no market has, "
          + "for what is not known")
    }
    return notes + all.flatMap { $0.silent.cellNotes($0.entry, of: $0.instrument, kept: $0.kept) }
  }

  private func cellNotes(_ entry: BoundEntry, of instrument: Instrument, kept: Int) -> [String] {
    cells.sorted { $0.key < $1.key }.compactMap { column, count in
      guard entry.columns[column].isRead else { return nil }
      return
        "'\(entry.columns[column].descriptor.name)' of \(instrument) is 0 or empty in \(count) of \(kept) rows that are "
        + "kept, and taken as not known"
    }
  }
}
