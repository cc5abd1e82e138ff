import Feeds
import Market
import Testing

@Suite("Bars of the demo market hold together")
struct DemoBarsTests {
  static let bars = DemoFixture.series.map(\.descriptor).filter { $0.known == .atClose && $0.columns.count >= 4 }

  @Test("high is highest and low is lowest", arguments: bars)
  func candles(descriptor: SeriesDescriptor) throws {
    #expect(Self.bars.count == 5)
    let bars = try DemoFixture.series(descriptor).columns
    let wrong = bars[0].indices.filter { row in
      let (open, high, low, close) = (bars[0][row], bars[1][row], bars[2][row], bars[3][row])
      return high < max(open, close) || low > min(open, close)
    }
    #expect(wrong.isEmpty)
  }

  @Test("values are multiples of the step the venue prints", arguments: DemoFixture.series.map(\.descriptor))
  func steps(descriptor: SeriesDescriptor) throws {
    let series = try DemoFixture.series(descriptor)
    for (column, values) in zip(descriptor.columns, series.columns) {
      let step: Double =
        switch column.unit {
        case .price: 10
        case .base: 1000
        case .quote: 100
        case .fraction: 100_000_000
        default: 1
        }
      #expect(values.allSatisfy { ($0 * step).rounded() / step == $0 }, "\(column.name)")
    }
  }

  @Test("a bar opens within a tick of the last close, and not always on it")
  func opens() throws {
    let bars = try DemoFixture.series(.klines, .minutes(5))
    var moved = 0
    var wide = 0
    for row in 1..<bars.count where bars.stamps[row] - bars.stamps[row - 1] == 300_000 {
      let ticks = abs(((bars.columns[0][row] - bars.columns[3][row - 1]) * 10).rounded())
      if ticks == 1 { moved += 1 }
      if ticks > 1 { wide += 1 }
    }
    #expect(wide == 0)
    #expect((0.2...0.3).contains(Double(moved) / Double(bars.count)))
  }

  @Test("an hour is its five-minute bars: first open, extremes, last close, and sums to the last decimal")
  func hours() throws {
    let bars = try DemoFixture.series(.klines, .minutes(5))
    let hours = try DemoFixture.series(.klines, .hour)
    var expected: [Int64: [Int]] = [:]
    let steps = [10.0, 10, 10, 10, 1000, 100, 1, 1000, 100]
    for row in 0..<bars.count {
      let stamp = bars.stamps[row] / 3_600_000 * 3_600_000
      let new = zip(bars.columns, steps).map { Int(($0[row] * $1).rounded()) }
      guard let old = expected[stamp] else {
        expected[stamp] = new
        continue
      }
      expected[stamp] =
        [old[0], max(old[1], new[1]), min(old[2], new[2]), new[3]] + (4..<9).map { old[$0] + new[$0] }
    }
    #expect(hours.count == expected.count)
    let wrong = (0..<hours.count).filter { row in
      expected[hours.stamps[row]] != zip(hours.columns, steps).map { Int(($0[row] * $1).rounded()) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    "quote volume is volume at prices within the bar, and takers buy a part of it",
    arguments: [DemoMarket.instrument, DemoMarket.spotPair])
  func flows(instrument: Instrument) throws {
    let bars = try DemoFixture.series(.klines, .minutes(5), of: instrument).columns
    let wrong = bars[0].indices.filter { row in
      let (high, low, volume, quote) = (bars[1][row], bars[2][row], bars[4][row], bars[5][row])
      let (bought, boughtQuote) = (bars[7][row], bars[8][row])
      // Half a tick of price and half a cent of rounding.
      let slack = 0.05 * volume + 0.005
      return quote > high * volume + slack || quote < low * volume - slack || bought > volume || boughtQuote > quote
    }
    #expect(wrong.isEmpty)
  }

  @Test("mark and spot stay near the traded price, and the premium is what lies between")
  func neighbours() throws {
    let close = try DemoFixture.column("close", of: .klines)
    let mark = try DemoFixture.column("mark", of: .mark)
    let spot = try DemoFixture.column("close", of: .klines, DemoMarket.spotPair)
    let premium = try DemoFixture.column("premium", of: .premium)
    let rows = close.indices.filter { !(close[$0] + mark[$0] + spot[$0] + premium[$0]).isNaN }
    #expect(rows.count > 52_900)
    #expect(rows.allSatisfy { abs(mark[$0] / close[$0] - 1) < 0.005 })
    // Where a premium is bridged from the bar before, it is a bar old; everywhere else spot is price less premium.
    let exact = rows.filter { abs(close[$0] / spot[$0] - 1 - premium[$0]) < 0.000_005 }
    #expect(rows.count - exact.count <= 10)
  }
}
