import Market

/// A table that no profile knows, described by its header, its rows and the user's flags.
///
/// What the file cannot say is asked for, or taken the careful way and said. The description is a profile like any other,
/// and reading it is reading that profile.
struct PlainTable {
  let profile: ImportProfile
  /// What was taken for granted.
  private(set) var notes: [String] = []

  /// The venue of an instrument that nothing says the venue of.
  static let unstatedVenue = "unstated"

  /// - Returns: nil for a text that is no table of anything known.
  /// - Throws: `Problem` for a table of which something needed is not known.
  init?(_ text: FeedText, clues: PathClues, hints: ImportHints) throws {
    guard let shape = TableShape(text, hints.table) else { return nil }
    let description = ImportProfile(shape.empty, hints)
    let table = try TableText(text, as: description)
    let roles = try Roles(table, shape: shape, hints: hints)
    guard roles.columns[ColumnRoles.time] != nil else {
      guard hints.table.describesTable || hints.kind != nil, shape.isTable else { return nil }
      throw Problem(
        "no column of \(table.names.map { "'\(CSVScanner.quotable($0))'" }.prefix(12).joined(separator: ", ")) is a time by its name",
        at: Problem.Place(file: text.location, line: 1), remedy: "say --columns time=NAME")
    }
    guard let kind = try roles.kind(hints, text.location) else { return nil }
    var profile = description
    profile.time = ImportProfile.Stamp(column: roles.columns[ColumnRoles.time] ?? "")
    if hints.table.timeFormat == nil {
      profile.time.pattern = try Self.pattern(table, try table.column(profile.time.column, of: "table"))
    }
    profile.series = [try roles.entry(kind, table, clues: clues, hints: hints)]
    self.profile = profile
    notes = roles.notes
    if let pattern = profile.time.pattern { notes.append("times are read as \(pattern)") }
    if hints.table.label == nil, kind.knownRule == .atClose, kind != .external {
      notes.append("stamps are taken as the opens of bars; say --label close where they are the closes")
    }
  }

  /// - Throws: `Problem` for times that can be read in two ways, with both, or in none.
  private static func pattern(_ table: TableText, _ column: Int) throws -> String? {
    let place = Problem.Place(file: table.text.location, line: 2)
    switch DateForms.form(of: table, column: column) {
    case .usual: return nil
    case .pattern(let pattern): return pattern.text
    case .ambiguous(let patterns, let first):
      let readings = patterns.prefix(3).compactMap { pattern in
        pattern.read(Array(first.utf8)[...]).map { "\(Instant(milliseconds: $0.local).dateText) (\(pattern.text))" }
      }
      throw Problem(
        "'\(CSVScanner.quotable(first))' may be \(readings.joined(separator: " or ")), and no row decides it",
        at: place,
        remedy: "say --time-format '\(patterns[0].text)' or '\(patterns[1].text)'")
    case .unknown(let first):
      throw Problem(
        "'\(CSVScanner.quotable(first))' is not a time in a form that is known", at: place,
        remedy: "say --time-format, such as 'dd-MM-yyyy HH:mm'")
    }
  }
}

extension ImportProfile {
  /// A description with nothing in it but how fields are written.
  fileprivate init(_ shape: TableShape.Marks, _ hints: ImportHints) {
    name = "table"
    about = "a table described by flags"
    delimiter = shape.delimiter
    header = shape.hasHeader
    decimal = hints.table.decimal
    thousands = hints.table.thousands
    time = Stamp(column: "")
    series = []
  }
}

/// How a text is cut into fields, and whether its first row names them.
struct TableShape {
  struct Marks {
    let delimiter: String
    let hasHeader: Bool
  }

  let empty: Marks
  /// Whether it has rows of several fields.
  let isTable: Bool

  init?(_ text: FeedText, _ hints: TableHints) {
    let line = text.bytes.prefix { $0 != UInt8(ascii: "\n") }
    let marks: [UInt8] = [comma, UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    let counts = marks.map { mark in line.count { $0 == mark } }
    guard let most = counts.max(), let mark = counts.firstIndex(of: most) else { return nil }
    let separator = text.isJSON ? comma : marks[mark]
    isTable = most > 0
    var scanner = CSVScanner(text.bytes, columns: [], separator: separator, quoted: true)
    guard scanner.advance(), scanner.count > 1 else { return nil }
    let numbers = NumberFormat(decimal: hints.decimal?.utf8.first ?? UInt8(ascii: "."))
    let hasNumber = (0..<scanner.count).contains { field in
      ((try? scanner.number(field, numbers)).map { !$0.isNaN } ?? false) || DateForms.isUsual(scanner, field)
    }
    empty = Marks(delimiter: String(UnicodeScalar(separator)), hasHeader: text.hasNames ?? !hasNumber)
  }
}

/// Which column is for what.
private struct Roles {
  /// By role: the name of the column.
  private(set) var columns: [String: String] = [:]
  private(set) var notes: [String] = []
  private let said: Set<String>

