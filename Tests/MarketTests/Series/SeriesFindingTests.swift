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
    let bases: [String: Double] = ["open": 100, "high": 101, "low": 99, "close": 100.5]
    var columns: [String: [Double]] = [:]
    for column in descriptor.columns {
      let base = bases[column.name] ?? 10
      columns[column.name] = (0..<count).map { base + Double($0 % 5) / 10 }
    }
    change(&stamps, &columns)
    return Series(
      descriptor: descriptor, stamps: stamps, columns: descriptor.columns.map { columns[$0.name] ?? [] })
  }

  private static func hour(_ row: Int) -> Instant { start + .hours(row) }

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
    #expect(series.findings == [SeriesFinding(what: "missing rows in 2 gaps", count: 3, first: Self.hour(40))])
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
      series.findings == [
        SeriesFinding(what: "'quote_volume' is not known", count: 2, first: Self.hour(7)),
        SeriesFinding(what: "zero volume at a flat price", count: 1, first: Self.hour(30)),
      ])
  }

  @Test("a slip of the decimal point in a volume, in whatever row it stands", arguments: [0, 1, 63, 64, 65, 130, 199])
  func leap(row: Int) {
    let series = Self.bars { _, columns in columns["volume"]?[row] = 2e6 }
    #expect(
      series.findings == [
        SeriesFinding(what: "volume is 10000 times the middle of its neighbours", count: 1, first: Self.hour(row))
      ])
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
      series.findings == [
        SeriesFinding(
          what: "close is more than ten times, or less than a tenth of, the row before", count: 2, first: Self.hour(20)),
        SeriesFinding(what: "close moved more than 5 % in a bar", count: 4, first: Self.hour(20)),
      ])
  }

  @Test("of a range, only what lies in it")
  func range() {
    let series = Self.bars { _, columns in columns["close"]?[20] = 150 }
    #expect(series.findings(in: TimeRange(from: Self.hour(30), to: Self.hour(90))).isEmpty)
    #expect(series.findings(in: TimeRange(from: Self.hour(300), to: Self.hour(900))).isEmpty)
    #expect(series.findings(in: TimeRange(from: Self.hour(10), to: Self.hour(90))) == series.findings)
  }
}
