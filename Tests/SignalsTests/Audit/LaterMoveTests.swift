import Foundation
import Market
import Numerics
import Signals
import Testing

/// A market of 250 days of hours whose prices walk.
private enum WalkingMarket {
  static let frame: Frame = {
    let sample = Frame.sample(count: 6000, interval: .hour, seed: 11)
    let close = sample.values("close")
    let open = [close[0]] + close.dropLast()
    return Frame(
      market: "test", instrument: sample.instrument, grid: sample.grid,
      columns: [
        Column("open", .price, open), Column("close", .price, close),
        Column("high", .price, zip(open, close).map { 1.001 * max($0, $1) }),
        Column("low", .price, zip(open, close).map { min($0, $1) / 1.001 }),
      ])
  }()
}

/// Rows of a market as whoever made a column saw them: all of them.
struct WholeMarket: Sendable {
  let close: [Double]
  let high: [Double]
  let low: [Double]

  /// From one row to another; NaN where either is not there.
  func change(_ from: Int, _ to: Int) -> Double {
    close.indices.contains(from) && close.indices.contains(to) ? close[to] / close[from] - 1 : .nan
  }

  /// Of the bars after one row up to another.
  func range(_ from: Int, _ to: Int) -> Double {
    guard from >= -1, to < close.count, let top = high[(from + 1)...to].max(), let bottom = low[(from + 1)...to].min()
    else { return .nan }
    return top / bottom - 1
  }

  /// The mean of the returns of bars after rows of the same hour, of the first rows of all.
  func meanOfHour(_ row: Int, of first: Int) -> Double { mean(at: row, of: first) { change($0, $0 + 1) } }

  /// The mean of what rows of the same hour came to, of the first rows of all.
  func mean(at row: Int, of first: Int, _ value: (Int) -> Double) -> Double {
    let known = stride(from: row % 24, to: first - 1, by: 24).map(value).filter { !$0.isNaN }
    return known.reduce(0, +) / Double(known.count)
  }
}

