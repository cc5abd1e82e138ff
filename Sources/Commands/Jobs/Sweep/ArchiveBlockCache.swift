import Store
import Synchronization

/// Blocks of an archive for those who ask for one trial after another: the ones last read are kept, within a budget.
final class ArchiveBlockCache: Sendable {
  private let archive: RunArchive
  private let kept = Mutex(Kept())

  private struct Kept {
    var blocks: [String: [Int: TrialBlock]] = [:]
    var bytes = 0
    static let budget = 256 << 20
  }

  init(_ archive: RunArchive) { self.archive = archive }

  /// Nil for a block that was not run.
  func block(_ number: Int, of hash: String) throws -> TrialBlock? {
    if let block = kept.withLock({ $0.blocks[hash]?[number] }) { return block }
    guard let read = try archive.block(number, of: hash) else { return nil }
    kept.withLock { kept in
      kept.bytes += read.values.count * 8
      if kept.bytes > Kept.budget {
        kept.blocks = [:]
        kept.bytes = read.values.count * 8
      }
      kept.blocks[hash, default: [:]][number] = read
    }
    return read
  }
}