  init(_ table: TableText, shape: TableShape, hints: ImportHints) throws {
    for (role, name) in hints.table.columns.sorted(by: { $0.key < $1.key }) {
      columns[role] = table.names[try table.column(name, of: "table")]
    }
    said = Set(columns.keys)
    let taken = Set(columns.values)
    guard shape.empty.hasHeader else {
      if columns.isEmpty { columns = Self.positions(of: table) ?? Self.pair(table, hints.kind?.series) ?? [:] }
      return
    }
    for name in table.names.sorted(by: { ColumnRoles.rank(of: $0) < ColumnRoles.rank(of: $1) }) {
      guard let role = ColumnRoles.role(of: name), !taken.contains(name) else { continue }
      if columns[role] == nil {
        columns[role] = name
      } else if role == ColumnRoles.time, !said.contains(role), let first = columns[role] {
        notes.append("times are those of '\(first)' and not of '\(name)'; --columns time=NAME takes another")
      }
    }
  }

  /// Six columns without a header in the order of nearly every file, if the prices can be no others: time, open, high, low,
  /// close, volume.
  private static func positions(of table: TableText) -> [String: String]? {
    guard (5...6).contains(table.names.count) else { return nil }
    var scanner = table.scanner()
    var rows: [[Double]] = []
    while rows.count < 200, scanner.advance() {
      let values = (1..<table.names.count).compactMap { try? scanner.number($0, table.numbers) }
      guard values.count == table.names.count - 1 else { return nil }
      rows.append(values)
    }
    /// Whether these places hold an open, a high, a low and a close in all rows, and not the same in all.
    func fits(_ places: [Int]) -> Bool {
      rows.allSatisfy { row in
        let (open, high, low, close) = (row[places[0]], row[places[1]], row[places[2]], row[places[3]])
        return low > 0 && high >= max(open, close) && low <= min(open, close)
      }
    }
    let isFlat = rows.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] }
    guard !rows.isEmpty, !isFlat, fits([0, 1, 2, 3]), !fits([2, 1, 0, 3]) else { return nil }
    let roles = [ColumnRoles.time, "open", "high", "low", "close", "volume"]
    return Dictionary(uniqueKeysWithValues: zip(roles, table.names))
  }

  /// A time and a value, where it is said what the value is.
  private static func pair(_ table: TableText, _ kind: SeriesKind?) -> [String: String]? {
    guard table.names.count == 2, let value = kind?.columns.first?.name else { return nil }
    return [ColumnRoles.time: table.names[0], value: table.names[1]]
  }

  /// What it is a table of; nil where nothing says it.
  func kind(_ hints: ImportHints, _ location: String) throws -> SeriesKind? {
    let bars = ["open", "high", "low", "close"]
    guard let kind = hints.kind?.series else {
      if bars.allSatisfy({ columns[$0] != nil }) {
        guard columns["volume"] != nil || columns["quote_volume"] != nil else {
          throw Problem(
            "open, high, low and close without a volume may be prices, marks, open interest or funding",
            at: Problem.Place(file: location), remedy: "say --kind klines, mark, index, premium or funding_index")
        }
        return .klines
      }
      for kind in [SeriesKind.funding, .openInterest, .liquidations, .takerFlow, .longShort]
      where said.contains(kind.columns[0].name) {
        return kind
      }
      guard columns["funding_rate"] != nil, columns["mark"] == nil, columns["open_interest"] == nil else { return nil }
      return .funding
    }
    return kind
  }

  func entry(
    _ kind: SeriesKind, _ table: TableText, clues: PathClues, hints: ImportHints
  ) throws -> ImportProfile.Entry {
    var entry = ImportProfile.Entry(kind: kind.name, columns: try sources(kind, table, hints))
    try name(&entry, table, clues: clues, hints: hints)
    return entry
  }

  private func sources(
    _ kind: SeriesKind, _ table: TableText, _ hints: ImportHints
  ) throws -> [String: ImportProfile.Source] {
    var sources: [String: ImportProfile.Source] = [:]
    let known = (kind.columns + kind.otherColumns).map(\.name)
    if kind == .external {
      let named = said.subtracting([ColumnRoles.time])
      for name in table.names where name != columns[ColumnRoles.time] {
        let role = named.first { columns[$0] == name }
        guard role != nil || named.isEmpty else { continue }
        let plain = role ?? ColumnRoles.plain(name)
        guard ComputedColumns.canName(plain), sources[plain] == nil else {
          throw Problem(
            "'\(CSVScanner.quotable(name))' cannot name a column",
            at: Problem.Place(file: table.text.location, line: 1),
            remedy: "say which to read and what to call them: --columns basis=\(table.names.last ?? "NAME")")
        }
        sources[plain] = ImportProfile.Source(name)
      }
    } else {
      for role in known {
        if let name = columns[role] ?? barColumn(role, of: kind) ?? table.names.first(where: { $0 == role }) {
          sources[role] = ImportProfile.Source(name)
        }
      }
    }
    for role in said.sorted() where sources[role] == nil && ![ColumnRoles.time, "symbol", "venue"].contains(role) {
      throw Problem(
        "\(kind.name) has no column '\(role)'",
        remedy: suggestion(for: role, in: known + [ColumnRoles.time, "symbol", "venue"], called: "columns"))
    }
    try apply(hints.table.units, to: &sources, of: kind)
    guard kind == .external || kind.columns.contains(where: { sources[$0.name] != nil }) || !sources.isEmpty else {
      throw Problem(
        "no column is one of \(kind.name): \(known.joined(separator: ", "))",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy: "say which is which: --columns \(known.first ?? "value")=NAME")
    }
    if kind == .klines {
      for name in ["open", "high", "low", "close"] where sources[name] == nil {
        throw Problem(
          "klines need open, high, low and close, and nothing is \(name)",
          at: Problem.Place(file: table.text.location, line: 1), remedy: "say --columns \(name)=NAME")
      }
    }
    try checkRate(sources, table, hints)
    return sources
  }

  /// The plain names of prices in a table of marks, indices or premiums.
  private func barColumn(_ role: String, of kind: SeriesKind) -> String? {
    guard [.mark, .index, .premium, .fundingIndex].contains(kind),
      let place = kind.columns.firstIndex(where: { $0.name == role })
    else { return nil }
    return columns[["open", "high", "low", "close"][place]]
  }

  private func apply(
    _ units: [String: ImportProfile.ColumnUnit], to sources: inout [String: ImportProfile.Source], of kind: SeriesKind
  ) throws {
    for (role, unit) in units.sorted(by: { $0.key < $1.key }) {
      guard sources[role] != nil else {
        throw Problem(
          "--unit says '\(role)', and no column is read as that",
          remedy: suggestion(for: role, in: sources.keys, called: "columns that are read"))
      }
      sources[role]?.unit = unit
    }
    if sources["volume"]?.unit == .quote, sources["quote_volume"] == nil {
      sources["quote_volume"] = sources.removeValue(forKey: "volume")
    }
    if sources["open_interest"]?.unit == .quote {
      sources["open_interest_value"] = sources.removeValue(forKey: "open_interest")
    }
    if sources["open_interest"]?.unit == .contracts {
      sources["open_interest_contracts"] = sources.removeValue(forKey: "open_interest")
    }
  }

  /// A rate of 0.01 may be 1 bp written as percent, or one percent: a hundredfold either way. Its size tells.
  private func checkRate(
    _ sources: [String: ImportProfile.Source], _ table: TableText, _ hints: ImportHints
  ) throws {
    guard let source = sources["funding_rate"], source.unit == nil,
      let field = table.names.firstIndex(of: source.from)
    else { return }
    var scanner = table.scanner()
    var sizes: [Double] = []
    while sizes.count < 10_000, scanner.advance() {
      if let rate = try? scanner.number(field, table.numbers), rate.isFinite { sizes.append(abs(rate)) }
    }
    let middle = sizes.sorted()[safe: sizes.count / 2] ?? 0
    guard middle >= 0.002 else { return }
    throw Problem(
      "the rates in '\(CSVScanner.quotable(source.from))' are about \(middle) in size: fractions of that size would be "
        + "\(middle * 100) % at each settlement, and they look like percent",
      at: Problem.Place(file: table.text.location, line: 2),
      remedy: "say --unit funding_rate=percent, or --unit funding_rate=fraction if they are that large")
  }

  /// Venue and symbol: from columns, the name of the file, or not at all.
  private func name(
    _ entry: inout ImportProfile.Entry, _ table: TableText, clues: PathClues, hints: ImportHints
  ) throws {
    entry.venue = columns["venue"].map { "{\($0)}" } ?? clues.venue(among: Venue.known.map(\.name))
    entry.symbol = columns["symbol"].map { "{\($0)}" } ?? clues.symbol ?? clues.pair
    entry.strip = columns["symbol"] == nil ? nil : "/:"
    if entry.venue == nil { entry.venue = PlainTable.unstatedVenue }
    guard entry.symbol != nil || hints.symbol != nil else {
      throw Problem(
        "nothing says which symbol this is of", at: Problem.Place(file: table.text.location),
        remedy: "say --symbol BTCUSDT")
    }
    guard let volume = entry.columns["volume"], volume.unit == nil, columns["symbol"] == nil, columns["venue"] == nil,
      let symbol = hints.symbol ?? entry.symbol, hints.kind?.type == nil
    else { return }
    let instrument = Instrument(venue: hints.venue ?? entry.venue ?? "", symbol: symbol)
    guard instrument.contract.form == .inverse else { return }
    throw Problem(
      "\(instrument) is an inverse contract, and its volume may be counted in contracts, coins or dollars",
      at: Problem.Place(file: table.text.location), remedy: "say --unit volume=contracts, coin or quote")
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
