import Market

/// What `--label` may say of rows of a kind: a bar is of a stretch of time, a settlement and a trade of an instant.
enum SaidLabel {
  /// - Parameter columns: the names of those that the rows have.
  /// - Throws: `Problem` for a label by which rows would be known before they are over, or moved from when they happened.
  static func check(
    _ label: ImportProfile.Label, of kind: SeriesKind, _ columns: [String], at location: String
  ) throws {
    let allowed: [ImportProfile.Label]
    if areBars(kind, columns) {
      allowed = [.open, .close]
    } else if kind == .funding {
      allowed = [.instant, .open]
    } else if kind.rows == .events {
      allowed = [.instant]
    } else {
      return
    }
    guard !allowed.contains(label) else { return }
    let what =
      areBars(kind, columns)
      ? "\(kind.name) are bars, which are of a stretch of time and known when it is over"
      : "rows of \(kind.name) are of the instant at which they happened"
    throw Problem(
      "--label says \(label.rawValue), and \(what)", at: Problem.Place(file: location),
      remedy: areBars(kind, columns)
        ? "say --label open or close: which end of the bar its time is"
        : kind == .funding
          ? "say --label instant where a rate was paid at its time, or open where its period begins there"
          : "say --label instant, or leave it out")
  }

  /// The label of rows that nobody gave one, and that are bars by an open beside their value: known at its stamp, the close
  /// of a bar would be a look of its width into the future.
  static func ofBars(_ kind: SeriesKind, _ columns: some Sequence<String>) -> ImportProfile.Label? {
    kind.knownRule == .atStamp && areBars(kind, Array(columns)) ? .open : nil
  }

  /// Whether rows are bars by their kind, or by an open beside their value.
  private static func areBars(_ kind: SeriesKind, _ columns: [String]) -> Bool {
    if [.klines, .takerFlow, .liquidations].contains(kind) { return true }
    return kind != .external && columns.contains { $0.hasSuffix("_open") }
  }
}
