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
    let archive = try RunArchive(root: workspace.root)
    let record = try record(sweep, market)
    let earlier = try earlierTrials(
      comparableTo: record, initialEquity: strategy.initialEquity, in: archive)
    let queue = try BlockQueue(record, in: archive)
    let progress = ProgressLine("sweep", total: sweep.grid.count)
    var fresh = 0
    while let number = try queue.next() {
      let first = number * record.blockSize
      let indices = Array(first..<min(first + record.blockSize, sweep.grid.count))
      var trials: [Trial] = indices.compactMap { index in
        earlier[Self.name(sweep.parameters(index))].map { Trial(index: index, sweep: sweep, outcome: $0) }
      }
      let kept = Set(trials.map(\.index))
      let missing = indices.filter { !kept.contains($0) }
      sweep.run(missing, evaluator: market.evaluator, tape: market.tape, threads: threads) { batch in
        trials += batch
        return true
      }
      queue.finish(TrialBlock(number: number, trials.sorted { $0.index < $1.index }))
      fresh += missing.count
      progress.update(first + indices.count)
    }
    progress.finish()
    try queue.close()
    var trials: [Trial] = []
    for number in 0..<record.blocks {
      guard let block = try archive.block(number, of: record.hash) else { continue }
      for offset in 0..<block.count {
        let outcome = block.outcome(offset, initialEquity: strategy.initialEquity)
        trials.append(Trial(index: number * record.blockSize + offset, sweep: sweep, outcome: outcome))
      }
    }
    try archive.close()
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    return SweepSummary(
      sweep: sweep, frame: market.frame, trials: trials, rank: rank, seconds: seconds, reused: trials.count - fresh,
      hash: record.hash)
  }

  /// Writes the sweep's folder: every trial, the page, and the surface as a picture. Returns the folder.
  func keep(_ summary: SweepSummary, renderer: PageRenderer) throws -> String {
    let folder = "\(workspace.results)/\(summary.id)"
    try workspace.write(summary.csv, to: "\(folder)/trials.csv")
    if let picture = summary.picture { try workspace.write(picture.svg, to: "\(folder)/surface.svg") }
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    return folder
  }

  private static let blockSize = 512

  private func record(_ sweep: Sweep, _ market: PreparedMarket) throws -> SweepRecord {
    let space = JSONValue.object([
      "axes": .array(
        sweep.grid.axes.map { axis in
          .string("\(axis.name)=\(axis.values.map(\.description).joined(separator: ","))")
        }),
      "fixed": .object(sweep.fixed.mapValues { .string($0.description) }),
    ]).text(.compact)
    // Parameters are what trials of one setting differ in, so its name is that of the strategy as its file has it.
    let setting = market.identity(try sweep.strategy.bound(to: [:])).hash
    let figures = FigureKey.allCases.map(\.rawValue)
    return SweepRecord(
      hash: SHA256.digest(of: ([setting, space, "\(Self.blockSize)"] + figures).joined(separator: "\n")).hex,
      setting: setting, strategy: sweep.strategy.name, market: market.frame.market,
      interval: market.frame.grid.interval, range: market.frame.window, space: space, trials: sweep.grid.count,
      blockSize: Self.blockSize, figures: figures, engine: Engine.version)
  }

  /// What other sweeps of the same setting found, by the name of the parameters.
  private func earlierTrials(
    comparableTo record: SweepRecord, initialEquity: Double, in archive: RunArchive
  ) throws -> [String: Trial.Outcome] {
    struct Space: Decodable {
      let axes: [String]
      let fixed: [String: String]
    }
    var found: [String: Trial.Outcome] = [:]
    for other in try archive.sweeps(setting: record.setting) where other.figures == record.figures {
      let space = try JSONDecoder().decode(Space.self, from: Data(other.space.utf8))
      let grid = try ParameterGrid(try space.axes.map { text in try ParameterAxis(parsing: text) })
      let fixed = space.fixed.compactMapValues { ParameterValue($0) }
      for number in try archive.finishedBlocks(of: other.hash) {
        guard let block = try archive.block(number, of: other.hash) else { continue }
        for offset in 0..<block.count {
          let parameters = grid[number * other.blockSize + offset].merging(fixed) { swept, _ in swept }
          found[Self.name(parameters)] = block.outcome(offset, initialEquity: initialEquity)
        }
      }
    }
    return found
  }

  private static func name(_ parameters: [String: ParameterValue]) -> String {
    parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
}

extension TrialBlock {
  /// - Parameter trials: of the block, in order.
  init(number: Int, _ trials: [Trial]) {
    var failures: [Int: String] = [:]
    for (offset, trial) in trials.enumerated() {
      if case .failed(let reason) = trial.outcome { failures[offset] = reason }
    }
    self.init(
      number: number, count: trials.count,
      values: FigureKey.allCases.flatMap { key in trials.map { $0.figures?[key] ?? .nan } }, failures: failures)
  }

  func outcome(_ offset: Int, initialEquity: Double) -> Trial.Outcome {
    if let reason = failures[offset] { return .failed(reason) }
    let values = Dictionary(
      uniqueKeysWithValues: FigureKey.allCases.enumerated().map { ($1, self.figure($0)[$0 * count + offset]) })
    return Figures(initialEquity: initialEquity, values: values).map(Trial.Outcome.completed)
      ?? .failed("the store does not hold what it came to")
  }
}

extension Trial {
  init(index: Int, sweep: Sweep, outcome: Outcome) {
    let swept = sweep.parameters(index)
    self.init(index: index, parameters: (try? sweep.strategy.bound(to: swept))?.parameters ?? swept, outcome: outcome)
  }
}
