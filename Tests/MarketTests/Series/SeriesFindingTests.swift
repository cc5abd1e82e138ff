import Market
import Testing

@Suite("What is found in the rows of a series")
struct SeriesFindingTests {
  private static let start = Instant(year: 2025, month: 1, day: 1)

  /// Hourly bars of about 100 with a volume of about 10, and what `change` makes of them.
  private static func bars(
    _ count: Int = 200, _ change: (_ stamps: inout [Int64], _ columns: inout [String: [Double]]) -> Void = { _, _ in }
  ) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .klines, cadence: .hour)
    var stamps = (0..<count).map { (start + .hours($0)).milliseconds }
    let bases: [String: Double] = [
      "open": 100, "high": 101, "low": 99, "close": 100.5, "quote_volume": 1000, "taker_buy_volume": 5,
      "taker_buy_quote_volume": 500,
    ]
    var columns: [String: [Double]] = [:]
    for column in descriptor.columns {
      let base = bases[column.name] ?? 10
      columns[column.name] = (0..<count).map { base + Double($0 % 5) / 10 }
    }
    columns["open"] = Array(([100] + (columns["close"] ?? [])).prefix(count))
    change(&stamps, &columns)
    return Series(
      descriptor: descriptor, stamps: stamps, columns: descriptor.columns.map { columns[$0.name] ?? [] })
  }

  private static func hour(_ row: Int) -> Instant { start + .hours(row) }

  private func said(_ findings: [SeriesFinding]) -> [String] {
    findings.map {
      "\($0.weight): \($0.what) (\($0.count) from row \(($0.first.milliseconds - Self.start.milliseconds) / 3_600_000))"
    }
  }

  @Test("nothing, where nothing is wrong")
  func nothing() {
    #expect(Self.bars().findings.isEmpty)
    #expect(Self.bars(0).findings.isEmpty)
  }

  @Test("rows that are missing, by gaps")
  func gaps() {
    let series = Self.bars { stamps, columns in
      for row in [150, 41, 40] {
        stamps.remove(at: row)
        for name in columns.keys { columns[name]?.remove(at: row) }
      }
    }
    #expect(said(series.findings) == ["note: missing rows in 2 gaps (3 from row 40)"])
  }

  @Test("values that are not known, and bars without a trade")
  func unknown() {
    let series = Self.bars { _, columns in
      for row in [7, 9] { columns["quote_volume"]?[row] = .nan }
      columns["volume"]?[30] = 0
      columns["high"]?[30] = 100
      columns["low"]?[30] = 100
    }
    #expect(
      said(series.findings) == [
        "note: 'quote_volume' is not known (2 from row 7)", "note: zero volume at a flat price (1 from row 30)",
      ])
  }

  @Test(
    "a wick far from the closes at both its sides, upwards and downwards, and none where one of them went along",
    arguments: [
      ("high", 160, "note"), ("low", 60, "note"), ("high", 1100, "wrong"), ("low", 9, "wrong"), ("high", 140, nil),
    ])
  func wicks(column: String, price: Double, weight: String?) {
    let found = Self.bars { _, columns in columns[column]?[20] = price }.findings.filter {
      $0.what.contains("a high is")
    }
    #expect(found.map { "\($0.weight)" } == [weight].compactMap(\.self))
    #expect(found.allSatisfy { $0.count == 1 && $0.first == Self.hour(20) })
    let crash = Self.bars { _, columns in
      columns["low"]?[20] = 40
      columns["close"]?[20] = 45
    }
    #expect(!said(crash.findings).contains { $0.contains("a high is") })
  }

  @Test("one settled rate beyond the caps of venues, and none where most are as large")
  func loneRate() {
    func series(_ rates: [Double]) -> Series {
      let descriptor = SeriesDescriptor(
        instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .funding, cadence: .hours(8))
      let hours = rates.map { _ in 8.0 }
      return Series(
        descriptor: descriptor, stamps: rates.indices.map { Self.hour(8 * $0).milliseconds },
        columns: descriptor.columns.map { $0.name == "funding_rate" ? rates : hours })
    }
    let calm = [Double](repeating: 0.0001, count: 20)
    let words = "a rate is beyond 3% at one settlement, and more than twenty times as large as most"
    #expect(said(series(calm + [-0.04] + calm).findings) == ["note: \(words) (1 from row 160)"])
    #expect(said(series(calm + [0.5] + calm).findings) == ["wrong: \(words) (1 from row 160)"])
    #expect(series([Double](repeating: 0.035, count: 20)).findings.isEmpty)
  }

  @Test("a slip of the decimal point in a volume, in whatever row it stands", arguments: [0, 1, 63, 64, 65, 130, 199])
  func leap(row: Int) {
    let series = Self.bars { _, columns in columns["volume"]?[row] = 2e6 }
    #expect(
      said(series.findings) == ["wrong: volume is 10000 times the middle of its neighbours (1 from row \(row))"])
  }

  @Test("rows without volume are no neighbours to be compared with, and a market that comes alive makes no leap")
  func alive() {
    let series = Self.bars { _, columns in
      for row in 0..<100 { columns["volume"]?[row] = row < 50 ? 0 : 0.0001 }
    }
    #expect(!series.findings.contains { $0.what.hasPrefix("volume") && $0.count > 5 })
  }

  @Test("closes that leap, up and down")
  func closes() {
    let series = Self.bars { _, columns in
      columns["close"]?[20] = 1100
      columns["close"]?[80] = 108
    }
    #expect(
      said(series.findings) == [
        "wrong: close is more than ten times, or less than a tenth of, the row before (2 from row 20)",
        "note: close moved more than 5% in a bar (4 from row 20)",
      ])
  }

  @Test("of a range, only what lies in it")
  func range() {
    let series = Self.bars { _, columns in columns["close"]?[20] = 150 }
    #expect(series.findings(in: TimeRange(from: Self.hour(30), to: Self.hour(90))).isEmpty)
    #expect(series.findings(in: TimeRange(from: Self.hour(300), to: Self.hour(900))).isEmpty)
    #expect(series.findings(in: TimeRange(from: Self.hour(10), to: Self.hour(90))) == series.findings)
  }

  @Test("an audit finds bars that cannot be, and so does a result, in its window")
  func impossible() {
    let series = Self.bars { _, columns in
      columns["high"]?[12] = 99
      columns["low"]?[90] = 0
    }
    #expect(series.findings.isEmpty)
    #expect(
      said(series.audit) == [
        "wrong: the high is below, or the low above, another price of its bar (1 from row 12)",
        "wrong: low is not above zero (1 from row 90)",
      ])
    #expect(said(series.impossibleBars(in: TimeRange(from: Self.hour(13), to: Self.hour(90)))).isEmpty)
    #expect(said(series.impossibleBars(in: TimeRange(from: Self.hour(12), to: Self.hour(90)))).count == 1)
    let negative = Self.bars { _, columns in columns["volume"]?[12] = -1 }
    #expect(said(negative.impossibleBars()) == ["wrong: volume is below zero (1 from row 12)"])
  }

  @Test("takers who bought more than was traded, and a value that no trade of its bar can have had")
  func flows() {
    let series = Self.bars { _, columns in
      columns["taker_buy_volume"]?[7] = 11
      columns["quote_volume"]?[30] = 1200
    }
    #expect(
      said(series.audit) == [
        "wrong: takers bought more than was traded (1 from row 7)",
        "note: the mean price, quote_volume over volume, lies outside its bar (1 from row 30)",
      ])
    let contracts = Self.bars { _, columns in columns["volume"] = columns["volume"]?.map { $0 * 100 } }
    #expect(
      said(contracts.audit) == [
        "wrong: the mean price, quote_volume over volume, lies outside its bar (200 from row 0)"
      ])
  }

  @Test("a price that stands still for a day of bars is said, and not for less", arguments: [23, 24, 60])
  func still(rows: Int) {
    let series = Self.bars { _, columns in
      for row in 50..<(50 + rows) { columns["close"]?[row] = 100.25 }
    }
    #expect(
      said(series.audit)
        == (rows < 24 ? [] : ["note: close repeats its value for 24 rows or more (\(rows - 1) from row 51)"]))
  }

  @Test("a last bar that was saved too early has a sliver of volume and range")
  func unfinished() {
    let series = Self.bars { _, columns in
      for (name, left) in [("volume", 0.5), ("quote_volume", 50), ("taker_buy_volume", 0.2)] {
        columns[name]?[199] = left
      }
      for name in ["open", "high", "low", "close"] { columns[name]?[199] = 100 }
    }
    #expect(said(series.audit).map { String($0.prefix(18)) } == ["note: the last bar"])
  }

  @Test("funding rates in percent are no fractions", arguments: [(0.0001, false), (0.015, true)])
  func percent(rate: Double, isWrong: Bool) {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .funding, cadence: .hours(8))
    let series = Series(
      descriptor: descriptor, stamps: (0..<30).map { Self.hour(8 * $0).milliseconds },
      columns: descriptor.columns.map { column in
        (0..<30).map { column.name == "funding_rate" ? rate * Double($0 % 3 - 1 == 0 ? 1 : -1) : .nan }
      })
    #expect(series.audit.contains { $0.weight == .wrong && $0.what.contains("percent") } == isWrong)
  }

  @Test("shares of longs and shorts beyond 1 are percent, and a share of 1 is one")
  func shares() {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .longShort, cadence: .hour,
      columns: [ColumnDescriptor("long_share", .fraction), ColumnDescriptor("short_share", .fraction)])
    let series = Series(
      descriptor: descriptor, stamps: (0..<4).map { Self.hour($0).milliseconds },
      columns: [[0.5, 1, .nan, 0.25], [0.5, 0, 49.5, 75]])
    let wrong = series.audit.filter { $0.weight == .wrong }
    #expect(said(wrong) == ["wrong: short_share is not from 0 to 1 (2 from row 2)"])
  }
}
