import Market
import Numerics

/// What the amounts of bars cannot be of one another, whoever wrote them: all rows of a file have to be there to see it.
struct BarAmounts {
  private let series: Series
  private let location: String
  private let volume: [Double]

  /// Rows that say it, and rows in a row that begin to be something else.
  private static let least = 50
  private static let run = 20

  /// - Throws: `Problem` for amounts that are none: fillers, shares, those of another column, and bars of a price that nobody
  ///   trades at.
  static func check(_ series: Series, at location: String) throws {
    guard series.descriptor.kind == .klines, let volume = series.values("volume"), volume.contains(where: { $0 > 0 })
    else { return }
    let bars = BarAmounts(series: series, location: location, volume: volume)
    try bars.checkFillers()
    try bars.checkTakers()
    try bars.checkWorth()
    try bars.checkUntraded()
  }

  /// The same of what a profile reads, whose publisher may leave columns empty: only what its amounts are worth.
  static func checkWorth(_ series: Series, at location: String) throws {
    guard series.descriptor.kind == .klines, let volume = series.values("volume") else { return }
    try BarAmounts(series: series, location: location, volume: volume).checkWorth()
  }

  /// The same of the few rows that a page has, where which column the volume is depends on the instrument: of a pair of spot another
  /// one than of a contract.
  ///
  /// - Throws: `Problem` for a volume and its value that are mostly not worth the price.
  static func checkReading(_ series: Series, at location: String) throws {
    guard series.descriptor.kind == .klines, series.descriptor.columns.contains(ColumnDescriptor("volume", .base)),
      let volume = series.values("volume"), let value = series.values("quote_volume"),
      let close = series.values("close")
    else { return }
    let worth = volume.indices.filter { volume[$0] > 0 && value[$0] > 0 }.map { value[$0] / (volume[$0] * close[$0]) }
    guard let middle = worth.middle, !AmountWorth.isPlausible(middle) else { return }
    let instrument = series.descriptor.instrument
    throw Problem(
      "quote_volume is \(Float(middle)) of volume times the close, and \(instrument) is \(instrument.type.rawValue) by its symbol: "
        + "the rows are of another market", at: Problem.Place(file: location),
      remedy: "say which instrument it is, as its venue writes it: --symbol")
  }

  /// A column of zeros beside a volume says that nothing is known, and not that takers bought nothing.
  private func checkFillers() throws {
    let traded = volume.indices.filter { volume[$0] > 0 }
    guard traded.count >= Self.run else { return }
    for name in ["quote_volume", "base_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume"] {
      guard let own = series.values(name), own.indices.allSatisfy({ own[$0] == 0 }) else { continue }
      throw problem(
        "'\(name)' is 0 in every row, beside a volume: a column that somebody filled, and not what was traded",
        row: traded[0],
        "take the column out and import it as a table: what is not there is not known, and not nothing")
    }
  }

  private func checkTakers() throws {
    guard let taken = series.values("taker_buy_volume") else { return }
    let rows = volume.indices.filter { volume[$0] > 0 && !taken[$0].isNaN }
    // A single one is told by a check: what most rows say is what the column is.
    let above = rows.filter { taken[$0] > volume[$0] * (1 + 1e-9) }
    if above.count * 10 > rows.count, let first = above.first {
      throw problem(
        "takers bought more than was traded in \(above.count) of \(rows.count) rows: \(taken[first]) of \(volume[first])",
        row: first, "say which columns are meant, or take the taker's out")
    }
    guard rows.count >= Self.least, rows.allSatisfy({ (0...1).contains(taken[$0]) }), varies(taken, rows),
      let share = rows.map({ taken[$0] / volume[$0] }).middle, share < 0.05
    else { return }
    throw problem(
      "what takers bought lies between 0 and 1 in every row, \(Float(share * 100))% of the volume in the middle: a share under the "
        + "name of an amount", row: rows[0], "multiply it by the volume, or take the column out")
  }

