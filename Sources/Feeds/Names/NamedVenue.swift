import Market

/// A venue that the name of a file, a folder it is in, or its columns say, held against the one that `--venue` says. The flag goes
/// before all three, and where it says another of the known venues one of the two is wrong. Rows that say a venue are held
/// against it row by row (`BoundEntry`), and what is filed under a name of the user's own may be of any venue.
enum NamedVenue {
  /// What is to be said of a text whose path or columns are another venue's; nil where nothing says one.
  ///
  /// - Parameters:
  ///   - columns: the venues whose own the columns are.
  ///   - format: what the columns are those of.
  static func note(_ clues: PathClues, columns: Set<String> = [], of format: String, _ hints: ImportHints) -> String? {
    guard let said = hints.venue, let flag = DividedRows.venue(said), hints.kind != .external else { return nil }
    // LEAN's folders and CoinAPI's names say it in a place of their own.
    if let named = clues.venue(among: []).map(VenueName.of) ?? clues.venueWord(among: Venue.known.map(\.name)) {
      guard named != flag, named != said else { return nil }
      return "the name or the folder says \(named), and --venue says \(said): filed as \(said)"
    }
    // Venues without a table may write what a known one does.
    guard Venue.isKnown(flag), !columns.contains(flag), let own = columns.first, columns.count == 1, Venue.isKnown(own)
    else { return nil }
    return "the columns are those of \(own) ('\(format)'), and --venue says \(said): filed as \(said)"
  }
}

extension ImportProfile {
  /// The venues whose own table this is; none where others write the same, or rows say whose they are.
  var ownVenues: Set<String> {
    guard match != nil, said == nil, series.allSatisfy({ $0.venue?.contains("{") == false }) else { return [] }
    return Set(series.compactMap(\.venue))
  }
}
