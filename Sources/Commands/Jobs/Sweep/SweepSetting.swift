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
  let market: LoadedMarket
  let measure: any TrialMeasure
  let rank: RankedFigure
  let record: SweepRecord
  /// What trials are held against, on their days; nil where nothing was named.
  let benchmark: BenchmarkDays?
  /// Of the data, by which its trials count wherever the data lie.
  let sample: DataSample

  init(_ request: SweepRequest, in workspace: Workspace) throws {
    var request = request
    let loader = FrameLoader(workspace: workspace, choice: request.choice)
    do {
      switch request.question {
      case .replay:
        let strategy = request.strategy
        let (market, asked) = try Self.prepared(request, loader) { parameters, interval in
          try strategy.bound(to: parameters).lookBack(interval)
        }
        Self.noteUnread(asked.space, request.strategy.parametersRead)
        request.strategy = try market.charged(request.strategy)
        self.market = market
        sweep = Sweep(request.strategy, asked.space)
        let plan = try StrategyPlan(request.strategy, points: sweep.space, evaluator: market.evaluator)
        let (frame, tape) = (market.frame, try market.tape())
        benchmark = try request.benchmark.map { text in
          try BenchmarkJob(workspace: workspace, choice: request.choice).days(text, on: frame, tape)
        }
        measure = ReplayMeasure(plan, tape: tape, benchmark: benchmark)
        rank = try RankedFigure(request.rank ?? FigureKey.sharpeLower.rawValue, among: measure.figures)
      case .study(let signal, let forward):
        let book = request.strategy.signals
        let expression = try request.strategy.question(
          signal, flag: "--signal", book.bound(to: request.overrides), loader)
        benchmark = nil
        (market, sweep) = try Self.prepared(
          request, loader, columns: book.columnPlaces(for: [expression]), holds: false
        ) {
          parameters, interval in
          try book.bound(to: parameters).resolve(expression).lookBack(interval)
        }
        Self.noteUnread(sweep.space, book.parameters(behind: [expression]))
        Unread.note(request.overrides, read: book.parameters(behind: [expression]), by: "'\(signal)'")
        measure = try StudyMeasure(
          book, points: sweep.space, evaluator: market.evaluator, name: signal, expression: expression,
          forward: forward)
        rank = try RankedFigure(request.rank ?? StudyFigure.strength.rawValue, among: measure.figures)
      }
    } catch let problem as Problem {
      throw problem.inFileIfPlaced(request.strategy.file)
    }
    self.request = request
    sample = DataSample(market.frame)
    record = try Self.record(
      sweep, measure, definition: Self.definition(request, benchmark), plain: Self.definition(request, nil), market,
      sample)
  }

  private static func noteUnread(_ space: ParameterSpace, _ read: Set<String>) {
    if let note = space.unreadNote(read) { Terminal.noteOnce("hindcast: \(note)") }
  }

  /// Points are numbered on the bars of the market.
  private static func prepared(
    _ request: SweepRequest, _ loader: FrameLoader, columns: [String: Problem.Place]? = nil, holds: Bool = true,
    lookBack: ([String: ParameterValue], Interval) throws -> Int
  ) throws -> (LoadedMarket, Sweep) {
    try LoadedMarket.with(loader, request.strategy, columns: columns, holds: holds) { interval in
      let sweep = Sweep(
        request.strategy,
        try request.points
          ?? ParameterSpace(
            request.space, of: request.strategy.signals.parameters, fixed: request.overrides, interval: interval))
      return (sweep, try sweep.lookBack { parameters in try lookBack(parameters, interval) })
    }
  }

  /// What all trials of this question have in common, whatever their parameters.
  private static func definition(_ request: SweepRequest, _ benchmark: BenchmarkDays?) -> String {
    switch request.question {
    case .replay: request.strategy.definition + (benchmark.map { "\nbenchmark \($0.benchmark.identity)" } ?? "")
    case .study(let signal, let forward): "study \(signal) forward \(forward)\n\(request.strategy.definition)"
    }
  }

  private static func record(
    _ sweep: Sweep, _ measure: any TrialMeasure, definition: String, plain: String, _ market: LoadedMarket,
    _ sample: DataSample
  ) throws -> SweepRecord {
    let space = sweep.space.text
    return SweepRecord(
      hash: ResultIdentity.trials(of: definition, space: space, figures: measure.figures, on: market.frame).hash,
      setting: try setting(plain, market),
      strategy: sweep.strategy.name, market: market.frame.market, interval: market.frame.grid.interval,
      range: market.frame.window, space: space, trials: sweep.space.count, blockSize: sweep.blocks.blockSize,
      figures: measure.figures, engine: Engine.version, sample: sample.key)
  }

  /// What trials that can be compared have in common, whatever they are held against. Sweeps that look back differently far see different frames, so the data
  /// are the series behind them here.
  private static func setting(_ definition: String, _ market: LoadedMarket) throws -> String {
    let frame = market.frame
    return SHA256.digest(
      of: """
        engine \(Engine.version)
        data \(try market.origin)
        funding \(frame.funding.map { "\($0.instrument) \($0.assumptions)" } ?? "-")
        contract \(frame.contract.identity)
        instrument \(frame.instrument)
        bars \(frame.grid.interval) from \(frame.window.from) to \(frame.window.to)
        strategy \(definition)
        """
    ).hex
  }

  /// What a sweep that ranks and judges these trials is kept under.
  var identity: ResultIdentity {
    .sweep(
      of: Self.definition(request, benchmark), space: sweep.space.text, figures: measure.figures, rank: rank.name,
      seed: request.space.seed, on: market.frame)
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
