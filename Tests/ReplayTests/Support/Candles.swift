import Market
import Replay

/// Small markets written as tables, so that a scenario can be read beside what it should produce.
enum Candles {
  /// One line a bar: `open high low close`, or `-` for a bar the market did not print. Bars are hourly from
  /// 2025-01-01T00:00Z unless told otherwise.
  static func frame(
    _ table: String, interval: Interval = .hour, start: Instant = Instant(year: 2025, month: 1, day: 1),
    funding: [Settlement] = [], evaluation: Range<Int>? = nil, extra: [Column] = [],
    contract change: (inout Contract) -> Void = { _ in }
  ) -> Scenario {
    let rows = table.split(separator: "\n").map { line in
      line.split(separator: " ").map { $0 == "-" ? Double.nan : Double($0) ?? .nan }
    }
    func column(_ index: Int, _ name: String) -> Column {
      Column(name, .price, rows.map { $0.count > index ? $0[index] : .nan })
    }
    let instrument = Instrument(venue: "test", symbol: "TEST")
    var contract = instrument.contract
    change(&contract)
    let frame = Frame(
      market: "table", instrument: instrument, contract: contract,
      grid: Grid(start: start, interval: interval, count: rows.count), evaluation: evaluation,
      columns: [column(0, "open"), column(1, "high"), column(2, "low"), column(3, "close")] + extra)
    return Scenario(frame: frame, settlements: funding)
  }

  /// A settlement `hours` and `minutes` after the table begins.
  static func funding(_ hours: Int, minutes: Int = 0, rate: Double, price: Double) -> Settlement {
    Settlement(
      instant: Instant(year: 2025, month: 1, day: 1, hour: hours, minute: minutes), rate: rate, price: price,
      priceSource: .mark)
  }
}
