import Market
import Store

/// What a join with the series that are there says of the level of those that come in: whose prices, and in which unit.
struct LevelDoubt {
  private let dataset: Dataset
  /// By coin.
  private let stored: [String: [StoredSeries]]

  private static let leastJoined = 20
  /// Quotes that are worth a dollar.
  private static let dollars: Set<String> = ["USD", "USDT", "USDC", "BUSD", "FDUSD"]

  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    stored = Dictionary(grouping: try dataset.allSeries().filter { $0.descriptor.kind == .klines }) {
      $0.descriptor.instrument.contract.base
    }
  }

  /// Nil where the series fits, or there is nothing to compare it with.
  func note(on series: Series) throws -> String? {
    let own = series.descriptor
    guard let range = series.range else { return nil }
    switch own.kind {
    case .klines, .mark, .index:
      let name = ["close", "mark", "index"].first { series.values($0) != nil }
      return try name.flatMap { series.values($0) }.flatMap { try prices(of: series, $0, range) }
    case .openInterest: return try interest(of: series, range)
    default: return nil
    }
  }

  private func others(_ own: SeriesDescriptor) -> [StoredSeries] {
    (stored[own.instrument.contract.base] ?? []).filter { other in
      let (a, b) = (own.instrument.contract, other.descriptor.instrument.contract)
      let sameQuote = a.quote == b.quote || Self.dollars.contains(a.quote) && Self.dollars.contains(b.quote)
      return other.descriptor != own && sameQuote && a.coinsPerUnit == b.coinsPerUnit
    }
  }

  /// Prices at least half and at most twice those of the coin elsewhere, at the same times.
  private func prices(of series: Series, _ prices: [Double], _ range: TimeRange) throws -> String? {
    guard let other = others(series.descriptor).first else { return nil }
    let known = Self.closes(try dataset.series(other.descriptor, range: range, columns: ["close"]))
    let ratios = zip(series.stamps, prices).compactMap { stamp, price in known[stamp].map { price / $0 } }
    guard let middle = Self.farMiddle(of: ratios) else { return nil }
    return "its prices are \(Float(middle)) times those of \(other.descriptor.title) at the same times: "
      + "another instrument, or another unit?"
  }

  /// Open interest of a thousand days of trading is counted in something else; and its value over its amount is a price.
  private func interest(of series: Series, _ range: TimeRange) throws -> String? {
    let own = series.descriptor
    let same = (stored[own.instrument.contract.base] ?? []).first { $0.descriptor.instrument == own.instrument }
    guard let same, let cadence = same.descriptor.cadence, own.instrument.contract.form != .inverse,
      let coins = series.values("open_interest")
    else { return nil }
    let bars = try dataset.series(same.descriptor, range: range, columns: ["close", "volume"])
    let volumes = bars.columns[1].filter { $0 > 0 }.sorted()
    guard volumes.count >= Self.leastJoined else { return nil }
    let known = Self.closes(bars)
    if let values = series.values("open_interest_value") {
      let ratios = series.stamps.indices.compactMap { row in
        known[series.stamps[row]].map { values[row] / coins[row] / $0 }
      }
      if let middle = Self.farMiddle(of: ratios) {
        return "its value over its amount is \(Float(middle)) times the price of "
          + "\(same.descriptor.title): is the one in coins, and the other in the quote currency?"
      }
    }
    let amounts = coins.filter { $0 > 0 }.sorted()
    guard let middle = amounts.isEmpty ? nil : amounts[amounts.count / 2] else { return nil }
    let perDay = volumes[volumes.count / 2] * Double(Interval.day.milliseconds) / Double(cadence.milliseconds)
    guard middle > 1000 * perDay else { return nil }
    return
      "it is \(Int(middle / perDay)) times what \(own.instrument) trades in a day: say --unit open_interest=quote or "
      + "contracts where it is not in coins"
  }

  /// The middle of ratios, where it is below a half or above two; nil for others, and for too few of them.
  private static func farMiddle(of ratios: [Double]) -> Double? {
    let known = ratios.filter { $0.isFinite && $0 > 0 }.sorted()
    guard known.count >= leastJoined else { return nil }
    let middle = known[known.count / 2]
    return (0.5...2).contains(middle) ? nil : middle
  }

  /// By stamp, of bars whose first column is their close.
  private static func closes(_ bars: Series) -> [Int64: Double] {
    Dictionary(zip(bars.stamps, bars.columns[0]), uniquingKeysWith: { first, _ in first })
  }
}
