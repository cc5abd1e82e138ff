import Market

/// A market of several coins, for strategies that compare them: hourly bars and funding of eight perpetuals of the demo
/// venue, in a dataset of their own.
///
/// Each is a demo market of its own seed in hourly bars, at its own price and volume. One thing is planted across them:
/// longs of some always pay more than longs of others, `lean` of the rate every settlement, so that being short of the dear
/// ones and long of the cheap ones earns it. Prices know nothing of each other, nor of that. One coin is listed late and one
/// is delisted.
extension DemoMarket {
  /// A coin of the market.
  struct Coin: Sendable {
    let symbol: String
    /// Of the price, and of the traded value, against the first demo market's: powers of two, which change no digit.
    let price: Double
    let value: Double
    /// Added to each of its funding rates, in 10⁻⁸.
    let lean: Double
    /// Days of the market on which it is traded; nil for all.
    var from: Int?
    var to: Int?

    var instrument: Instrument { Instrument(venue: "demo", symbol: symbol) }
  }

  static let coins = [
    Coin(symbol: "AMBERUSDT", price: 1, value: 1, lean: 15_000),
    Coin(symbol: "BASALTUSDT", price: 0x1p-4, value: 0x1p-1, lean: -15_000),
    Coin(symbol: "CEDARUSDT", price: 0x1p-6, value: 0x1p-1, lean: 10_000),
    Coin(symbol: "DUNEUSDT", price: 0x1p-8, value: 0x1p-2, lean: -10_000),
    Coin(symbol: "EMBERUSDT", price: 0x1p-9, value: 0x1p-2, lean: 5_000),
    Coin(symbol: "FLINTUSDT", price: 0x1p-10, value: 0x1p-3, lean: -5_000),
    Coin(symbol: "GARNETUSDT", price: 0x1p-12, value: 0x1p-3, lean: 0, from: 45),
    Coin(symbol: "HAZELUSDT", price: 0x1p-13, value: 0x1p-4, lean: 20_000, to: 120),
  ]

  /// The series of a market of several coins: klines of 1h and funding of each.
  ///
  /// - Complexity: eight demo markets; six months take about a second.
  public func manyCoins() -> [Series] {
    let seeds = DemoRandom(seed: seed, .coin)
    return Self.coins.enumerated().flatMap { index, coin -> [Series] in
      guard let own = try? DemoMarket(seed: seeds.word(index), days: days) else { return [] }
      let tables = own.generated().tables
      let traded = [tables.klines.aggregated(to: .hour).series, tables.funding.series]
      return traded.map { coin.made(of: $0) }.filter { !$0.stamps.isEmpty }
    }
  }
}

extension DemoMarket.Coin {
  /// The series of the first market's instrument as this one has it.
  fileprivate func made(of series: Series) -> Series {
    let start = DemoClock.start.milliseconds
    let day = Interval.day.milliseconds
    let first = from.map { start + Int64($0) * day } ?? Int64.min
    let end = to.map { start + Int64($0) * day } ?? Int64.max
    // A settlement at the instant at which it is delisted is its last.
    let isBar = series.descriptor.kind == .klines
    let rows = series.stamps.indices.filter { row in
      let stamp = series.stamps[row]
      return stamp >= first && (isBar ? stamp < end : stamp <= end)
    }
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: series.descriptor.kind, cadence: series.descriptor.cadence)
    let columns = zip(descriptor.columns, series.columns).map { column, values -> [Double] in
      rows.map { row in changed(values[row], column) }
    }
    return Series(descriptor: descriptor, stamps: rows.map { series.stamps[$0] }, columns: columns)
  }

  private func changed(_ value: Double, _ column: ColumnDescriptor) -> Double {
    if column.name == "funding_rate" { return ((value * 1e8).rounded() + lean) / 1e8 }
    switch column.unit {
    case .price: return value * price
    case .base: return value * (self.value / price)
    case .quote: return value * self.value
    default: return value
    }
  }
}
