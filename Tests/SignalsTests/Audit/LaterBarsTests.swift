import Foundation
import Market
import Numerics
import Signals
import Testing

/// Three weeks of bars of 5m whose volatility comes and goes, with a rate that settles every eight hours.
struct BusyMarket: Sendable {
  static let whole = BusyMarket(count: 6000)

  let close: [Double]
  let high: [Double]
  let low: [Double]
  let volume: [Double]
  let bought: [Double]
  let interest: [Double]
  let rate: [Double]
  let noise: [Double]
  let noiseMean: Double
  let noiseRank: [Int]
  let squaredRange: [Double]

  init(count: Int) {
    var random = SplitMix64(seed: 5)
    var (price, size, held, paid) = (50_000.0, 1e-3, 1000.0, 1e-4)
    var rows: [[Double]] = []
    for row in 0..<count {
      size = 1e-3 + 0.99 * (size - 1e-3) + 1e-4 * (random.fraction() - 0.5)
      price *= 1 + size * (random.fraction() + random.fraction() + random.fraction() - 1.5)
      held *= 1 + 0.004 * (random.fraction() - 0.5)
      if row % 96 == 0 { paid = 2e-4 * random.fraction() }
      let traded = 10 + 90 * random.fraction()
      rows.append([
        price, price * (1 + size * random.fraction()), price * (1 - size * random.fraction()), traded,
        traded * random.fraction(), held, paid, random.fraction() - 0.3,
      ])
    }
    func column(_ place: Int) -> [Double] { rows.map { $0[place] } }
    (close, high, low, volume) = (column(0), column(1), column(2), column(3))
    (bought, interest, rate, noise) = (column(4), column(5), column(6), column(7))
    noiseMean = BusyMarket.mean(noise)
    let order = noise.indices.sorted { [noise] in noise[$0] < noise[$1] }
    var ranks = [Int](repeating: 0, count: count)
    for (rank, row) in order.enumerated() { ranks[row] = rank }
    noiseRank = ranks
    squaredRange = zip(high, low).map { pow(log($0 / $1), 2) }
  }

  var columns: [Column] {
    [
      Column("open", .price, [close[0]] + close.dropLast()), Column("high", .price, high), Column("low", .price, low),
      Column("close", .price, close), Column("volume", .base, volume), Column("taker_buy_volume", .base, bought),
      Column("open_interest", .base, interest), Column("funding_rate", .fraction, rate),
    ]
  }

  /// Of the bar's own return and so many after a row; NaN beyond the data.
  func returns(after row: Int, _ count: Int) -> [Double] {
    row >= 0 && row + count < close.count
      ? ((row + 1)...(row + count)).map { log(close[$0] / close[$0 - 1]) } : [.nan]
  }

  func mean(_ values: [Double], after row: Int, _ count: Int) -> Double {
    row >= -1 && row + count < values.count ? BusyMarket.mean(Array(values[(row + 1)...(row + count)])) : .nan
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The value so many rows later, or earlier where negative.
  func later(_ values: [Double], _ row: Int) -> Double { values.indices.contains(row) ? values[row] : .nan }
}

/// A column computed elsewhere, a value a row.
struct BusyColumn: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What is said of it; empty for an honest one.
  let said: String
  let value: @Sendable (BusyMarket, Int) -> Double

  init(_ what: String, _ said: String = "", _ value: @escaping @Sendable (BusyMarket, Int) -> Double) {
    (testDescription, self.said, self.value) = (what, said, value)
  }

