import Market
import Replay
import Research
import Results
import Store

extension SweepJob {
  /// Reads what the archive holds of the sweep, and asks what the best of it is worth.
  func summary(_ progress: SweepProgress) throws -> SweepSummary {
    let request = setting.request
    let space = setting.sweep.space
    var tally = TrialTally(rank: setting.rank, trials: space.count, best: max(request.best, SweepSummary.pageRows))
    var maps = TrialMaps(space, smallestFirst: setting.rank.smallestFirst)
    var field = SharpeField()
    var judged: [(point: Int, p: Double)] = []
    let sharpe = setting.measure.figures.firstIndex(of: FigureKey.sharpeDaily.rawValue)
    let p = setting.measure.figures.firstIndex(of: StudyFigure.p.rawValue)
    try forEachBlock { block in
      tally.add(block)
      for (offset, point) in block.points.enumerated() {
        maps.add(point, block.value(setting.rank.index, at: offset))
        if let p { judged.append((point, block.value(p, at: offset))) }
        guard let sharpe else { continue }
        if block.failures[offset] == nil {
          field.add(sharpeDaily: block.value(sharpe, at: offset))
        } else {
          field.addFailure()
        }
      }
    }
    var selectionBias: SweepSummary.Judgement?
    var against: SweepBenchmark?
    switch setting.measure {
    case let measure as ReplayMeasure:
      let sample = try self.sample(measure, best: tally.board.entries.first?.point)
      selectionBias = try self.selectionBias(tally, field, sample).map(SweepSummary.Judgement.trials)
      against = try self.against(measure, tally, sample)
    case let measure as StudyMeasure:
      // Copies of one trial are one hypothesis, which is tested once however often it is run.
      let own = space.withoutRepeats(judged.map(\.point), reading: measure.parametersRead)
      let hasCopies = own.count < judged.count
      let tried: Set<Int> = hasCopies ? Set(own) : []
      selectionBias = .signals(SignalTrials(judged.filter { !hasCopies || tried.contains($0.point) }.map(\.p)))
      let known = judged.filter { !$0.p.isNaN }.map { (point: $0.point, hodrick: Optional($0.p)) }
      _ = try TestRecorder(workspace: workspace).record(measure, known)
    default: break
    }
    var studied: (signal: String, forward: Interval)?
    if case .study(let signal, let forward) = request.question { studied = (signal, forward) }
    let frame = setting.market.frame
    let footing =
      (setting.measure as? ReplayMeasure).map { Footing(setting.sweep.strategy, on: frame, $0.tape) }
      ?? Footing(reading: frame)
    var summary = SweepSummary(
      sweep: setting.sweep, studied: studied, frame: frame, footing: footing, figures: setting.measure.figures,
      tally: tally, maps: maps, selectionBias: selectionBias, against: against, seconds: progress.seconds,
      reused: progress.reused,
      verified: request.verify > 0 ? try verify() : nil, hash: setting.identity.hash, trialsHash: setting.record.hash)
    if let measure = setting.measure as? StudyMeasure { summary.isSlope = measure.isRegime == false }
    return summary
  }

  /// The trials that are shown against the benchmark, among all of the sample.
  private func against(_ measure: ReplayMeasure, _ tally: TrialTally, _ sample: TrialSample) throws -> SweepBenchmark? {
    guard let benchmark = setting.benchmark else { return nil }
    let shown = tally.board.entries.prefix(max(setting.request.best, SweepSummary.pageRows)).map(\.point)
    let more = shown.filter { !sample.points.contains($0) }.sorted()
    let all =
      more.isEmpty
      ? sample : sample.adding(try measure.sample(more, of: more.count, threads: setting.request.threads))
    return SweepBenchmark(
      benchmark, all, shown: shown, on: measure.tape.rows, of: measure.tape.grid,
      currency: setting.market.frame.returnCurrency, seed: setting.request.space.seed)
  }

  private func selectionBias(
    _ tally: TrialTally, _ field: SharpeField, _ sample: TrialSample
  ) throws -> SelectionBias? {
    let isOfBenchmark = BenchmarkFigure(rawValue: setting.rank.name) != nil
    guard let rank = FigureKey(rawValue: setting.rank.name) ?? (isOfBenchmark ? .sharpeAnnual : nil) else { return nil }
    let space = setting.sweep.space
    let best = tally.board.entries.first.flatMap { entry in
      Figures(setting.sweep.strategy, entry.figures).map { (point: entry.point, figures: $0) }
    }
    let blocks = ArchiveBlockCache(archive)
    return SelectionBias(
      rank: rank, ranked: setting.rank.name, best: best, field: field,
      everRun: try archive.trialsEverRun(on: setting.sample, of: setting.record.market), sample: sample,
      space: SelectionSpace(
        axes: space.axes.filter(\.isSwept).map(\.name), top: tally.board.entries.prefix(10).map(\.point),
        parameters: space.parameters, neighbours: space.neighbours(of:),
        value: { point in self.score(of: point, in: blocks) }),
      seed: setting.request.space.seed)
  }

  /// The figure ranked by; nil for a point that was not run, or whose block cannot be read.
  private func score(of point: Int, in blocks: ArchiveBlockCache) -> Double? {
    guard let block = try? block(of: point, in: blocks) else { return nil }
    return block.value(setting.rank.index, at: point - block.points.lowerBound)
  }

  /// The daily returns of some of the trials that are there. The points of a complete sweep are a range and need no list.
  private func sample(_ measure: ReplayMeasure, best: Int?) throws -> TrialSample {
    let blocks = setting.sweep.blocks
    let finished = try archive.finishedBlocks(of: setting.record.hash)
    guard finished.count < blocks.blockCount else {
      let points = TrialSample.choice(from: 0..<blocks.count, best: best)
      return try measure.sample(points, of: blocks.count, threads: setting.request.threads)
    }
    let there = finished.flatMap { blocks.range(of: $0) }
    return try measure.sample(
      TrialSample.choice(from: there, best: best), of: there.count, threads: setting.request.threads)
  }
}

extension Figures {
  /// From the values of a trial, in the order of `FigureKey.allCases`.
  fileprivate init?(_ strategy: Strategy, _ values: [Double]) {
    let values = Dictionary(zip(FigureKey.allCases, values), uniquingKeysWith: { first, _ in first })
    self.init(initialEquity: strategy.initialEquity, values: values)
  }
}
