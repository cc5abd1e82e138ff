import Market

/// Bars that no market printed: a replay on them fills at prices that nobody could have had.
enum RefusedBars {
  /// - Throws: `Problem` for bars that are averages, that were carried, or that are of no width in time by their rows; and for a
  ///   name that says so, unless the user says what they are.
  static func check(_ file: CheckedFile, _ hints: ImportHints) throws {
    for part in file.parts {
      guard part.descriptor.kind == .klines, let rows = part.content.sample else { continue }
      let place = Problem.Place(file: part.location)
      if let finding = rows.madeBars.first {
        throw Problem(
          "\(part.descriptor.title): \(finding.what), in \(finding.count) rows, the first at \(finding.first.minuteText)",
          at: place, remedy: finding.remedy)
      }
      let clues = PathClues(path: part.location, name: FeedText.lastPart(part.location))
      guard hints.kind == nil, let named = NamedBars(clues) else { continue }
      throw Problem(
        "the name says '\(named.word)': bars that are none of time, or averages of prices that nobody traded at",
        at: place,
        remedy: "import the bars of time that the venue gives; where the name says something else, say --kind klines")
    }
  }
}
