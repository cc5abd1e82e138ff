import Market
import Replay
import Research
import Signals

/// Parameter sets of one strategy, from a frame in memory with nothing computed yet to the figures of each: what
/// `hindcast sweep` does between reading the market and writing the store, through the same calls.
struct SweepWork {
  let kind: SweepKind
  let frame: Frame
  let threads: Int

  init(_ name: String, _ market: BenchMarket, threads: Int) throws {
    guard let kind = SweepKind(rawValue: name) else { throw Problem("there is no sweep '\(name)'") }
    self.kind = kind
    frame = try market.frame()
    self.threads = threads
  }

  /// What peers are compared with: sums of whole millionths and counts first, then ratios.
  static let compared: [FigureKey] = [
    .finalEquity, .pricePnl, .fundingPnl, .fees, .slippage, .trades, .maxDrawdown, .exposure, .turnover, .winRate,
    .totalReturn, .cagr, .calmar, .sharpeAnnual, .sortinoAnnual, .volatilityAnnual, .skewDaily, .kurtosisDaily,
  ]

  func run(_ count: Int) throws -> Timed {
    let (strategy, space) = try kind.sweep()
    var blocks: [MeasuredBlock] = []
    var timed = try Timed(count) {
      blocks = try Self.measure(strategy, space, frame, threads: threads)
      return ["sets": space.count, "bars": frame.grid.count]
    }
    // Outside the time: trials against the long way of a replay of their own, bit for bit.
    let figures = blocks.figures
    let measure = try Self.measure(strategy, space, frame)
    for point in stride(from: 0, to: space.count, by: max(1, space.count / 100)) {
      let proof = try measure.proof(of: point)
      guard zip(proof, figures[point]).allSatisfy({ $0 == $1 || $0.isNaN && $1.isNaN }) else {
        throw Problem("trial \(point) differs from its replay", fault: .work)
      }
    }
    timed.show(figures, named: measure.figures, only: Self.compared, of: space, axes: kind.axes)
    return timed
  }

  private static func measure(
    _ strategy: Strategy, _ space: ParameterSpace, _ frame: Frame
  ) throws -> ReplayMeasure {
    ReplayMeasure(
      try StrategyPlan(strategy, points: space, evaluator: Evaluator(frame)), tape: try PreparedMarket(frame))
  }

  static func measure(
    _ strategy: Strategy, _ space: ParameterSpace, _ frame: Frame, threads: Int
  ) throws -> [MeasuredBlock] {
    try SweepWorkers(
      measure: try measure(strategy, space, frame), blocks: BlockPlan(count: space.count), threads: threads
    ).measureAll()
  }
}

extension [MeasuredBlock] {
  /// Of each set, in order.
  var figures: [[Double]] { flatMap { block in (0..<block.points.count).map { block.figures(at: $0) } } }
}

extension Timed {
  /// For the peers: the `compared` figures of each set, 0 where one does not exist, and the numbers that it has on the axes.
  mutating func show(
    _ figures: [[Double]], named keys: [String], only compared: [FigureKey], of space: ParameterSpace, axes: [String]
  ) {
    let places = compared.compactMap { key in keys.firstIndex(of: key.rawValue) }
    result["figures"] = figures.map { trial in places.map { trial[$0].isNaN ? 0 : trial[$0] } }
    result["values"] = (0..<space.count).map { point in
      let parameters = space.parameters(point)
      return axes.compactMap { axis -> Double? in
        if case .number(let value) = parameters[String(axis.prefix { $0 != "=" })] { value } else { nil }
      }
    }
  }
}

/// What is swept, and over what.
enum SweepKind: String {
  /// Short while three z-scores are high: mostly flat.
  case fade
  /// Long after crowding was low, short after it was high: always in the market.
  case reverse
  /// Geared up to liquidation, sized by volatility.
  case sized
  /// Short on crowding, with a stop, a take-profit and a trailing stop.
  case stops

