import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

@Suite("Stores of shards are joined")
struct ShardMergeTests {
  private let scratch: ScratchFolder
  private let whole = sweep("s", trials: 95)

  init() throws { scratch = try ScratchFolder() }

  /// An archive that holds some blocks of a sweep, opened for reading.
  private func store(
    _ name: String, _ blocks: some Sequence<Int>, of sweep: SweepRecord? = nil, altering: Int? = nil
  ) throws -> RunArchive {
    let sweep = sweep ?? whole
    let archive = try RunArchive(at: "\(scratch.path)/\(name).sqlite")
    try archive.record(sweep)
    for number in blocks {
      var block = block(number, of: sweep)
      if number == altering { block.values[1] += 1 }
      try archive.append(block, to: sweep.hash)
    }
    try archive.close()
    return try RunArchive(reading: archive.path)
  }

  /// Blocks of shard `index` of `count`.
  private func shard(_ index: Int, of count: Int) -> some Sequence<Int> { stride(from: index - 1, to: 10, by: count) }

  private func destination(_ name: String = "into") throws -> RunArchive {
    try RunArchive(at: "\(scratch.path)/\(name).sqlite")
  }

  private func refusal(_ stores: [RunArchive], _ phrases: String..., at line: Int = #line) throws {
    let place = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    let into = try destination("refusing")
    let problem = #expect(throws: Problem.self, sourceLocation: place) { try into.merge(from: stores) }
    for phrase in phrases {
      #expect(problem?.description.contains(phrase) == true, "\(problem?.description ?? "")", sourceLocation: place)
    }
    #expect(try into.sweeps().isEmpty, "nothing has been changed", sourceLocation: place)
    try into.close()
  }

  @Test("to the bytes of one machine's store", arguments: [1, 2, 3, 16])
  func sameBytes(count: Int) throws {
    let stores = try (1...count).map { try store("shard-\($0)", shard($0, of: count)) }
    let into = try destination()
    let joined = try into.merge(from: stores.reversed())
    try into.close()
    #expect(joined.count == 1)
    #expect(joined[0].sweep == whole)
    #expect(joined[0].joinedBlocks == 10)
    #expect(joined[0].joinedTrials == 95)
    #expect(joined[0].repeatedBlocks == 0)
    #expect(joined[0].sources.map(\.blocks).reduce(0, +) == 10)
    let alone = try store("alone", 0..<10)
    #expect(try bytes(into.path) == bytes(alone.path))
  }

  @Test("and again without writing anything")
  func again() throws {
    let stores = try [store("a", shard(1, of: 2)), store("b", shard(2, of: 2))]
    let into = try destination()
    _ = try into.merge(from: stores)
    try into.close()
    let once = try bytes(into.path)
    let second = try destination()
    let joined = try second.merge(from: stores)
    try second.close()
    #expect(joined[0].joinedBlocks == 0)
    #expect(joined[0].presentBlocks == 10)
    #expect(try bytes(into.path) == once)
  }

  @Test("blocks that two stores made alike are counted")
  func repeated() throws {
    let joined = try destination().merge(from: [store("a", 0..<7), store("b", 5..<10)])
    #expect(joined[0].repeatedBlocks == 2)
    #expect(joined[0].joinedBlocks == 10)
    #expect(joined[0].sources.map(\.blocks) == [7, 3])
  }

  @Test("several sweeps follow each other as in the first store")
  func several() throws {
    func both(_ name: String, _ blocks: [Int]) throws -> RunArchive {
      let archive = try RunArchive(at: "\(scratch.path)/\(name).sqlite")
      for sweep in [sweep("late", trials: 20), sweep("early", trials: 20)] {
        try archive.record(sweep)
        for number in blocks { try archive.append(block(number, of: sweep), to: sweep.hash) }
      }
      try archive.close()
      return try RunArchive(reading: archive.path)
    }
    let into = try destination()
    _ = try into.merge(from: [both("a", [0]), both("b", [1])])
    try into.close()
    #expect(try bytes(into.path) == bytes(both("alone", [0, 1]).path))
  }

  @Test("a block that is nowhere is named with the shard that makes it")
  func missing() throws {
    let stores = try [1, 2, 4].map { try store("shard-\($0)", shard($0, of: 4)) }
    try refusal(stores, "2 of the 10 blocks", "fade on btc", ": 2, 6", "--shard 3/4")
    try refusal([stores[0]], "7 of the 10 blocks", "--shard 2/4, --shard 3/4, --shard 4/4")
    try refusal([try store("half", 0..<5)], "5 of the 10 blocks", "give the sweep's line again in one of the stores")
  }

  @Test("a block that differs is named with both stores")
  func differing() throws {
    let stores = try [store("a", 0..<10), store("b", 3..<6, altering: 4)]
    try refusal(stores, "block 4 of sweep", "/a.sqlite and", "/b.sqlite")
    let into = try destination()
    _ = try into.merge(from: [stores[0]])
    let problem = #expect(throws: Problem.self) { try into.merge(from: [stores[1]]) }
    #expect(problem?.description.contains("/into.sqlite and") == true)
  }

  @Test("parts of two sweeps are refused with what they differ in")
  func otherSweep() throws {
    try refusal(
      [try store("a", shard(1, of: 2)), try store("b", shard(2, of: 2), of: sweep("t", trials: 95, engine: "2.0"))],
      "parts of two sweeps", "engine (1.0 and 2.0), parameter space", "the same line")
    var other = whole
    other.hash = String(repeating: "0", count: 64)
    try refusal(
      [try store("c", shard(1, of: 2)), try store("d", shard(2, of: 2), of: other)],
      "which differ in the strategy's text, its costs, or the data it read")
  }

  @Test("stores without a sweep, and of other versions, are refused")
  func notShards() throws {
    let empty = try destination("empty")
    try empty.close()
    try refusal([try RunArchive(reading: empty.path)], "there is no sweep in", "--shard")
    try DatabaseQueue(path: empty.path).write { db in try db.execute(sql: "DROP TABLE trial_block") }
    try refusal([try RunArchive(reading: empty.path)], "written by an older Hindcast")
    try DatabaseQueue(path: empty.path).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')")
    }
    let problem = #expect(throws: Problem.self) { try RunArchive(reading: empty.path) }
    #expect(problem?.description.contains("newer Hindcast") == true)
  }
}
