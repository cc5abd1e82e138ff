import Market
import Research
import Testing

@Suite("Blocks and shards of a sweep")
struct BlockPlanTests {
  @Test("blocks cover every point once, in order", arguments: [0, 1, 31, 32, 33, 63, 64, 1000, 65_536, 1_000_003])
  func cover(count: Int) {
    let plan = BlockPlan(count: count)
    #expect((0..<plan.blockCount).flatMap { Array(plan.range(of: $0)) } == Array(0..<count))
    #expect(plan.blockSize.nonzeroBitCount == 1 && (1...2048).contains(plan.blockSize))
  }

  @Test("the size of a block follows from the count alone")
  func size() {
    #expect(
      [1, 63, 64, 1000, 52_000, 65_536, 1_000_000].map { BlockPlan(count: $0).blockSize } == [
        1, 1, 2, 16, 1024, 2048, 2048,
      ])
    #expect(BlockPlan(count: 1_000_000_000_000).blockCount == 488_281_250)
  }

  @Test("every block belongs to one shard, in turns", arguments: [1, 2, 3, 16])
  func shards(count: Int) throws {
    let plan = BlockPlan(count: 1000)
    let shards = try (1...count).map { Array(plan.blocks(of: try Shard(parsing: "\($0)/\(count)"))) }
    #expect(shards.flatMap(\.self).sorted() == Array(0..<plan.blockCount))
    #expect(shards.enumerated().allSatisfy { index, blocks in blocks.allSatisfy { 1 + $0 % count == index + 1 } })
  }

  @Test("what is no shard is refused", arguments: ["0/4", "5/4", "a/b", "3", "1/0", "1/2/3", "-1/4", ""])
  func refused(text: String) { #expect(throws: Problem.self) { try Shard(parsing: text) } }

  @Test("a shard names its parts when it is out of range")
  func says() throws {
    #expect(throws: Problem("--shard '5/4' has no part 5", remedy: "parts go from 1/4 to 4/4")) {
      try Shard(parsing: "5/4")
    }
    #expect(try Shard(parsing: "3/16").description == "3/16")
  }
}
