import Market

/// Which column of a header holds the times, or which two.
struct TimeColumns {
  /// What stands for them in a description: a name, or two with `+` between.
  let name: String
  var note: String?

  /// - Parameters:
  ///   - candidates: columns that are times by their names, the best name first.
  ///   - areSaid: whether the user says how times are written or what they are, which is of the best name.
  init?(_ table: TableText, among candidates: [String], areSaid: Bool) {
    guard let first = candidates.first else { return nil }
    let parts = table.names.enumerated().reduce(into: [String: DateForms.Part]()) { parts, column in
      guard candidates.contains(column.element) || Self.isPart(column.element) else { return }
      parts[column.element] = DateForms.part(table, column.offset)
    }
    func of(_ part: DateForms.Part, _ names: Set<String>) -> String? {
      table.names.first { parts[$0] == part && names.contains(NamedClock($0).rest) }
    }
    let clock = of(.clock, Self.clocks)
    // A table that has the whole time somewhere needs no putting together.
    let whole = candidates.first { parts[$0] == .whole }
    if let clock, whole == nil || parts[first] == .day, let day = of(.day, Self.days) ?? of(.midnight, Self.days) {
      name = "\(day)+\(clock)"
      note = "times are the day in '\(PrintableText.short(day))' and the time of day in '\(PrintableText.short(clock))'"
      return
    }
    let chosen = parts[first] == .clock ? whole ?? first : first
    let others = candidates.filter { $0 != chosen && parts[$0] != .clock }
    let areBars = ["open", "high", "low", "close"].allSatisfy { role in
      table.names.contains { ColumnRoles.role(of: $0) == role }
    }
    let found = areSaid ? [] : others.compactMap { OtherTimes(table, chosen, beside: $0, areBars: areBars) }
    if let told = found.first(where: { $0.name != chosen }) ?? found.first {
      name = told.name
      note = told.note
      return
    }
    name = chosen
    if let other = candidates.first(where: { $0 != chosen }) {
      note = "times are those of '\(chosen)' and not of '\(other)'; --columns time=NAME takes another"
    }
  }

  private static let days: Set<String> = [
    "date", "day", "trade_date", "tradedate", "trading_date", "session_date", "yyyymmdd",
  ]
  private static let clocks: Set<String> = [
    "time", "time_of_day", "timeofday", "clock", "tod", "trade_time", "bar_time", "hhmm", "hhmmss", "hour",
  ]

  private static func isPart(_ name: String) -> Bool {
    let plain = NamedClock(name).rest
    return days.contains(plain) || clocks.contains(plain)
  }

  /// A day and a time of day in the first two columns of a table without a header.
  static func leading(_ table: TableText) -> String? {
    guard table.names.count > 2, DateForms.part(table, 0) == .day, DateForms.part(table, 1) == .clock else {
      return nil
    }
    return "\(table.names[0])+\(table.names[1])"
  }
}
