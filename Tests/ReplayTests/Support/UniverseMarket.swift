import Market
import Replay
import Signals

/// Small markets of several instruments, made by the test.
struct UniverseMarket {
  let frame: Frame
  /// Of each member, in order.
  let settlements: [[Settlement]]

  struct Member {
    let symbol: String
    /// Rows of open, high, low and close; a row that is not finite was not printed.
    let rows: [[Double]]
    var settlements: [Settlement] = []
    var extra: [Column] = []
  }

  init(
    _ members: [Member], interval: Interval = .hour, start: Instant = Instant(year: 2025, month: 1, day: 1),
    rows count: Int? = nil, lot: Double? = nil
  ) {
    let count = count ?? members[0].rows.count
    let grid = Grid(start: start, interval: interval, count: count)
    let made = members.map { member in
      func values(_ place: Int) -> [Double] { member.rows.prefix(count).map { $0[place] } }
      let bars = Bars(open: values(0), high: values(1), low: values(2), close: values(3))
      let columns = [
        Column("open", .price, bars.open), Column("high", .price, bars.high), Column("low", .price, bars.low),
        Column("close", .price, bars.close),
      ]
      let extra = member.extra.map { Column($0.name, $0.unit, Array($0.values.prefix(count))) }
      let instrument = Instrument(venue: "binance", symbol: member.symbol)
      var contract = instrument.contract
      contract.lot = lot
      return FrameMember(
        name: member.symbol, instrument: instrument, contract: contract, bars: bars, columns: columns + extra
      )
    }
    frame = Frame(
      market: "universe", members: made, isUniverse: true, grid: grid, columns: made.first?.columns ?? [])
    settlements = members.map { member in member.settlements.filter { $0.instant <= grid.range.to } }
  }

  func tape() throws -> PreparedMarket { try PreparedMarket(frame, legs: settlements) }

  func bound(_ text: String) throws -> BoundStrategy {
    try StrategyFile.parse(text + "\n", file: "portfolio.yaml").bound()
  }

  func run(_ text: String) throws -> Run { try bound(text).run(Evaluator(frame), on: tape()) }

  /// Random members of one scenario's grid.
  static func random(
    _ symbols: [String], bars: Int, seed: UInt64, rows: Int? = nil, extra: [String: [Column]] = [:], leap: Double = 0,
    lot: Double? = nil
  ) -> UniverseMarket {
    var first: Scenario?
    let members = symbols.enumerated().map { index, symbol in
      let scenario = Candles.random(bars: bars, seed: seed &+ UInt64(index) &* 1000, leap: leap)
      first = first ?? scenario
      let columns = ["open", "high", "low", "close"].map { scenario.values($0) }
      return Member(
        symbol: symbol, rows: (0..<bars).map { row in columns.map { $0[row] } }, settlements: scenario.settlements,
        extra: extra[symbol] ?? [])
    }
    guard let grid = first?.grid else { return UniverseMarket(members) }
    return UniverseMarket(members, interval: grid.interval, start: grid.start, rows: rows, lot: lot)
  }
}
