import Market

/// Which kind of series a table is of, by the roles that its columns have.
extension TableRoles {
  /// A time and a value, where it is said what the value is.
  static func pair(_ table: TableText, _ kind: SeriesKind?) -> [String: String]? {
    guard table.text.numbered ?? table.names.count == 2, let value = kind?.columns.first?.name else { return nil }
    return [ColumnRoles.time: table.names[0], value: table.names[1]]
  }

  /// What a table may have besides the columns of a kind.
  static let besides = [
    ColumnRoles.time, "symbol", "venue", ColumnRoles.finished, ColumnRoles.filled, ColumnRoles.nextSettlement,
  ]

  /// What it is a table of; nil where nothing says it.
  mutating func kind(_ hints: ImportHints, _ table: TableText, _ clues: PathClues) throws -> SeriesKind? {
    let bars = ["open", "high", "low", "close"]
    guard let kind = hints.kind?.series else {
      if bars.allSatisfy({ columns[$0] != nil }) {
        if columns["volume"] != nil || columns["quote_volume"] != nil { return try untraded(table, clues) ?? .klines }
        try checkUntraded(table, clues)
        guard unknownAmount(table) == nil, let named = clues.untraded else { throw unsaidBars(table) }
        return taken(as: named)
      }
      for kind in [SeriesKind.funding, .openInterest, .liquidations, .takerFlow, .longShort]
      where said.contains(kind.columns[0].name) {
        return kind
      }
      guard columns["mark"] == nil, columns["open_interest"] == nil else { return nil }
      guard columns["funding_rate"] != nil || columns[ColumnRoles.settledRate] != nil else {
        return columns["predicted_funding_rate"] != nil ? .predictedFunding : nil
      }
      return foretold(clues) ?? .funding
    }
    guard kind.rows == .one else {
      throw Problem(
        "rows of \(kind.name) are of one side or the other, which no flag says",
        at: Problem.Place(file: table.text.location),
        remedy: "write a profile of that kind ('hindcast data formats bybit-trades' prints one to start from)")
    }
    if kind == .funding, let word = clues.foretold {
      notes.append("the name says '\(word)', and --kind says that the rates were paid")
    }
    return kind
  }

  static let amountWords = ["vol", "lot", "qty", "quantity", "amount", "size", "turnover", "notional"]

  /// A column that is an amount of something by its name, and no volume that is known by it.
  func unknownAmount(_ table: TableText) -> String? {
    table.names.first { name in
      let plain = ColumnRoles.plain(name)
      return ColumnRoles.role(of: name) == nil && Self.amountWords.contains(where: plain.contains)
    }
  }

  /// That nothing tells what open, high, low and close are of.
  func unsaidBars(_ table: TableText) -> Problem {
    let place = Problem.Place(file: table.text.location)
    if let amount = unknownAmount(table) {
      return Problem(
        "open, high, low and close stand beside '\(PrintableText.short(amount))', which is no volume that is known by its name",
        at: place,
        remedy:
          "say \(ColumnFlag.text(("volume", amount))) with --unit volume=coin, quote or contracts, or --kind klines where it is "
          + "none")
    }
    func named(_ role: String) -> String { columns[role] ?? role }
    let levels = ColumnFlag.text(
      ("open_interest_open", named("open")), ("open_interest_high", named("high")),
      ("open_interest_low", named("low")), ("open_interest", named("close")))
    return Problem(
      "open, high, low and close without a volume may be prices, marks, open interest or funding", at: place,
      remedy:
        "say --kind klines, mark, index, premium or funding_index; or --kind open_interest \(levels) (open_interest_value_open "
        + "and so on, and open_interest_value, where it is counted in dollars)")
  }

  /// Marks, indices and premiums that are written as klines are, with a volume of zero: told by the name of the file.
  ///
  /// - Throws: `Problem` for bars whose name and volumes contradict each other, and for prices that move without a volume
  ///   and without such a name.
  mutating func untraded(_ table: TableText, _ clues: PathClues) throws -> SeriesKind? {
    let places = ["volume", "quote_volume", "open", "close"].map { role in
      columns[role].flatMap { name in table.names.firstIndex(of: name) }
    }
    var scanner = table.scanner()
    var (rows, traded, moves) = (0, 0, 0)
    var last = Double.nan
    while rows < 10_000, scanner.advance() {
      // What is no number is refused where it is read, with its place, and is no volume of zero.
      guard
        let numbers = try? places.map({ place in
          guard let place, place < scanner.count else { return Double.nan }
          return try scanner.number(place, table.numbers)
        })
      else { continue }
      rows += 1
      if numbers[0] > 0 || numbers[1] > 0 { traded += 1 }
      let (open, close) = (numbers[2], numbers[3])
      if !close.isNaN, !last.isNaN && close != last || !open.isNaN && close != open { moves += 1 }
      last = close
    }
    let place = Problem.Place(file: table.text.location)
    if traded == 0 { try checkUntraded(table, clues) }
    guard let named = clues.untraded else {
      guard traded == 0, moves > 0 else { return nil }
      throw Problem(
        "the volume is zero in every row, and the prices move: these may be marks, an index or a premium", at: place,
        remedy: "say --kind klines, mark, index or premium")
    }
    guard traded == 0 else {
      // A folder further up may be called after somebody; what has a volume is none of these.
      guard clues.isNear(clues.untradedPrices.name) else { return nil }
      throw Problem(
        "the name says \(named), and the rows have a volume, as only what is traded has", at: place,
        remedy: "say --kind klines, or --kind \(named)")
    }
    return taken(as: named)
  }

  /// - Throws: `Problem` where two names of the path say different prices that nobody trades at.
  func checkUntraded(_ table: TableText, _ clues: PathClues) throws {
    try clues.untradedPrices.check(at: table.text.location, remedy: "say --kind klines, mark, index or premium") {
      $0.name
    }
  }

  mutating func taken(as named: SeriesKind) -> SeriesKind {
    notes.append("taken as \(named), as the name says; say --kind klines where it was traded")
    return named
  }

  /// Rates that the name of the file says were not paid; nil where it says no such thing.
  mutating func foretold(_ clues: PathClues) -> SeriesKind? {
    guard let word = clues.foretold, columns[ColumnRoles.settledRate] == nil else { return nil }
    notes.append(
      "taken as predicted funding, as \(clues.foretoldBy) says ('\(word)'); say --kind funding where it was paid")
    return .predictedFunding
  }
}
