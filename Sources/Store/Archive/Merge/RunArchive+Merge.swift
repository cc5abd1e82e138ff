import GRDB
import Market

extension RunArchive {
  /// Copies the sweeps of other archives, each of which holds some of their blocks, into this one.
  ///
  /// Everything is looked at before anything is written: every sweep must come out whole, and a block that several
  /// archives hold must be the same in all. Blocks are then appended in order of number, a transaction each, so that a
  /// new archive gets the bytes it would have if one machine had run the sweep, and a merge that was killed goes on where
  /// it was.
  ///
  /// - Parameter others: in the order their sweeps are to follow each other.
  /// - Returns: one element a sweep of the other archives.
  /// - Throws: `Problem` when a block is missing, or is not the same everywhere; nothing has been changed then.
  public func merge(from others: [RunArchive]) throws -> [MergedSweep] {
    let plans = try MergePlan.plans(of: others, into: self)
    for plan in plans { try plan.checkRepeated() }
    return try plans.map { try $0.carryOut() }
  }

  /// The sweeps to take from this archive, oldest first.
  func sweepsForMerging() throws -> [SweepRecord] {
    // It is opened for reading, so an older one has not been brought up to date.
    guard try file.read({ db in try db.tableExists("trial_block") }) else {
      throw Problem("'\(path)' was written by an older Hindcast and holds no sweep in blocks", remedy: "leave it out")
    }
    return try sweeps().map(\.sweep)
  }

  /// A block that is listed.
  func content(ofBlock number: Int, of hash: String) throws -> TrialBlock {
    guard let block = try block(number, of: hash) else {
      throw damagedArchive("block \(number) of sweep \(hash.prefix(8)) is in its index and nowhere else")
    }
    return block
  }
}
