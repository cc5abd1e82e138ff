import Market
import Store
import TestSupport
import Views

/// Short markets whose figures can be reckoned by hand.
enum ViewMarkets {
  static let binance = Instrument(venue: "binance", symbol: "BTCUSDT")
  static let bybit = Instrument(venue: "bybit", symbol: "BTCUSDT")
  static let gate = Instrument(venue: "gate", symbol: "BTC_USDT")
  static let end = newYear + .days(40)

  /// The same rate at every settlement of forty days; rows may declare another interval than the one they come at.
  static func funding(
    of instrument: Instrument, _ rate: Double, every interval: Interval, declared: Interval? = nil, days: Int = 40
  ) -> Series {
    let count = Int(Interval.days(days).milliseconds / interval.milliseconds) + 1
    let hours = Double((declared ?? interval).milliseconds) / Double(Interval.hour.milliseconds)
    return series(
      .funding, of: instrument, every: interval, at: (0..<count).map { (newYear + interval * $0, [rate, hours]) })
  }

  /// The same open interest in dollars each hour.
  static func interest(of instrument: Instrument, dollars: Double, days: Int = 40) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: .openInterest, cadence: .hour, columns: [.init("open_interest_value", .quote)])
    let stamps = (0...days * 24).map { (newYear + .hour * $0).milliseconds }
    return Series(descriptor: descriptor, stamps: stamps, columns: [stamps.map { _ in dollars }])
  }

  /// Hourly bars of forty days whose closes are given by the hour.
  static func klines(of instrument: Instrument, hours: Int = 960, _ close: (Int) -> Double) -> Series {
    series(
      .klines, of: instrument, every: .hour,
      at: (0..<hours).map { hour in
        let price = close(hour)
        return (newYear + .hour * hour, [price, price, price, price, 10, 10 * price, 5, 6, 6 * price])
      })
  }

  /// Bars of any width, each at one price.
  static func bars(of instrument: Instrument, every width: Interval, count: Int, _ close: (Int) -> Double) -> Series {
    bars(of: instrument, every: width, opening: (0..<count).map { (newYear + width * $0, close($0)) })
  }

  /// Bars at some opens alone, as a poll leaves them.
  static func bars(of instrument: Instrument, every width: Interval, opening opens: [(Instant, Double)]) -> Series {
    series(
      .klines, of: instrument, every: width,
      at: opens.map { ($0, [$1, $1, $1, $1, 10, 10 * $1, 5, 6, 6 * $1]) })
  }

  static func moment(_ dataset: Dataset, _ kinds: [SeriesKind], at instant: Instant? = nil, asset: String = "BTC")
    throws
    -> MarketMoment
  {
    try MarketMoment(dataset, asset, asOf: instant, kinds: kinds)
  }
}
