import Market

/// One contract of a chain, whose name and columns say the same twice, and whose prices bound each other.
struct OptionRow {
  private let entry: BoundEntry
  private let values: [Double]

  init(_ values: [Double], _ entry: BoundEntry) {
    self.entry = entry
    self.values = values
  }

  private func value(_ name: String) -> Double {
    entry.columns.firstIndex { $0.descriptor.name == name }.map { values[$0] } ?? .nan
  }

  private func defect(_ row: borrowing CSVScanner, _ name: String, _ wrong: String) -> RowDefect {
    guard let column = entry.columns.first(where: { $0.descriptor.name == name }) else {
      return RowDefect("\(name) \(wrong)", column: nil)
    }
    switch column.content {
    case .field(let field, _, _), .time(let field): return row.defect(field, wrong)
    case .missing, .fixed:
      // A right is told by the word of another column.
      return column.filter.first.map { row.defect($0.field, wrong) } ?? RowDefect("\(name) \(wrong)", column: nil)
    }
  }

  /// - Parameter name: the field of the contract's own name.
  /// - Throws: `RowDefect` for columns that say another contract than the name does, and for a price that no option has in
  ///   its coin.
  func check(_ row: borrowing CSVScanner, against name: Int?, of series: Instrument) throws(RowDefect) {
    if let name, name < row.count {
      let text = PrintableText.short(row.text(name))
      let said = Instrument(venue: series.venue, symbol: text).contract
      if let strike = said.strike, value("strike") != strike {
        throw defect(row, "strike", "is not that of \(text)")
      }
      if let right = said.right, value("right") != (right == .call ? 1 : 0) {
        throw defect(row, "right", "is not that of \(text)")
      }
      // Hours differ from table to table; days do not.
      let expiry = value("expiry")
      if let day = said.expiry?.date, !expiry.isNaN, Instant(milliseconds: Int64(expiry)).date != day {
        throw defect(row, "expiry", "is not that of \(text)")
      }
      if said.strike != nil, !said.base.isEmpty, !series.contract.base.isEmpty, said.base != series.contract.base {
        throw row.defect(name, "is a contract on \(said.base), and the row says \(series.symbol)")
      }
    }
    try checkPrices(row)
  }

  /// A call is worth a coin at most, and a put its strike. Of dollars taken for coins the mark is thousands of times that.
  private func checkPrices(_ row: borrowing CSVScanner) throws(RowDefect) {
    let (mark, strike, underlying) = (value("option_mark"), value("strike"), value("underlying_price"))
    let most = value("right") == 1 ? 1 : strike / underlying
    let isPriced = mark > 0 && underlying > 0
    if isPriced, mark > 1.1 * max(most, 0.01) {
      throw defect(row, "option_mark", "is more than the option can be worth in coins: a price in dollars?")
    }
    let (bid, ask) = (value("option_bid"), value("option_ask"))
    if mark > 0, bid > 100 * mark { throw defect(row, "option_mark", "is less than a hundredth of its bid") }
    if mark > 0, ask > 0, bid > 0, mark > 100 * ask {
      throw defect(row, "option_mark", "is more than a hundred times its ask")
    }
  }
}
