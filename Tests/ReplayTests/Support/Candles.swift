import Market
import Replay

/// Small markets written as tables, so that a scenario can be read beside what it should produce.
enum Candles {
  /// One line a bar: `open high low close` and perhaps a volume, or `-` for a bar the market did not print. Bars are hourly
  /// from 2025-01-01T00:00Z unless told otherwise.
  ///
  /// - Parameter finer: the bars inside the bars, as many for each.
  static func frame(
    _ table: String, interval: Interval = .hour, start: Instant = Instant(year: 2025, month: 1, day: 1),
    funding: [Settlement] = [], evaluation: Range<Int>? = nil, extra: [Column] = [],
    finer: String = "", contract change: (inout Contract) -> Void = { _ in }
  ) -> Scenario {
    let rows = numbers(table)
    let parts = numbers(finer)
    func inner(_ index: Int) -> [Double] { parts.map { $0.count > index ? $0[index] : .nan } }
    let path =
      parts.isEmpty
      ? nil
      : FinerBars(
        interval: Interval(milliseconds: interval.milliseconds * Int64(rows.count) / Int64(parts.count)),
        parts: parts.count / rows.count,
        bars: Bars(open: inner(0), high: inner(1), low: inner(2), close: inner(3)))
    let volume =
      rows.contains { $0.count > 4 }
      ? [Column("volume", .base, rows.map { $0.count > 4 ? $0[4] : .nan })] : []
    func column(_ index: Int, _ name: String) -> Column {
      Column(name, .price, rows.map { $0.count > index ? $0[index] : .nan })
    }
    let instrument = Instrument(venue: "test", symbol: "TEST")
    var contract = instrument.contract
    change(&contract)
    let frame = Frame(
      market: "table", instrument: instrument, contract: contract,
      grid: Grid(start: start, interval: interval, count: rows.count), evaluation: evaluation,
      columns: [column(0, "open"), column(1, "high"), column(2, "low"), column(3, "close")] + volume + extra,
      path: path)
    return Scenario(frame: frame, settlements: funding)
  }

  /// Bars of the mark, one line a bar: `open high low`, or `-` for one that is missing.
  static func marks(_ table: String) -> [Column] {
    let rows = numbers(table)
    guard !rows.isEmpty else { return [] }
    return ["mark_open", "mark_high", "mark_low"].enumerated().map { place, name in
      Column(name, .price, rows.map { $0.count > place ? $0[place] : .nan })
    }
  }

  private static func numbers(_ table: String) -> [[Double]] {
    table.split(separator: "\n").map { line in
      line.split(separator: " ").map { $0 == "-" ? Double.nan : Double($0) ?? .nan }
    }
  }

  /// A settlement `hours` and `minutes` after the table begins.
  static func funding(_ hours: Int, minutes: Int = 0, rate: Double, price: Double) -> Settlement {
    Settlement(
      instant: Instant(year: 2025, month: 1, day: 1, hour: hours, minute: minutes), rate: rate, price: price,
      priceSource: .mark)
  }
}