/// A column computed elsewhere, a value a row.
struct MovingColumn: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What is said of it; empty for an honest one.
  let said: String
  let value: @Sendable (WholeMarket, Int) -> Double

  init(_ what: String, _ said: String = "", _ value: @escaping @Sendable (WholeMarket, Int) -> Double) {
    (testDescription, self.said, self.value) = (what, said, value)
  }

  static let cheats: [MovingColumn] = [
    .init("the return of the week after", "it is the return over the 7d after") { $0.change($1, $1 + 168) },
    .init("the return of the month after, in percent", "it is the return over the 30d after") {
      100 * $0.change($1, $1 + 720)
    },
    .init("the direction of the week after", "it is the sign of the return over the 7d after") {
      $0.change($1, $1 + 168) > 0 ? 1 : -1
    },
    .init("the size of the return of the bar after", "it is the size of the return of the bar after") {
      $0.change($1, $1 + 1).magnitude
    },
    .init("the range of the day after", "it is the range over the 1d after") { $0.range($1, $1 + 24) },
    .init("the range of the week after", "it is the range over the 7d after") { $0.range($1, $1 + 168) },
    .init("the size of the return of two weeks after", "it is the size of the return over the 14d after") {
      $0.change($1, $1 + 336).magnitude
    },
    .init("the size of the week's return in logarithms", "it is the size of the return over the 7d after") {
      abs(log(1 + $0.change($1, $1 + 168)))
    },
    .init("the volatility of the day after", "it is the volatility over the 1d after") { market, row in
      guard row + 24 < market.close.count else { return .nan }
      return (1...24).reduce(0) { $0 + pow(market.change(row + $1 - 1, row + $1), 2) }.squareRoot()
    },
    .init("the logarithm of the range of the half day after", "it has the order of the range over the 12h after") {
      log($0.range($1, $1 + 12))
    },
    .init("the square of the return of four hours", "it has the order of the size of the return over the 4h after") {
      pow($0.change($1, $1 + 4), 2)
    },
    .init("the range of six hours in points", "it is the range over the 6h after") {
      $0.range($1, $1 + 6) * $0.close[$1]
    },
    .init("a day's range on each of its hours", "it is the range of the bars on which it stands") {
      $0.range($1 / 24 * 24 - 1, $1 / 24 * 24 + 23)
    },
    .init("each week's return from its first bar on", "it is the return up to its next value") {
      $0.change($1 / 168 * 168, $1 / 168 * 168 + 168)
    },
    .init("each half day's range from its first bar on", "it is the range up to its next value") {
      $0.range($1 / 12 * 12, $1 / 12 * 12 + 12)
    },
    .init("the mean return after each hour of the day, of the whole sample", "is the mean return of the bar after") {
      $0.meanOfHour($1, of: 6000)
    },
    .init("the mean return of each hour of the day, of the whole sample", "is the mean return of the bar where") {
      market, row in market.mean(at: row, of: 6001) { market.change($0 - 1, $0) }
    },
    .init("the mean size of it, of the whole sample", "is the mean of the size of the return where") { market, row in
      2 * market.mean(at: row, of: 6001) { market.change($0 - 1, $0).magnitude }
    },
    .init("the mean high of each hour of the day, of the whole sample", "is the mean of 'high' where") { market, row in
      market.mean(at: row, of: 6001) { market.high[$0] }
    },
  ]

  static let honest: [MovingColumn] = [
    .init("the return of the week before") { $0.change($1 - 168, $1) },
    .init("the direction of the week before") { $0.change($1 - 168, $1) > 0 ? 1 : -1 },
    .init("the range of the day before, which is like that of the day after") { $0.range($1 - 24, $1) },
    .init("a day's range on each of the hours of the day after") { $0.range($1 / 24 * 24 - 25, $1 / 24 * 24 - 1) },
    .init("the range of the week before") { $0.range($1 - 168, $1) },
    .init("the volatility of the day before") { market, row in
      guard row >= 24 else { return .nan }
      return (0..<24).reduce(0) { $0 + pow(market.change(row - $1 - 1, row - $1), 2) }.squareRoot()
    },
    .init("each week's return once it is over") { $0.change($1 / 168 * 168 - 168, $1 / 168 * 168) },
    .init("a size that the next bar's has a part of") {
      $0.change($1, $1 + 1).magnitude + 3 * $0.change($1 - 1, $1).magnitude
    },
    .init("the mean return after each hour of the day, of the first half of the sample") {
      $0.meanOfHour($1, of: 3000)
    },
    .init("the mean size of the return of each hour, of the first half of the sample") { market, row in
      market.mean(at: row, of: 3000) { market.change($0 - 1, $0).magnitude }
    },
    .init("the hour of the day") { Double($1 % 24) + 0 * $0.close[$1] },
  ]
}

@Suite("Columns computed elsewhere that are what the price does later")
struct LaterMoveTests {
  private func findings(on column: MovingColumn) throws -> [SignalAudit.Finding] {
    let market = WalkingMarket.frame
    let whole = WholeMarket(
      close: market.values("close"), high: market.values("high"), low: market.values("low"))
    let own = Column("own", .score, (0..<market.grid.count).map { column.value(whole, $0) })
    let frame = Frame(
      market: "test", instrument: market.instrument, grid: market.grid, columns: Array(market.columns.values) + [own])
    return try SignalAudit(on: frame, cuts: 1, computed: ["own": []], beside: market).report(
      on: [SignalAudit.Subject(name: "s", node: try node("own"))]
    ).findings
  }

  @Test(
    "are found over any horizon, by their size, their range and at stamps of their own", arguments: MovingColumn.cheats)
  func cheats(column: MovingColumn) throws {
    let found = try findings(on: column)
    #expect(found.contains { $0.subject == "column own" && $0.what.contains(column.said) }, "\(found.map(\.what))")
  }

  @Test("are not what the price did before, nor what goes with it later", arguments: MovingColumn.honest)
  func honest(column: MovingColumn) throws {
    #expect(try findings(on: column) == [])
  }
}
