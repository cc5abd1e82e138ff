import Digest
import Market
import Replay
import Research
import Signals
import Store

/// A sweep made ready: its strategy on one stretch of one market, its points, and the name it is kept under.
struct SweepSetting {
  let request: SweepRequest
  let sweep: Sweep
  let market: PreparedMarket
  let measure: any TrialMeasure
  let rank: RankedFigure
  let record: SweepRecord

  init(_ request: SweepRequest, in workspace: Workspace) throws {
    self.request = request
    let desk = MarketDesk(workspace: workspace, choice: request.choice)
    do {
      switch request.question {
      case .replay:
        (market, sweep) = try Self.prepared(request, desk) { parameters, interval in
          try request.strategy.bound(to: parameters).lookBack(interval)
        }
        let plan = try StrategyPlan(request.strategy, points: sweep.space, evaluator: market.evaluator)
        measure = ReplayMeasure(plan, tape: try market.tape())
        rank = try RankedFigure(request.rank ?? FigureKey.sharpeLower.rawValue, among: measure.figures)
      case .study(let signal, let forward):
        let book = request.strategy.signals
        let expression = try request.strategy.question(signal, flag: "--signal", book.bound(to: request.overrides))
        (market, sweep) = try Self.prepared(
          request, desk, columns: book.columnPlaces(for: [expression]), holds: false
        ) {
          parameters, interval in
          try book.bound(to: parameters).resolve(expression).lookBack(interval)
        }
        measure = try StudyMeasure(
          book, points: sweep.space, evaluator: market.evaluator, name: signal, expression: expression,
          forward: forward)
        rank = try RankedFigure(request.rank ?? StudyFigure.strength.rawValue, among: measure.figures)
      }
    } catch let problem as Problem {
      throw problem.inFileIfPlaced(request.strategy.file)
    }
    record = Self.record(sweep, measure, identity: market.identity(Self.definition(request)).hash, market)
  }

  /// Points are numbered on the bars of the market.
  private static func prepared(
    _ request: SweepRequest, _ desk: MarketDesk, columns: [String: Problem.Place]? = nil, holds: Bool = true,
    lookBack: ([String: ParameterValue], Interval) throws -> Int
  ) throws -> (PreparedMarket, Sweep) {
    try PreparedMarket.with(desk, request.strategy, columns: columns, holds: holds) { interval in
      let sweep = Sweep(
        request.strategy,
        try ParameterSpace(
          request.space, of: request.strategy.signals.parameters, fixed: request.overrides, interval: interval))
      return (sweep, try sweep.lookBack { parameters in try lookBack(parameters, interval) })
    }
  }

  /// What all trials of this question have in common, whatever their parameters.
  private static func definition(_ request: SweepRequest) -> String {
    switch request.question {
    case .replay: request.strategy.definition
    case .study(let signal, let forward): "study \(signal) forward \(forward)\n\(request.strategy.definition)"
    }
  }

  private static func record(
    _ sweep: Sweep, _ measure: any TrialMeasure, identity: String, _ market: PreparedMarket
  ) -> SweepRecord {
    let space = sweep.space.text
    return SweepRecord(
      hash: SHA256.digest(of: ([identity, space] + measure.figures).joined(separator: "\n")).hex, setting: identity,
      strategy: sweep.strategy.name, market: market.frame.market, interval: market.frame.grid.interval,
      range: market.frame.window, space: space, trials: sweep.space.count, blockSize: sweep.blocks.blockSize,
      figures: measure.figures, engine: Engine.version)
  }

  /// Blocks of the part that is asked for.
  var numbers: [Int] { Array(sweep.blocks.blocks(of: request.shard)) }

  /// Trials of some blocks.
  func trials(in numbers: [Int]) -> Int { numbers.reduce(0) { $0 + sweep.blocks.range(of: $1).count } }

  /// `btc 5m, 2025-01-01 to 2025-07-01`.
  var title: String {
    let window = market.frame.window
    return "\(market.frame.market) \(market.frame.grid.interval), \(window.from) to \(window.to)"
  }
}
