/// How many shards a sweep was dealt to, as far as its blocks show: block b is dealt to shard 1 + b mod n of n.
struct ShardShape {
  /// Nil when the archives do not show it.
  let shards: Int?

  /// - Parameter held: the blocks of each archive, ascending.
  init(_ held: [[Int]]) {
    // Blocks of one shard differ by multiples of n, and a shard that is whole has two that differ by n itself.
    let differences = held.flatMap { blocks in zip(blocks.dropFirst(), blocks).map { $0 - $1 } }
    let divisor = differences.reduce(0) { $0.greatestCommonDivisor(with: $1) }
    let fits = divisor > 1
    // Archives of one block each show nothing but their number.
    shards = fits ? divisor : differences.isEmpty && held.count > 1 ? held.count : nil
  }

  /// Which shards would make `blocks`, as a clause: `shard 3 of 16 makes them`.
  func makers(of blocks: [Int]) -> [Int] {
    guard let shards else { return [] }
    return Set(blocks.map { 1 + $0 % shards }).sorted()
  }
}