  var axes: [String] {
    switch self {
    case .fade: ["entry=0.25:2.5:0.25", "basis_entry=0.25:2.5:0.25", "oi_entry=0:1.8:0.2", "exit=-0.9:0.9:0.2"]
    case .reverse: ["lower=-2:-0.02:0.02", "upper=0.02:2:0.02"]
    case .stops: ["entry=0.2:2:0.2", "stop=0.01:0.1:0.01", "take=0.01:0.1:0.01", "trail=0.01:0.1:0.01"]
    case .sized: ["lower=-2:-0.2:0.2", "upper=0.2:2:0.2", "gearing=1:10:1"]
    }
  }

  func sweep(axes: [String]? = nil) throws -> (Strategy, ParameterSpace) {
    let strategy = try StrategyFile.parse(text, file: "bench.yaml")
    let space = try ParameterSpace(
      SpaceRequest(grids: axes ?? self.axes), of: strategy.signals.parameters, interval: .minutes(5))
    return (strategy, space)
  }

  private var text: String {
    let signals = """
      signals:
        funding_z: zscore(funding_rate, lookback)
        basis_z: zscore(premium, lookback)
        oi_z: zscore(open_interest, lookback)
        crowding: (funding_z + basis_z + oi_z) / 3
      costs: { taker: 5bps, slippage: 1bps }
      """
    let reversal = """
      long: { enter: crowding < lower, exit: crowding > upper }
      short: { enter: crowding > upper, exit: crowding < lower }
      """
    return switch self {
    case .fade:
      """
      \(signals)
      parameters: { entry: 1.5, basis_entry: 1.5, oi_entry: 1, exit: 0, lookback: 288 }
      short:
        enter: funding_z > entry and basis_z > basis_entry and oi_z > oi_entry
        exit: crowding < exit
      """
    case .reverse:
      """
      \(signals)
      parameters: { lower: -1, upper: 1, lookback: 288 }
      \(reversal)
      """
    case .stops:
      """
      \(signals)
      parameters: { entry: 1, stop: 0.02, take: 0.03, trail: 0.02, lookback: 288 }
      short: { enter: crowding > entry, exit: crowding < 0, stop: stop, take: take, trail: trail }
      """
    case .sized:
      """
      \(signals)
      parameters: { lower: -1, upper: 1, gearing: 1, lookback: 288 }
      \(reversal)
      size: gearing * target_volatility(20%, 7d)
      """
    }
  }
}

/// Cost over bars and sets: seconds for each of many sizes.
struct CurveWork {
  let market: BenchMarket

  func run(_ count: Int) throws -> Timed {
    var sizes: [[Double]] = []
    for kind in [SweepKind.fade, .reverse] {
      for bars in [1_000, 5_000, 20_000, Bench.rows] {
        let frame = try market.frame(rows: bars)
        for (sets, axes) in try grids(of: kind) {
          let (strategy, space) = try kind.sweep(axes: axes)
          let seconds = try Timed(count) {
            _ = try SweepWork.measure(strategy, space, frame, threads: 1)
            return [:]
          }.seconds.sorted()
          sizes.append([kind == .fade ? 0 : 1, Double(frame.grid.count), Double(sets), seconds[seconds.count / 2]])
        }
      }
    }
    return Timed(0) { ["sizes": sizes] }
  }

  /// Grids of more and more sets over the same ranges.
  private func grids(of kind: SweepKind) throws -> [(Int, [String])] {
    let grids =
      switch kind {
      case .fade:
        [
          ["entry=1.5"], ["entry=0.25:2.5:0.25"], ["entry=0.25:2.5:0.25", "exit=-0.9:0.9:0.2"],
          ["entry=0.25:2.5:0.25", "oi_entry=0:1.8:0.2", "exit=-0.9:0.9:0.2"], kind.axes,
        ]
      default:
        [
          ["lower=-1"], ["lower=-2:-0.2:0.2"], ["lower=-2:-0.2:0.2", "upper=0.2:2:0.2"],
          ["lower=-2:-0.2:0.2", "upper=0.02:2:0.02"], kind.axes,
        ]
      }
    return try grids.map { (try kind.sweep(axes: $0).1.count, $0) }
  }
}
