import Market
import Research
import Store

/// Trials of other sweeps with the same setting, looked up by where their parameters stand in those sweeps' spaces.
///
/// No trial carries a key: two spaces say between them which of their points are the same, and a block says the rest.
final class ArchiveCache: TrialCache {
  private let blocks: ArchiveBlockCache
  private let sources: [Source]
  private let figures: Int
  /// Whether trials are held against a benchmark, of which other sweeps know nothing: then they count as run before, and are
  /// measured again.
  private let onlyCounts: Bool

  private struct Source {
    let hash: String
    let overlap: SpaceOverlap
    let plan: BlockPlan
    let finished: Set<Int>
  }

  /// Nil when no sweep with this setting has trials in common with it.
  init?(for setting: SweepSetting, in archive: RunArchive) throws {
    let own = setting.record
    sources = try archive.sweeps(setting: own.setting).compactMap { other in
      // A sweep that another engine's space wrote and this one cannot read has nothing to give.
      guard other.hash != own.hash, Self.isAlike(own.figures, other.figures),
        let space = try? ParameterSpace(text: other.space), let overlap = setting.sweep.space.counterpart(in: space)
      else { return nil }
      let finished = Set(try archive.finishedBlocks(of: other.hash))
      return finished.isEmpty
        ? nil : Source(hash: other.hash, overlap: overlap, plan: BlockPlan(count: space.count), finished: finished)
    }
    guard !sources.isEmpty else { return nil }
    blocks = ArchiveBlockCache(archive)
    figures = own.figures.count
    onlyCounts = setting.benchmark != nil
  }

  /// Whether one's figures begin the other's: those against a benchmark stand last.
  private static func isAlike(_ a: [String], _ b: [String]) -> Bool {
    a.count <= b.count ? b.starts(with: a) : a.starts(with: b)
  }

  func trial(_ point: Int) throws -> DonatedTrial? {
    for source in sources {
      guard let there = source.overlap(point) else { continue }
      let number = there / source.plan.blockSize
      guard source.finished.contains(number), let block = try blocks.block(number, of: source.hash) else { continue }
      if onlyCounts { return .counted }
      let offset = there - number * source.plan.blockSize
      if let reason = block.failures[offset] { return .failed(reason) }
      return .completed((0..<figures).map { block.values[$0 * block.count + offset] })
    }
    return nil
  }
}