  static let cheats: [BusyColumn] = [
    .init("the root of the mean square of three returns", "the volatility over the 15m after") {
      BusyMarket.mean($0.returns(after: $1, 3).map { $0 * $0 }).squareRoot()
    },
    .init("the squares of three hours' returns, added up", "the volatility over the 3h after") {
      $0.returns(after: $1, 36).reduce(0) { $0 + $1 * $1 }
    },
    .init("the variance of the half hour's returns", "the standard deviation of returns over the 30m after") {
      BusyMarket.variance($0.returns(after: $1, 6))
    },
    .init("the mean size of seven returns", "the mean size of returns over the 35m after") {
      BusyMarket.mean($0.returns(after: $1, 7).map { abs($0) })
    },
    .init("Parkinson's volatility of the hours to come", "the Parkinson volatility over the 4h after") {
      $0.mean($0.squaredRange, after: $1, 48).squareRoot()
    },
    .init("the deviation of two hours' returns, centred", "the standard deviation of returns over the 125m around") {
      BusyMarket.variance($0.returns(after: $1 - 13, 25))
    },
    .init("the same of an even number of bars", "the standard deviation of returns over the 2h around") {
      BusyMarket.variance($0.returns(after: $1 - 13, 24)).squareRoot()
    },
    .init("Parkinson's volatility of the hours around", "the Parkinson volatility over the 4h around") {
      $0.mean($0.squaredRange, after: $1 - 24, 48).squareRoot()
    },
    .init("the mean volume of the day after", "the mean of 'volume' over the 1d after") {
      $0.mean($0.volume, after: $1, 288)
    },
    .init("the logarithm of ten minutes' volume", "the mean of 'volume' over the 10m after") {
      log($0.mean($0.volume, after: $1, 2))
    },
    .init("the volume of this bar and the eleven after", "'volume' over the 1h that begin with the bar") {
      $0.mean($0.volume, after: $1 - 1, 12)
    },
    .init("the mean open interest of the day after", "the mean of 'open_interest' over the 1d after") {
      $0.mean($0.interest, after: $1, 288)
    },
    .init("the change of open interest over five hours", "the change of 'open_interest' over the 5h after") {
      $0.later($0.interest, $1 + 60) / $0.interest[$1] - 1
    },
    .init("takers' share of the hour to come", "the share of taker buying over the 1h after") {
      $0.mean($0.bought, after: $1, 12) / $0.mean($0.volume, after: $1, 12)
    },
    .init("whether the next rate is above the usual", "its 2 values are groups of") {
      let next = $0.later($0.rate, $1 + 96)
      return next.isNaN ? .nan : next > 1e-4 ? 1 : -1
    },
    .init("a curve of the next rate", "'funding_rate' 8h later") { pow(1 + 1e4 * $0.later($0.rate, $1 + 96), 5) },
    .init("fives of the volume of the hour to come", "its 5 values are groups of the mean of 'volume'") {
      let mean = $0.mean($0.volume, after: $1, 12)
      return mean.isNaN ? .nan : min(4, max(0, ((mean - 45) / 5).rounded(.down) + 1))
    },
    .init("noise less its mean over the whole sample", "add up to 0") { $0.noise[$1] - $0.noiseMean },
    .init("quarters of the whole sample", "the same number of its 6000 rows") {
      Double($0.noiseRank[$1] * 4 / $0.noise.count)
    },
  ]

  static let honest: [BusyColumn] = [
    .init("the volatility of three hours gone") { BusyMarket.variance($0.returns(after: $1 - 36, 36)) },
    .init("the mean volume of the day gone") { $0.mean($0.volume, after: $1 - 288, 288) },
    .init("the volume of two bars gone") { $0.mean($0.volume, after: $1 - 2, 2) },
    .init("the mean open interest of the hour gone") { $0.mean($0.interest, after: $1 - 12, 12) },
    .init("open interest with an error") { $0.interest[$1] * (1 + 1e-4 * $0.noise[$1]) },
    .init("the settled rate on a curve") { pow(1 + 1e4 * $0.rate[$1], 5) },
    .init("whether the settled rate is above the usual") { $0.rate[$1] > 1e-4 ? 1 : -1 },
    .init("a rate that nears the next as its settlement nears") { market, row in
      let known = Double(row % 96) / 96
      let next = market.later(market.rate, row + 96)
      return known * next + (1 - known) * market.rate[row] + 2e-5 * market.noise[row]
    },
    .init("the close an hour ago") { $0.later($0.close, $1 - 12) },
    .init("the return of the bar") { $0.close[$1] / $0.later($0.close, $1 - 1) - 1 },
    .init("fives of the volume of the hour gone") {
      let mean = $0.mean($0.volume, after: $1 - 12, 12)
      return mean.isNaN ? .nan : min(4, max(0, ((mean - 45) / 5).rounded(.down) + 1))
    },
    .init("the number of the bar") { Double($1) + 0 * $0.close[$1] },
    .init("every fifth bar in turn") { Double($1 % 5) + 0 * $0.close[$1] },
    .init("noise") { $0.noise[$1] },
  ]
}

@Suite("Columns computed elsewhere that have the order of what later bars come to")
struct LaterBarsTests {
  private func findings(on column: BusyColumn) throws -> [SignalAudit.Finding] {
    let market = BusyMarket.whole
    let grid = Grid(
      start: Instant(milliseconds: 19_731 * Interval.day.milliseconds), interval: .minutes(5),
      count: market.close.count)
    let instrument = Instrument(venue: "test", symbol: "BTCUSDT")
    let own = Column("own", .score, market.close.indices.map { column.value(market, $0) })
    func frame(_ columns: [Column]) -> Frame {
      Frame(market: "test", instrument: instrument, grid: grid, columns: columns)
    }
    return try SignalAudit(
      on: frame(market.columns + [own]), cuts: 1, computed: ["own": []], beside: frame(market.columns)
    ).report(on: [SignalAudit.Subject(name: "s", node: try node("own"))]).findings
  }

  @Test(
    "are found over any number of bars, on any scale, in groups and one settlement early", arguments: BusyColumn.cheats)
  func cheats(column: BusyColumn) throws {
    let found = try findings(on: column)
    #expect(found.contains { $0.subject == "column own" && $0.what.contains(column.said) }, "\(found.map(\.what))")
  }

  @Test("are not what bars came to before, nor what is slow or mostly known", arguments: BusyColumn.honest)
  func honest(column: BusyColumn) throws {
    #expect(try findings(on: column) == [])
  }
}
