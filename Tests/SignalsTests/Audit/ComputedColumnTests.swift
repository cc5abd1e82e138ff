import Foundation
import Market
import Signals
import Testing

/// A market of 6,000 bars of 5m that a column is computed from.
private enum ComputedMarket {
  static let sample = Frame.sample(count: 6000, interval: .minutes(5), seed: 3)

  /// The sample with opens at the close before, as perpetuals have them, volumes, and a rate that settles every eight hours.
  static let frame: Frame = {
    let close = sample.values("close")
    let own = [
      Column("open", .price, [close[0]] + close.dropLast()),
      Column("volume", .base, close.indices.map { 100 + 90 * ComputedColumn.noise($0 &* 31) }),
      Column("funding_rate", .fraction, close.indices.map { 1e-4 * ComputedColumn.noise($0 / 96 &* 17) }),
    ]
    let names = Set(own.map(\.name))
    return Frame(
      market: "test", instrument: sample.instrument, grid: sample.grid,
      columns: sample.columns.values.filter { !names.contains($0.name) } + own)
  }()
}

/// A column that somebody computed elsewhere, from the columns of a market.
struct ComputedColumn: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What the finding says; empty for an honest one.
  let said: String
  let compute: @Sendable (Frame) -> [Double]

  /// From one column.
  init(_ what: String, _ said: String = "", of column: String, _ compute: @escaping @Sendable ([Double]) -> [Double]) {
    testDescription = what
    self.said = said
    self.compute = { compute($0.values(column)) }
  }

  init(
    _ what: String, _ said: String = "",
    _ compute: @escaping @Sendable (_ close: [Double], _ premium: [Double]) -> [Double]
  ) {
    testDescription = what
    self.said = said
    self.compute = { compute($0.values("close"), $0.values("premium")) }
  }

  /// A number between -1 and 1 that has nothing to do with anything.
  static func noise(_ row: Int) -> Double {
    let mixed: Int = row &* 7919 &+ row / 13 &* 104_729
    return Double(mixed % 2001) / 1000 - 1
  }

  /// Evenly from 0 to 1, no value twice.
  private static func spread(_ row: Int) -> Double {
    (Double(row) * 0.618_033_988_749_894_8).truncatingRemainder(dividingBy: 1)
  }

  /// The same as a logistic variable: its tails at u and 1 - u are as far below zero as above.
  private static func logistic(_ row: Int) -> Double {
    let share = (spread(row) + 1e-6) / (1 + 2e-6)
    return (share / (1 - share)).logarithm
  }

  /// Clipped at a share of all its values on either side.
  private static func clipped(_ values: [Double], at share: Double) -> [Double] {
    let sorted = values.sorted()
    let place = Int(share * Double(values.count - 1))
    let (low, high) = (sorted[place], sorted[values.count - 1 - place])
    return values.map { min(high, max(low, $0)) }
  }

  private static func change(_ x: [Double], _ row: Int, _ bars: Int) -> Double {
    row - bars < 0 || row < bars ? .nan : x[row] / x[row - bars] - 1
  }

  private static func future(_ x: [Double], _ row: Int, _ bars: Int) -> Double {
    row + bars < x.count ? x[row + bars] / x[row] - 1 : .nan
  }

  private static func standardised(_ x: [Double]) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let squares = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return x.map { ($0 - mean) / (squares / Double(x.count - 1)).squareRoot() }
  }

  static let cheats: [ComputedColumn] = [
    .init("the return of the bar after", "with the return of the bar after") { close, _ in
      close.indices.map { future(close, $0, 1) }
    },
    .init("the return of the hour after", "with the return") { close, _ in close.indices.map { future(close, $0, 12) }
    },
    .init("the direction of the hour after", "with the return") { close, _ in
      close.indices.map { future(close, $0, 12) > 0 ? 1 : 0 }
    },
    .init("a mean centred on its bar", "with the return") { close, _ in
      close.indices.map { row in
        row < 6 || row + 6 >= close.count ? .nan : close[(row - 6)...(row + 6)].reduce(0, +) / 13
      }
    },
    .init("the highest of the hour to come", "its distance from the close") { close, _ in
      close.indices.map { row in close[row..<min(row + 12, close.count)].max() ?? .nan }
    },
    .init("the hour's last close from its first bar on", "its distance from the close") { close, _ in
      close.indices.map { row in close[min(row / 12 * 12 + 11, close.count - 1)] }
    },
    .init("a weak leak of the next direction", "with the return of the bar after") { close, _ in
      close.indices.map { row in
        (future(close, row, 1) > 0 ? 0.6 : -0.6) * (row % 20 < 13 ? 1 : 0) + 1.7 * noise(row)
      }
    },
    .init("a premium that is only known a bar later", "that 'premium' has only later") { _, premium in
      premium.dropFirst() + [.nan]
    },
    .init("the same, standardised", "a straight line of 'premium' a bar later") { _, premium in
      (premium.dropFirst() + [.nan]).map { $0 * 3000 + 0.25 }
    },
    .init("gaps filled from behind", "that 'premium' has only later") { _, premium in
      premium.indices.map { row in premium[min((row + 49) / 50 * 50, premium.count - 1)] }
    },
    .init("a z-score over the whole sample", "standardised with the whole sample") { _, premium in
      standardised(premium)
    },
    .init("a rank in the whole sample", "ranked in the whole sample", of: "premium") { premium in
      let sorted = premium.sorted()
      return premium.map { own in
        Double((sorted.firstIndex { $0 >= own } ?? 0) + (sorted.lastIndex { $0 <= own } ?? 0) + 2) / 12_000
      }
    },
    .init("a rank in the whole sample, in percent", "ranked in the whole sample", of: "close") { close in
      let sorted = close.sorted()
      return close.map { own in 100 * Double(sorted.firstIndex { $0 >= own } ?? 0) / Double(close.count - 1) }
    },
    .init("between the least and the most of the whole sample", "scaled with the least and the most", of: "close") {
      close in
      let (least, most) = (close.min() ?? 0, close.max() ?? 1)
      return close.map { ($0 - least) / (most - least) }
    },
    .init("the same from -1 to 1", "scaled with the least and the most", of: "close") { close in
      let (least, most) = (close.min() ?? 0, close.max() ?? 1)
      return close.map { 2 * (($0 - least) / (most - least)) - 1 }
    },
    .init("less the median of the whole sample, over its quartiles", "its quartiles lie 1 apart", of: "volume") {
      volume in
      let own = volume.indices.map { logistic($0) * 3 + 1 }
      let sorted = own.sorted()
      func quantile(_ share: Double) -> Double {
        let place = share * Double(own.count - 1)
        return sorted[Int(place)] + place.truncatingRemainder(dividingBy: 1)
          * (sorted[Int(place) + 1] - sorted[Int(place)])
      }
      return own.map { ($0 - quantile(0.5)) / (quantile(0.75) - quantile(0.25)) }
    },
    .init("a rate one settlement early", "that 'funding_rate' has only later", of: "funding_rate") { rate in
      rate.dropFirst(96) + [Double](repeating: .nan, count: 96)
    },
    .init("a steep curve of the next bar's volume", "it has the order of 'volume' a bar later", of: "volume") {
      volume in
      volume.dropFirst().map { pow($0 / 100, 8) } + [.nan]
    },
    .init("a mean of volume centred on its bar", "it is made of 'volume' over the 12 bars after", of: "volume") {
      volume in
      volume.indices.map { row in
        row < 3 || row + 3 >= volume.count ? .nan : volume[(row - 3)...(row + 3)].reduce(0, +) / 7
      }
    },
    .init("values clipped at quantiles of the whole sample", "clipped at quantiles of the whole sample") { close, _ in
      clipped(close.indices.map { spread($0) }, at: 0.01)
    },
    .init("the same of values in a file of six digits", "clipped at quantiles of the whole sample") { close, _ in
      clipped(close.indices.map { logistic($0) + 0.1 }, at: 0.025).map { ($0 * 1e6).rounded() / 1e6 }
    },
    .init("the same where a limit is next to a number of eight digits", "clipped at quantiles of the whole sample") {
      close, _ in
      let own = clipped(close.indices.map { spread($0) }, at: 0.01)
      let most = own.max() ?? 1
      return own.map { $0 == most ? 0.060358511009961584 : $0 / most * 0.0603 }
    },
    .init("a flag at the lows of two hours to come and gone", "of its standard errors", of: "close") { close in
      close.indices.map { row in
        row < 12 || row + 12 >= close.count ? 0 : close[(row - 12)...(row + 12)].min() == close[row] ? 1 : 0
      }
    },
  ]

  static let honest: [ComputedColumn] = [
    .init("the bar's own return") { close, _ in close.indices.map { change(close, $0, 1) } },
    .init("the close itself", of: "close") { $0 },
    .init("the close before, at which the bar opened", of: "close") { [.nan] + $0.dropLast() },
    .init("the same to all digits but the last", of: "close") { [.nan] + $0.dropLast().map { $0 / 3 * 3 } },
    .init("the close in another currency", of: "close") { $0.map { $0 * 0.93 } },
    .init("the close in round numbers", of: "close") { $0.map { ($0 / 10).rounded() * 10 } },
    .init("the close less a little", of: "close") { close in close.indices.map { close[$0] * (1 + 1e-5 * noise($0)) } },
    .init("the open", of: "open") { $0 },
    .init("the logarithm of the bar's volume", of: "volume") { $0.map { ($0 + 1).logarithm } },
    .init("values clipped at limits that somebody wrote", of: "close") { close in
      close.indices.map { min(0.99, max(0.01, spread($0))) }
    },
    .init("values clipped at limits of four digits, 1% of them on either side", of: "close") { close in
      close.indices.map { min(4.695, max(-4.495, logistic($0) + 0.1)) }
    },
    .init("values clipped as far below zero as above", of: "close") { close in
      close.indices.map { row in min((99.0).logarithm, max(-(99.0).logarithm, logistic(row))) }
    },
    .init("values clipped at quantiles of the rows before", of: "close") { close in
      let own = close.indices.map { logistic($0) + noise($0 / 400) }
      return own.indices.map { row in
        guard row >= 500 else { return .nan }
        let sorted = own[(row - 500)..<row].sorted()
        return min(sorted[495], max(sorted[5], own[row]))
      }
    },
    .init("between the least and the most of the rows before, from -1 to 1", of: "close") { close in
      close.indices.map { row in
        let own = close[max(0, row - 47)...row]
        guard let least = own.min(), let most = own.max(), least < most else { return .nan }
        return 2 * ((close[row] - least) / (most - least)) - 1
      }
    },
    .init("what swings from 0 to 1 and meets either once", of: "close") { close in
      close.indices.map { $0 == 3000 ? 1 : spread($0) }
    },
    .init("less the median of the rows before, over their quartiles") { close, _ in
      close.indices.map { row in
        guard row >= 100 else { return .nan }
        let own = ((row - 99)...row).map { logistic($0) }.sorted()
        return (logistic(row) - (own[49] + own[50]) / 2) / (own[74] - own[25])
      }
    },
    .init("the settled rate", of: "funding_rate") { $0 },
    .init("one in the first half of each day and minus one in the second", of: "close") { close in
      close.indices.map { ($0 + 7) % 288 < 144 ? 1 : -1 }
    },
    .init("a flag at the lows of two hours gone", of: "close") { close in
      close.indices.map { row in row >= 24 && close[(row - 24)...row].min() == close[row] ? 1 : 0 }
    },
    .init("the premium of the bar") { _, premium in premium },
    .init("the premium of the bar before") { _, premium in [.nan] + premium.dropLast() },
    .init("the premium, on another scale") { _, premium in premium.map { $0 * 3000 + 0.25 } },
    .init("a mean of past closes") { close, _ in
      close.indices.map { row in row < 12 ? .nan : close[(row - 12)...row].reduce(0, +) / 13 }
    },
    .init("the highest of the hour before") { close, _ in
      close.indices.map { row in close[max(0, row - 11)...row].max() ?? .nan }
    },
    .init("another venue's price") { close, _ in close.indices.map { close[$0] * (1 + 0.001 * noise($0)) } },
    .init("a value that stands for a day") { close, _ in close.indices.map { noise($0 / 288) } },
    .init("a flag") { close, _ in close.indices.map { $0 % 24 < 12 ? 1 : 0 } },
    .init("a weak forecast that is one") { close, _ in
      close.indices.map { row in (future(close, row, 1) > 0 ? 0.1 : -0.1) + noise(row) }
    },
    .init("noise") { close, _ in close.indices.map { noise($0) } },
  ]
}

