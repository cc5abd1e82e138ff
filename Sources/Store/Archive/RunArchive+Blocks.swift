import Foundation
import GRDB
import Market

extension RunArchive {
  /// Keeps a block of a sweep that was recorded, in one transaction: after a kill it is there whole or not at all.
  ///
  /// Blocks appended in order of number make the same file, byte for byte, in one process or after any number of kills.
  /// A block that is there already stays as it is, and nothing is written.
  public func append(_ block: TrialBlock, to hash: String) throws {
    let (id, sweep) = try recorded(hash)
    precondition(
      block.count == sweep.trials(inBlock: block.number) && block.values.count == block.count * sweep.figures.count,
      "a block has all its trials and figures")
    let failures = try block.failuresText
    try file.write { db in
      let lookup = try db.cachedStatement(sql: "SELECT 1 FROM trial_block WHERE sweep = ? AND number = ?")
      guard try Row.fetchOne(lookup, arguments: [id, block.number]) == nil else { return }
      let numbers = block.bytes
      let heading = BlockHeading(
        sweep: id, number: block.number, count: block.count, failed: block.failures.count, reused: block.reused,
        failures: failures, numbersCheck: BlockHeading.check(of: numbers))
      try heading.insert(numbers: numbers, db)
    }
  }

  /// Numbers of the blocks that are there, ascending; none for a sweep that was never begun.
  public func finishedBlocks(of hash: String) throws -> [Int] {
    guard let id = try number(of: hash) else { return [] }
    return try file.read { db in
      try Int.fetchAll(db, sql: "SELECT number FROM trial_block WHERE sweep = ? ORDER BY number", arguments: [id])
    }
  }

  /// Whether a block is there.
  public func holds(_ number: Int, of hash: String) throws -> Bool {
    guard let id = try self.number(of: hash) else { return false }
    return try file.read { db in
      let statement = try db.cachedStatement(sql: "SELECT 1 FROM trial_block WHERE sweep = ? AND number = ?")
      return try Row.fetchOne(statement, arguments: [id, number]) != nil
    }
  }

  /// One block, or nil when it is not there yet.
  ///
  /// - Throws: `Problem` when what is there cannot be what was kept.
  public func block(_ number: Int, of hash: String) throws -> TrialBlock? {
    let (id, sweep) = try recorded(hash)
    let trials = sweep.trials(inBlock: number)
    return try file.read { db in
      // An archive of an earlier version has no checks.
      let isChecked = try CheckedTable.isKept(db)
      let columns = isChecked ? BlockHeading.columns : "sweep, number, count, failed, reused, failures, 0, 0"
      let statement = try db.cachedStatement(
        sql: "SELECT \(columns), numbers FROM trial_block WHERE sweep = ? AND number = ?")
      guard let row = try Row.fetchOne(statement, arguments: [id, number]) else { return nil }
      let numbers = try row.decode(Data.self, atIndex: BlockHeading.columnCount)
      if isChecked {
        guard let heading = try BlockHeading(row), heading.sweep == id, heading.number == number,
          heading.numbersCheck == BlockHeading.check(of: numbers)
        else { throw damagedArchive("block \(number) of sweep \(hash.prefix(8)) is not what was kept") }
      }
      let failures = TrialBlock.failures(try row.decode(String?.self, atIndex: 5))
      guard try row.decode(Int.self, atIndex: 2) == trials, let failures,
        try row.decode(Int.self, atIndex: 3) == failures.count,
        failures.keys.allSatisfy((0..<trials).contains), let values: [Double] = NumberBlob.numbers(numbers),
        values.count == trials * sweep.figures.count
      else { throw damagedArchive("block \(number) of sweep \(hash.prefix(8)) does not hold what its sweep says") }
      return TrialBlock(
        number: number, count: trials, values: values, failures: failures,
        reused: try row.decode(Int.self, atIndex: 4))
    }
  }
}
