import Market

/// What the user's flags say of how a table is written: what a profile says, for one call.
public struct TableHints: Hashable, Sendable {
  /// By what a column is for: which column of the file it is, by name or number.
  public var columns: [String: String] = [:]
  /// By the same: what it is counted in.
  public var units: [String: ImportProfile.ColumnUnit] = [:]
  public var timeFormat: String?
  public var zone: String?
  var repeated: ClockZone.Repeated?
  public var label: ImportProfile.Label?
  public var interval: Interval?
  public var decimal: String?
  public var thousands: String?
  public var dropsLast = false
  /// The profile that is asked for by name.
  public var profile: String?

  public init() {}

  /// Whether nothing was said.
  public var isEmpty: Bool { self == TableHints() }

  /// Whether a table is described that a format of its own cannot be.
  var describesTable: Bool {
    !columns.isEmpty || !units.isEmpty || timeFormat != nil || decimal != nil || thousands != nil
  }

  /// Reads `time=Date,close=Close`.
  ///
  /// - Throws: `Problem` for what is not a list of name=value.
  private static func pairs(_ text: String, flag: String) throws -> [(String, String)] {
    try text.split(separator: ",").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1).map { String($0) }
      guard halves.count == 2 else {
        throw Problem("\(flag) '\(pair)' is not name=value", remedy: "write it as \(flag) time=Date,close=Close")
      }
      return (halves[0], halves[1])
    }
  }

  /// - Throws: `Problem` for a use that is said of two columns.
  public mutating func say(columns text: String) throws {
    for (role, column) in try Self.pairs(text, flag: "--columns") {
      if let before = columns.updateValue(column, forKey: role) {
        throw Problem.saidTwice(role, before, column, of: "--columns")
      }
    }
  }

  /// - Throws: `Problem` for a unit that there is none of, and for a column that is said to have two.
  public mutating func say(units text: String) throws {
    for (column, unit) in try Self.pairs(text, flag: "--unit") {
      guard let unit = ImportProfile.ColumnUnit(rawValue: unit) else {
        throw Problem(
          "there is no unit '\(unit)'",
          remedy: suggestion(for: unit, in: ImportProfile.ColumnUnit.allCases.map(\.rawValue), called: "units"))
      }
      if let before = units.updateValue(unit, forKey: column) {
        throw Problem.saidTwice(column, before.rawValue, unit.rawValue, of: "--unit")
      }
    }
  }

  /// - Throws: `Problem` for a rule that there is none of.
  public mutating func say(repeated text: String) throws {
    guard let rule = ClockZone.Repeated(rawValue: text) else {
      throw Problem(
        "there is no rule '\(text)' for a repeated hour",
        remedy: suggestion(for: text, in: ["first", "second", "in_order"], called: "rules"))
    }
    repeated = rule
  }
}

extension ImportHints {
  /// What the user said of how the table is written, to be shown beside the name of its format; nothing where nothing was.
  var saidText: String {
    guard !isPiece else { return "" }
    let units = table.units.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value.rawValue)" }
    let rest = readingText.split(separator: "; ").map(String.init).filter { !$0.hasPrefix("delay") || delay != .zero }
    return units.isEmpty && rest.isEmpty ? "" : " (\((rest + units).joined(separator: ", ")))"
  }

  /// What of these changes how bytes are read, in words that are always the same.
  var readingText: String {
    let zone = table.zone.map { "zone \($0)" }
    let repeated = table.repeated.map { "repeated \($0.rawValue)" }
    let label = table.label.map { "label \($0.rawValue)" }
    let width = table.interval.map { "interval \($0)" }
    let format = table.timeFormat.map { "format \($0)" }
    let last = table.dropsLast ? "without the last" : nil
    return [zone, repeated, label, width, format, last, "delay \(delay)"].compactMap(\.self).joined(separator: "; ")
  }
}
