import Market

/// What no row of a kind can be, whoever published it.
struct RowRules {
  private let entry: BoundEntry
  /// Places of open, high, low and close, where the series has all four.
  private let prices: [Int]
  /// The same of open interest in coins and in its value, whose close has no word behind it.
  private let interest: [[Int]]
  private let isTraded: Bool
  /// The close of the row before, by series.
  private var lastClose: [Int: Double] = [:]

  init(_ entry: BoundEntry) {
    self.entry = entry
    let names = entry.kind.columns.prefix(4).map(\.name)
    let places = names.compactMap { name in entry.columns.firstIndex { $0.descriptor.name == name } }
    let isBar = [.klines, .mark, .index, .premium, .fundingIndex].contains(entry.kind)
    prices = isBar && places.count == 4 ? places : []
    interest =
      entry.kind != .openInterest
      ? []
      : ["open_interest", "open_interest_value"].map { name in
        ["\(name)_open", "\(name)_high", "\(name)_low", name].compactMap { column in
          entry.columns.firstIndex { $0.descriptor.name == column }
        }
      }.filter { $0.count == 4 }
    isTraded = isBar && entry.kind != .premium && entry.kind != .fundingIndex
  }

  /// - Returns: whether the row says anything: a venue that lists every hour leaves those empty that had no market.
  /// - Throws: `RowDefect` for what cannot be.
  mutating func allow(
    _ values: [Double], of series: Int, in row: borrowing CSVScanner
  ) throws(RowDefect) -> Bool {
    guard saysAnything(values) else { return false }
    for (column, value) in zip(entry.columns, values) where !value.isNaN {
      if let wrong = Self.wrong(value, column.descriptor.unit, of: entry.kind) { throw defect(row, column, wrong) }
    }
    for places in interest where places.allSatisfy({ !values[$0].isNaN }) { try checkEnds(values, places, in: row) }
    guard !prices.isEmpty else { return true }
    if prices.allSatisfy({ values[$0].isNaN }) {
      // An hour without a trade: no price, and a volume of nothing.
      guard let said = values.indices.first(where: { !values[$0].isNaN && values[$0] != 0 }) else { return false }
      throw defect(row, entry.columns[said], "is of a bar whose prices are all missing")
    }
    if let missing = prices.first(where: { values[$0].isNaN }) {
      throw defect(row, entry.columns[missing], "is missing, and the other prices of its bar are there")
    }
    try checkEnds(values, prices, in: row)
    let close = values[prices[3]]
    guard isTraded else { return true }
    if let last = lastClose[series], PlausibleNumbers.areApart(close, last) {
      throw defect(row, entry.columns[prices[3]], "is more than a million times apart from the close before, \(last)")
    }
    lastClose[series] = close
    for place in prices where PlausibleNumbers.areApart(values[place], close) {
      throw defect(row, entry.columns[place], "is more than a million times apart from the close of its bar, \(close)")
    }
    return true
  }

  /// - Parameter places: those of open, high, low and close.
  /// - Throws: `RowDefect` where the others do not lie between low and high.
  private func checkEnds(_ values: [Double], _ places: [Int], in row: borrowing CSVScanner) throws(RowDefect) {
    let (open, high, low, close) = (values[places[0]], values[places[1]], values[places[2]], values[places[3]])
    guard high >= max(open, close, low) else {
      throw defect(row, entry.columns[places[1]], "is below \(high < low ? "the low" : "open or close") of its bar")
    }
    guard low <= min(open, close) else {
      throw defect(row, entry.columns[places[2]], "is above open or close of its bar")
    }
  }

  private func saysAnything(_ values: [Double]) -> Bool {
    zip(entry.columns, values).contains { column, value in
      if case .field = column.content { !value.isNaN } else { false }
    }
  }

  /// What is wrong with a value, in words that follow it; nil where nothing is.
  static func wrong(_ value: Double, _ unit: Unit, of kind: SeriesKind) -> String? {
    switch unit {
    case .price:
      if value <= 0 { return "is not a positive price" }
      return PlausibleNumbers.prices.contains(value) ? nil : "is not a price of any market"
    case .base, .quote, .count, .contracts:
      if value < 0 { return "is negative" }
      if unit == .count, value != value.rounded() { return "is no number of trades, which is a whole one" }
      return PlausibleNumbers.amounts.contains(value) ? nil : "is not an amount of any market"
    case .fraction:
      if kind == .funding, abs(value) >= 1 { return "is not a fraction: no venue settles 100%" }
      if kind == .longShort, value < 0 || value > 1 + 1e-9 {
        return "is no share of longs or shorts as a fraction\(value > 1 ? ": it looks like percent" : "")"
      }
      if kind == .optionChain, abs(value) >= 15 {
        return "is no volatility of any option as a fraction: it looks like percent"
      }
      return abs(value) < 100 ? nil : "is not a fraction of any price"
    case .hours: return (1...24).contains(value) ? nil : "is not a number of hours from 1 to 24"
    case .coin, .score, .flag, .time: return nil
    }
  }

  private func defect(_ row: borrowing CSVScanner, _ column: BoundEntry.Column, _ wrong: String) -> RowDefect {
    switch column.content {
    case .field(let field, _, _), .time(let field): row.defect(field, wrong)
    case .missing, .fixed: RowDefect("\(column.descriptor.name) \(wrong)", column: nil)
    }
  }
}
