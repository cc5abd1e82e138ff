/// What the name of a column of times says to begin there: `period_start` of the period that a rate is of, `open_time` of a
/// bar or whatever else.
enum NamedStart {
  case period, other

  private static let starts = [
    "start", "started", "starting", "begin", "begins", "beginning", "open", "opened", "opening", "from",
  ]
  /// Words that say it alone.
  private static let alone: Set<String> = ["start", "begin", "startedat"]
  private static let periods = ["period", "interval", "window"]

  /// Nil for a name that says no such thing.
  init?(_ name: String) {
    let names = NamedEnds.plain(name)
    guard names.contains(where: { Self.alone.contains($0) || NamedEnds.reads($0, as: Self.starts) }) else { return nil }
    self = Self.periods.contains { names[0].contains($0) } ? .period : .other
  }
}
