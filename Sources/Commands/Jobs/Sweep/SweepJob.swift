import Market
import Research
import Results
import Store

/// Runs the trials of a sweep that the archive does not have yet, and says what all of them are worth.
struct SweepJob {
  let workspace: Workspace
  let setting: SweepSetting
  let archive: RunArchive

  init(_ request: SweepRequest, in workspace: Workspace) throws {
    self.workspace = workspace
    setting = try SweepSetting(request, in: workspace)
    archive = try RunArchive(root: workspace.root)
  }

  /// Versions of the engine that swept this strategy on this market before. Their trials are kept and are not taken for
  /// this version's: a figure may have changed between them.
  func otherEngines() throws -> [String] {
    let own = setting.record
    let others = try archive.sweeps(market: own.market).map(\.sweep)
    return Set(others.filter { $0.strategy == own.strategy && $0.engine != own.engine }.map(\.engine)).sorted()
  }

  func estimate() throws -> SweepEstimate { try SweepEstimate(setting, in: archive) }

  func screen(_ estimate: SweepEstimate) -> SweepScreen {
    let space = setting.sweep.space
    let names = space.axes.filter(\.isSwept).map(\.name)
    return SweepScreen(total: estimate.missing, rank: setting.rank, names: names) { point in
      let parameters = space.parameters(point)
      return names.map { parameters[$0]?.description ?? "" }
    }
  }

  /// Measures what is missing of the part asked for, and keeps it.
  func run(screen: SweepScreen? = nil) throws -> SweepProgress {
    let began = ContinuousClock.now
    let queue = try BlockQueue(setting.record, sample: setting.sample, numbers: setting.numbers, in: archive)
    let found = setting.trials(in: setting.numbers) - setting.trials(in: queue.missing)
    let source = ArchiveBlocks(queue) { block in screen?.add(block) }
    let workers = SweepWorkers(
      measure: setting.measure, blocks: setting.sweep.blocks, cache: try ArchiveCache(for: setting, in: archive),
      threads: setting.request.threads)
    do {
      try workers.work(through: source)
    } catch {
      // What was done before it went wrong is kept, and what went wrong is said.
      screen?.finish()
      try? queue.close()
      throw error
    }
    screen?.finish()
    try queue.close()
    return SweepProgress(
      reused: found + source.reused, missing: setting.trials(in: queue.missing),
      seconds: (ContinuousClock.now - began) / .seconds(1))
  }

  /// What a part of a sweep says of itself: a best of a part is no best of the sweep.
  func words(of progress: SweepProgress) -> String {
    let shard = setting.request.shard
    let trials = setting.trials(in: setting.numbers)
    let state =
      progress.missing == 0 ? "done" : "\(trials - progress.missing) of \(Double.counted(trials, "trial")) done"
    return
      "shard \(shard) of sweep \(setting.record.hash.prefix(12)): \(state), \(trials) of its \(Double.counted(setting.record.trials, "trial")); 'hindcast sweep merge' joins shards"
  }

  /// The block that a point lies in; nil when it was not run.
  func block(of point: Int, in blocks: ArchiveBlockCache) throws -> MeasuredBlock? {
    let plan = setting.sweep.blocks
    return try blocks.block(point / plan.blockSize, of: setting.record.hash).map { MeasuredBlock($0, in: plan) }
  }

  /// Reads every block that is there, in order.
  func forEachBlock(_ body: (MeasuredBlock) throws -> Void) throws {
    let hash = setting.record.hash
    for number in try archive.finishedBlocks(of: hash) {
      guard let block = try archive.block(number, of: hash) else { continue }
      try body(MeasuredBlock(block, in: setting.sweep.blocks))
    }
  }
}

/// How far one command line brought a sweep.
struct SweepProgress {
  /// Trials that were in the archive before, or that another sweep had run.
  let reused: Int
  /// Trials of the part asked for that are still to be run.
  let missing: Int
  let seconds: Double
}