  /// What was traded, and what takers bought of it, is worth its price: else one of two columns counts something else, for the
  /// file or from some row on.
  private func checkWorth() throws {
    for (amount, value) in AmountWorth.pairs {
      try checkValue(value, of: amount)
      let coins = ["quote_volume": "base_volume", "taker_buy_quote_volume": "taker_buy_base_volume"][value]
      if let coins { try checkCoins(coins, behind: amount) }
    }
  }

  private func checkValue(_ value: String, of amount: String) throws {
    guard series.descriptor.columns.contains(ColumnDescriptor(amount, .base)),
      let first = firstRun(of: value, over: amount, { $0 / ($1 * $2) })
    else { return }
    throw problem(
      "\(value) is \(Float(first.worth)) of \(amount) times the close, in \(Self.run) rows one behind the other: one of them "
        + "counts something else, or they have each other's place", row: first.row,
      "take the rows of before and behind apart, and say what each counts as a table: --unit \(amount)=contracts or quote"
    )
  }

  /// Of an inverse contract the coins behind the volume are worth so many contracts of its size.
  private func checkCoins(_ coins: String, behind amount: String) throws {
    guard series.descriptor.columns.contains(ColumnDescriptor(amount, .contracts)),
      let size = series.descriptor.instrument.contract.size, size.unit == .quote,
      let first = firstRun(of: coins, over: amount, { $0 * $2 / ($1 * size.amount) })
    else { return }
    throw problem(
      "\(coins) times the close is \(Float(first.worth)) of \(amount) times the \(Int(size.amount)) "
        + "\(series.descriptor.instrument.contract.quote) of a contract, in \(Self.run) rows one behind the other: one of them "
        + "counts something else, or it is another contract's",
      row: first.row, "say which contract it is with --symbol, or what each counts: --unit \(amount)=contracts or coin")
  }

  /// The first of many rows in a row whose value is not worth their amount, and what it is of it.
  ///
  /// - Parameter worth: of a value, an amount and a close.
  private func firstRun(
    of value: String, over amount: String, _ worth: (Double, Double, Double) -> Double
  ) -> (row: Int, worth: Double)? {
    guard let amounts = series.values(amount), let values = series.values(value), let close = series.values("close")
    else { return nil }
    let rows = amounts.indices.filter { amounts[$0] > 0 && values[$0] > 0 }
    guard rows.count >= Self.least, varies(values, rows), varies(amounts, rows) else { return nil }
    func own(_ row: Int) -> Double { worth(values[row], amounts[row], close[row]) }
    return firstRun(rows.map { ($0, !AmountWorth.isPlausible(own($0))) }).map { ($0, own($0)) }
  }

  /// Bars without a volume whose prices move, in a file that has volumes: those of a mark or an index.
  private func checkUntraded() throws {
    guard let high = series.values("high"), let low = series.values("low") else { return }
    guard let first = firstRun(volume.indices.lazy.map { ($0, volume[$0] == 0 && high[$0] > low[$0]) }) else { return }
    throw problem(
      "the volume is 0 and prices move within the bar, in \(Self.run) rows one behind the other: rows of a mark or an index "
        + "among those that were traded", row: first, "take them out, or import them with --kind mark or index")
  }

  /// The first row of the first stretch that is long enough.
  private func firstRun(_ rows: some Sequence<(Int, Bool)>) -> Int? {
    var (first, count) = (0, 0)
    for (row, isOne) in rows {
      count = isOne ? count + 1 : 0
      if count == 1 { first = row }
      if count == Self.run { return first }
    }
    return nil
  }

  private func varies(_ values: [Double], _ rows: [Int]) -> Bool {
    Set(rows.prefix(1000).map { values[$0] }).count > 10
  }

  private func problem(_ what: String, row: Int, _ remedy: String) -> Problem {
    Problem(
      "\(what), the first at \(Instant(milliseconds: series.stamps[row]).minuteText)",
      at: Problem.Place(file: location), remedy: remedy)
  }
}
