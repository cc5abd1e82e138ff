import Market
import Numerics
import Replay
import Research
import Signals
import Statistics

/// A market of hourly bars with a column `s` that does or does not lead the price: what a validation should tell apart.
enum SignalMarket {
  /// - Parameter skill: how many basis points the next bar moves for each unit of `s`.
  static func frame(days: Int, skill: Double, seed: UInt64 = 1) -> Frame {
    let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: 24 * days)
    var random = CounterRandom(seed: seed)
    var signal = 0.0
    var price = 100.0
    var signals: [Double] = []
    var opens: [Double] = []
    var closes: [Double] = []
    for _ in 0..<grid.count {
      opens.append(price)
      price *= 1 + skill * 1e-4 * signal + 0.004 * random.normal()
      closes.append(price)
      signal = 0.9 * signal + 0.19.squareRoot() * random.normal()
      signals.append(signal)
    }
    return Frame(
      market: "planted", instrument: Instrument(venue: "test", symbol: "TEST"), grid: grid,
      columns: [
        Column("open", .price, opens), Column("high", .price, zip(opens, closes).map { max($0, $1) }),
        Column("low", .price, zip(opens, closes).map { min($0, $1) }), Column("close", .price, closes),
        Column("s", .fraction, signals),
      ])
  }

  /// The same bars up to `row`, and other ones from there on.
  static func withOtherFuture(_ frame: Frame, from row: Int) -> Frame {
    Frame(
      market: frame.market, instrument: frame.instrument, grid: frame.grid,
      columns: frame.columns.values.map { column in
        Column(
          column.name, column.unit,
          column.values.enumerated().map {
            $0 < row ? $1 : column.unit == .price ? $1 * (1 + 0.1 * Double($0 % 7)) : -$1
          })
      })
  }

  static let text = """
    name: follow
    parameters:
      entry: 1
      exit: 0
      trend: 2
    signals:
      smooth: mean(s, trend)
    long: { enter: smooth > entry, exit: smooth < exit }
    short: { enter: smooth < -entry, exit: smooth > -exit }
    costs: { taker: 1bps, slippage: 0.5bps }
    """

  static func replays(
    _ frame: Frame, grid: [String] = ["entry=0.5:1.5:0.25", "exit=-0.5,0,0.5", "trend=2,4"], text: String = text
  ) throws -> TrialReplays {
    let strategy = try StrategyFile.parse(text, file: "follow.yaml")
    let space = try ParameterSpace(
      SpaceRequest(grids: grid), of: strategy.signals.parameters, interval: frame.grid.interval)
    return TrialReplays(strategy, Candidates(space), evaluator: Evaluator(frame), tape: try PreparedMarket(frame))
  }

  static func validation(
    _ frame: Frame, grid: [String] = ["entry=0.5:1.5:0.25", "exit=-0.5,0,0.5", "trend=2,4"], text: String = text,
    change: (inout ValidationPlan) -> Void = { _ in }
  ) throws -> Validation {
    var plan = ValidationPlan()
    plan.replicates = 200
    change(&plan)
    return try Validation(try replays(frame, grid: grid, text: text), plan: plan, lookBack: 3)
  }
}