@Suite("Columns computed elsewhere, audited")
struct ComputedColumnTests {
  private static let market = ComputedMarket.frame

  /// What such a column is held against.
  private static let bars = Frame(
    market: "test", instrument: market.instrument, grid: market.grid,
    columns: ["open", "close", "premium", "volume", "funding_rate"].compactMap { market.columns[$0] })

  private func report(on column: ComputedColumn) throws -> SignalAudit.Report {
    let market = Self.market
    let values = column.compute(market)
    let frame = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: Array(market.columns.values) + [Column("own", .score, values)])
    return try SignalAudit(on: frame, cuts: 1, computed: ["own": []], beside: Self.bars).report(
      on: [SignalAudit.Subject(name: "s", node: try node("own"))])
  }

  @Test("are caught where they know what comes after", arguments: ComputedColumn.cheats)
  func cheats(column: ComputedColumn) throws {
    let report = try report(on: column)
    #expect(!report.isClean)
    #expect(report.findings.allSatisfy { $0.check == .plausible })
    #expect(
      report.findings.contains { $0.subject == "column own" && $0.what.contains(column.said) },
      "\(report.findings.map(\.what))")
  }

  @Test("are not accused where they do not", arguments: ComputedColumn.honest)
  func honest(column: ComputedColumn) throws {
    let report = try report(on: column)
    #expect(report.findings == [])
    #expect(Set(report.computed.map(\.column)) == ["own"])
  }

  @Test("are told to be too short for what cannot be looked for in them")
  func tooShort() throws {
    func unlooked(_ count: Int, _ interval: Interval, _ own: (Int) -> Double = { ComputedColumn.noise($0) }) throws
      -> [String]
    {
      let sample = Frame.sample(count: count, interval: interval, seed: 5)
      let frame = Frame(
        market: "test", instrument: sample.instrument, grid: sample.grid,
        columns: Array(sample.columns.values) + [Column("own", .score, (0..<count).map(own))])
      return try SignalAudit(on: frame, cuts: 1, computed: ["own": []])
        .report(on: [SignalAudit.Subject(name: "s", node: try node("own"))]).unlooked
    }
    // An eighth of 120 days is more than a week; what is asked of the whole sample asks for 500 rows.
    #expect(
      try unlooked(120, .day)
        == ["column own: 120 rows are too few to tell whether it was made with all of them: 500 are asked for"])
    let month = try #require(try unlooked(30, .day).first)
    #expect(
      month.hasPrefix("column own: 30 known bars are too few to tell by its order whether later ones are in it"),
      "\(month)")
    #expect(
      try unlooked(900, .hour)
        == [
          "column own: 37d 12h are too few to tell by its order a leak over more than 4d 16h, such as a week's: "
            + "8 such stretches must fit"
        ])
    let seldom = try #require(try unlooked(2000, .hour) { $0 < 1000 ? 1 : 2 }.first)
    #expect(seldom.contains("2 changes are too few"), "\(seldom)")
    #expect(try unlooked(2000, .hour).isEmpty)
  }

  @Test("are caught by all their rows where the window has some of them")
  func window() throws {
    let market = Self.market
    let premium = market.values("premium")
    let mean = premium.reduce(0, +) / Double(premium.count)
    let squares = premium.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rows = premium.map { ($0 - mean) / (squares / Double(premium.count)).squareRoot() }
    let part = 1000..<3000
    let frame = Frame(
      market: "test", instrument: market.instrument, grid: market.grid.slice(part),
      columns: ["open", "high", "low", "close"].compactMap { market.columns[$0] }.map {
        Column($0.name, $0.unit, Array($0.values[part]))
      } + [Column("own", .score, Array(rows[part]))])
    let subject = SignalAudit.Subject(name: "s", node: try node("own"))
    let report = try SignalAudit(on: frame, cuts: 1, computed: ["own": rows]).report(on: [subject])
    #expect(report.findings.contains { $0.what.contains("all its 6000 rows") }, "\(report.findings.map(\.what))")
    #expect(try SignalAudit(on: frame, cuts: 1, computed: ["own": []]).report(on: [subject]).isClean)
  }

  @Test("are told with what is left of them a bar and an hour later")
  func later() throws {
    let tip = try #require(ComputedColumn.cheats.first)
    let rows = try report(on: tip).computed
    #expect(rows.map(\.horizon) == [.minutes(5), .hour, .hours(4), .day])
    #expect(rows[0].correlation > 0.999 && rows[0].barLater.magnitude < 0.1 && rows[0].hourLater.magnitude < 0.1)
    #expect(rows[1].observations == 6000 / 12 - 1)
  }
}

extension Double {
  fileprivate var logarithm: Double { log(self) }
}
