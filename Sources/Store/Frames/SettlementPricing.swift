import Market

/// Puts a price on funding settlements as somebody could have who stood at the instant.
struct SettlementPricing {
  /// Rows of the mark price, with the single column `mark`; nil when the dataset has none.
  let mark: Series?
  /// The traded bars, with `close` at `closeIndex`.
  let klines: Series
  let closeIndex: Int

  /// The settlements among `funding`, whose first column is the rate.
  ///
  /// The mark price that is known at the settlement comes first. Where it is missing or too old, the close of the last
  /// traded bar stands in, however old: funding falls due all the same. Settlements before the first bar has closed are
  /// left out, since nobody can have held a position.
  func settlements(_ funding: Series) -> [Settlement] {
    guard let rates = funding.columns.first else { return [] }
    return zip(funding.stamps, rates).compactMap { stamp, rate in
      let instant = Instant(milliseconds: stamp)
      guard !rate.isNaN, let (price, source) = price(at: instant) else { return nil }
      return Settlement(instant: instant, rate: rate, price: price, priceSource: source)
    }
  }

  private func price(at instant: Instant) -> (Double, Settlement.PriceSource)? {
    if let mark = mark?.asOf(instant, column: 0) { return (mark, .mark) }
    let close = klines.columns[closeIndex]
    var row = klines.rowsKnown(by: instant) - 1
    while row >= 0, close[row].isNaN { row -= 1 }
    return row >= 0 ? (close[row], .trade) : nil
  }
}

extension Series {
  /// How many rows, from the first, are known at `instant`.
  func rowsKnown(by instant: Instant) -> Int {
    let limit = instant.milliseconds - descriptor.knownAfter.milliseconds
    var low = 0
    var high = stamps.count
    while low < high {
      let middle = (low + high) / 2
      if stamps[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
