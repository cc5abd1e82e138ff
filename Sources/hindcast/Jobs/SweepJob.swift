import Digest
import Foundation
import Market
import Replay
import Reports
import Research
import Signals
import Store

/// Runs the trials of a sweep that the store does not have yet.
struct SweepJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  let threads: Int

  func run(_ strategy: Strategy, axes: [ParameterAxis], rank: FigureKey) throws -> SweepSummary {
    let sweep: Sweep
    do {
      sweep = try Sweep(strategy, grid: try ParameterGrid(axes), fixed: overrides)
    } catch { throw error.inFile(strategy.file) }
    let market = try PreparedMarket(MarketDesk(workspace: workspace, choice: choice), [strategy]) { interval in
      try sweep.lookBack(interval)
    }
    let began = ContinuousClock.now
    let archive = try RunArchive(root: workspace.root, figures: FigureKey.allCases.map(\.rawValue))
    let keys = (0..<sweep.grid.count).map { key(of: sweep, $0, in: market) }
    let record = record(sweep, keys: keys, market)
    try archive.record(record, trialKeys: keys)

    let kept = try archive.trials(keys: keys)
    var trials: [Int: Trial] = [:]
    for index in 0..<sweep.grid.count {
      if let trial = kept[keys[index]].flatMap({ Trial($0, of: sweep, index: index) }) { trials[index] = trial }
    }
    let reused = trials.count
    let missing = (0..<sweep.grid.count).filter { trials[$0] == nil }
    let progress = ProgressLine("sweep", total: sweep.grid.count)
    try sweep.run(missing, evaluator: market.evaluator, tape: market.tape, threads: threads) { batch in
      try archive.append(batch.map { $0.record(key: keys[$0.index]) })
      for trial in batch { trials[trial.index] = trial }
      progress.update(trials.count)
      return true
    }
    progress.finish()
    try archive.close()
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    return SweepSummary(
      sweep: sweep, frame: market.frame, trials: (0..<sweep.grid.count).compactMap { trials[$0] }, rank: rank,
      seconds: seconds, reused: reused, hash: record.hash)
  }

  /// Writes the sweep's folder: every trial, the page, and the surface as a picture. Returns the folder.
  func keep(_ summary: SweepSummary, renderer: PageRenderer) throws -> String {
    let folder = "\(workspace.results)/\(summary.id)"
    try workspace.write(summary.csv, to: "\(folder)/trials.csv")
    if let picture = summary.picture { try workspace.write(picture.svg, to: "\(folder)/surface.svg") }
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    return folder
  }

  private func key(of sweep: Sweep, _ index: Int, in market: PreparedMarket) -> String {
    let parameters = sweep.parameters(index)
    guard let bound = try? sweep.strategy.bound(to: parameters) else {
      let text = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      return RunIdentity(
        strategy: "\(sweep.strategy.name) cannot be bound to \(text)", fingerprint: market.fingerprint,
        instrument: market.frame.instrument, interval: market.frame.grid.interval,
        window: market.frame.window
      ).hash
    }
    return market.identity(bound).hash
  }

  private func record(_ sweep: Sweep, keys: [String], _ market: PreparedMarket) -> SweepRecord {
    let grid = JSONValue.object(
      Dictionary(
        sweep.grid.axes.map { ($0.name, .array($0.values.map { .string($0.description) })) },
        uniquingKeysWith: { first, _ in first }))
    return SweepRecord(
      hash: SHA256.digest(of: keys.joined(separator: "\n")).hex, strategy: sweep.strategy.name,
      market: market.frame.market, interval: market.frame.grid.interval,
      range: market.frame.window, grid: grid.text(.compact), trials: keys.count)
  }
}

extension Trial {
  /// As the store keeps it.
  func record(key: String) -> TrialRecord {
    let parameters = JSONValue.object(self.parameters.mapValues { .string($0.description) }).text(.compact)
    switch outcome {
    case .completed(let figures):
      return TrialRecord(
        key: key, parameters: parameters,
        outcome: .completed(figures: FigureKey.allCases.map { figures[$0] ?? .nan }))
    case .failed(let reason):
      return TrialRecord(key: key, parameters: parameters, outcome: .failed(reason: reason))
    }
  }

  /// From the store; nil when the row does not hold what a trial holds, so that it is run again.
  init?(_ record: TrialRecord, of sweep: Sweep, index: Int) {
    let parameters = (try? sweep.strategy.bound(to: sweep.parameters(index)))?.parameters ?? sweep.parameters(index)
    switch record.outcome {
    case .failed(let reason):
      self.init(index: index, parameters: parameters, outcome: .failed(reason))
    case .completed(let numbers):
      let values = Dictionary(zip(FigureKey.allCases, numbers), uniquingKeysWith: { first, _ in first })
      guard let figures = Figures(initialEquity: sweep.strategy.initialEquity, values: values) else { return nil }
      self.init(index: index, parameters: parameters, outcome: .completed(figures))
    }
  }
}
