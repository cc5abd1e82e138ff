import Frames
import Market
import Store
import TestSupport
import Testing

/// Another reckoning of every column of every kind: bar by bar, over all rows, from what the name of the column says.
@Suite("What is not there is not what was there before")
struct MissingBarTests {
  private static let bar = Interval.minutes(15)
  private static let bars = 96
  private static let kinds = SeriesKind.all.filter { $0.rows == .one && !$0.columns.isEmpty }
  private static let sums: Set = [
    "volume", "quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume", "base_volume",
    "taker_buy_base_volume", "bought_value", "sold_value", "bought_volume", "sold_volume", "buy_trades", "sell_trades",
    "long_liquidations", "short_liquidations", "long_liquidations_value", "short_liquidations_value",
  ]

  /// How a column is read, by its name alone.
  private enum Reading { case sum, ofBar, extreme, level }

  private static func reading(_ name: String) -> Reading {
    if sums.contains(name) { return .sum }
    if name == "taker_ratio" { return .ofBar }
    return ["open", "high", "low"].contains(name.split(separator: "_").last ?? "") ? .extreme : .level
  }

  /// Rows of a kind with all the columns it can have, a quarter of them missing and some without a value.
  private static func holed(_ kind: SeriesKind, every cadence: Interval, delay: Interval, seed: UInt64) -> Series {
    var random = KnuthRandom(seed: seed)
    let descriptor = SeriesDescriptor(
      instrument: bybitBTC, kind: kind, cadence: cadence, columns: kind.columns + kind.otherColumns, delay: delay)
    let count = Int(bar.milliseconds * Int64(bars) / cadence.milliseconds)
    let kept = (0..<count).filter { _ in random.unit() > 0.25 }
    return Series(
      descriptor: descriptor, stamps: kept.map { (newYear + cadence * $0).milliseconds },
      columns: descriptor.columns.map { _ in
        kept.map { _ in random.unit() < 0.05 ? .nan : (random.unit() * 1e6).rounded() }
      })
  }

  private static func expected(_ rows: Series, _ column: Int) -> [Double] {
    let cadence = rows.descriptor.cadence ?? .zero
    let known = rows.stamps.map { $0 + rows.descriptor.knownAfter.milliseconds }
    let values = rows.columns[column]
    let name = rows.descriptor.columns[column].name
    func last(at close: Int64, youngerThan age: Interval) -> Double {
      guard let row = known.lastIndex(where: { $0 <= close }), close - known[row] < age.milliseconds else {
        return .nan
      }
      return values[row]
    }
    return (0..<bars).map { row -> Double in
      let close = (newYear + bar * (row + 1)).milliseconds
      let inside = known.indices.filter { known[$0] > close - bar.milliseconds && known[$0] <= close }
      let parts = bar.count(of: cadence)
      func joined(_ join: ([Double]) -> Double) -> Double {
        guard let parts else { return last(at: close, youngerThan: cadence) }
        let some = inside.map { values[$0] }
        return some.count == parts && !some.contains(where: \.isNaN) ? join(some) : .nan
      }
      switch reading(name) {
      case .level: return last(at: close, youngerThan: cadence * 2)
      case .ofBar: return last(at: close, youngerThan: cadence)
      case .sum: return joined { $0.reduce(0, +) }
      case .extreme:
        return joined {
          name.hasSuffix("open") ? $0[0] : (name.hasSuffix("high") ? $0.max() : $0.min()) ?? .nan
        }
      }
    }
  }

  @Test(
    "of every column of every kind, whole or in parts, in time or late: sums are of whole bars, levels are carried a while",
    arguments: [Interval.minutes(5), .minutes(15), .hour], [Interval.zero, .minute, .minutes(15)])
  func law(cadence: Interval, delay: Interval) throws {
    let scratch = try ScratchFolder()
    for seed in UInt64(1)...3 {
      let series = Self.kinds.enumerated().map { index, kind in
        Self.holed(kind, every: cadence, delay: delay, seed: seed * 100 + UInt64(index))
      }
      let dataset = try scratch.dataset(
        "holes\(seed)", [ramp(.klines, every: Self.bar, count: Self.bars, plus: 1000)] + series)
      for rows in series where rows.descriptor.kind != .funding {
        let names = rows.descriptor.columns.map { "bybit.\($0.name)" }
        let frame = try dataset.frame(of: "\(btc)", columns: Set(names), funding: nil)
        for (column, name) in names.enumerated() {
          let (values, expected) = (frame.values(name), Self.expected(rows, column))
          #expect(
            zip(values, expected).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN },
            "\(name) of \(rows.descriptor.kind) every \(cadence), \(delay) late")
          #expect(expected.contains { !$0.isNaN } && expected.contains(where: \.isNaN))
        }
      }
    }
  }

  @Test("liquidations of an hour that is not there are unknown, and open interest of it is the hour's before")
  func table() throws {
    func kept(_ kind: SeriesKind) -> Series { ramp(kind, every: .hour, count: 5).keeping(rows: [0, 1, 3, 4]) }
    let scratch = try ScratchFolder()
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .hour, count: 5), kept(.liquidations), kept(.openInterest)])
    let frame = try dataset.frame(columns: ["long_liquidations", "open_interest"])
    #expect(frame.values("long_liquidations").map(\.isNaN) == [false, false, true, false, false])
    #expect(frame.values("open_interest") == [1, 1, 3, 4, 4])
  }

  @Test("what an hour adds up stands on each bar of the hour after it, and is said to be counted more than once")
  func wider() throws {
    let scratch = try ScratchFolder()
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .minutes(20), count: 9), ramp(.liquidations, every: .hour, count: 3)])
    let frame = try dataset.frame(columns: ["long_liquidations"])
    #expect(frame.values("long_liquidations").suffix(7) == [0, 0, 0, 1, 1, 1, 2])
    #expect(
      frame.findings.contains {
        $0.hasPrefix("long_liquidations is what binance:BTCUSDT liquidations 1h adds up over 1h")
          && $0.contains("counts it more than once") && $0.contains("--interval 1h")
      })
    let asWide = try dataset.frame(interval: .hour, columns: ["long_liquidations"])
    #expect(!asWide.findings.contains { $0.contains("more than once") })
  }

  @Test("sizes at the best bid are not added up over a bar, as trades are")
  func quotes() throws {
    func events(_ kind: SeriesKind) -> Series {
      let descriptor = SeriesDescriptor(instrument: btc, kind: kind, cadence: nil)
      return Series(
        descriptor: descriptor, stamps: (0..<6).map { (newYear + .minutes(10) * $0).milliseconds },
        columns: descriptor.columns.map { _ in [1, 2, 3, 4, 5, 6] })
    }
    let scratch = try ScratchFolder()
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .minutes(20), count: 2), events(.quotes), events(.trades)])
    let frame = try dataset.frame(columns: ["bid_size", "taker_bought"])
    #expect(frame.values("bid_size") == [3, 5])
    #expect(frame.values("taker_bought") == [5, 9])
  }
}
