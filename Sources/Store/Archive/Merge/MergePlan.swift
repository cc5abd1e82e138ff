import Market

/// Which archive brings which block of one sweep.
struct MergePlan {
  let sweep: SweepRecord
  let destination: RunArchive
  /// Blocks that the destination has.
  let present: Set<Int>
  /// Of the sweep's data, where an archive has it.
  let sample: DataSample?
  /// By number: the archives that hold it, and those blocks only that at least one holds.
  let sources: [Int: [RunArchive]]

  /// One plan a sweep, each of them whole.
  static func plans(of archives: [RunArchive], into destination: RunArchive) throws -> [MergePlan] {
    var order: [SweepRecord] = []
    for archive in archives {
      for sweep in try archive.sweepsForMerging() {
        guard let known = order.first(where: { $0.hash == sweep.hash }) else {
          order.append(sweep)
          continue
        }
        guard known.hasTrials(of: sweep) else {
          throw archive.damagedArchive("sweep \(sweep.hash.prefix(8)) is another than in the other stores")
        }
      }
    }
    guard !order.isEmpty else {
      throw Problem(
        "there is no sweep in \(archives.map(\.path).joined(separator: ", "))",
        remedy: "run 'hindcast sweep' with --shard into them first")
    }
    var plans: [MergePlan] = []
    var unfinished: [(sweep: SweepRecord, missing: [Int], held: [[Int]])] = []
    for sweep in order {
      let held = try archives.map { try $0.finishedBlocks(of: sweep.hash) }
      let present = Set(try destination.finishedBlocks(of: sweep.hash))
      var sources: [Int: [RunArchive]] = [:]
      for (archive, blocks) in zip(archives, held) {
        for block in blocks { sources[block, default: []].append(archive) }
      }
      let missing = (0..<sweep.blocks).filter { sources[$0] == nil && !present.contains($0) }
      if !missing.isEmpty { unfinished.append((sweep, missing, held.filter { !$0.isEmpty })) }
      let sample = try sweep.sample.flatMap { key in try archives.compactMap { try $0.sample(key) }.first }
      plans.append(
        MergePlan(sweep: sweep, destination: destination, present: present, sample: sample, sources: sources))
    }
    if let first = unfinished.first {
      if unfinished.count > 1 { throw Self.differing(unfinished[0].sweep, unfinished[1].sweep, archives) }
      throw Self.incomplete(first.sweep, missing: first.missing, ShardShape(first.held))
    }
    return plans
  }

  /// Compares blocks that several archives hold, or that the destination holds too.
  func checkRepeated() throws {
    for (number, archives) in sources.sorted(by: { $0.key < $1.key }) {
      let all = present.contains(number) ? [destination] + archives : archives
      guard all.count > 1 else { continue }
      let first = try all[0].content(ofBlock: number, of: sweep.hash)
      for other in all.dropFirst() where try !other.content(ofBlock: number, of: sweep.hash).isIdentical(to: first) {
        throw Problem(
          "block \(number) of sweep \(sweep.hash.prefix(8)) differs between \(all[0].path) and \(other.path)",
          remedy: "one of them is damaged or was not made by this engine: run that shard again into a new root")
      }
    }
  }

  func carryOut() throws -> MergedSweep {
    try destination.record(sweep, sample: sample)
    var joined = MergedSweep(
      sweep: sweep, joinedBlocks: 0, joinedTrials: 0, presentBlocks: present.count,
      repeatedBlocks: sources.values.count { $0.count > 1 }, sources: [])
    var brought: [String: Int] = [:]
    for number in (0..<sweep.blocks) where !present.contains(number) {
      guard let source = sources[number]?.first else { continue }
      let block = try source.content(ofBlock: number, of: sweep.hash)
      try destination.append(block, to: sweep.hash)
      joined.joinedBlocks += 1
      joined.joinedTrials += block.count
      brought[source.path, default: 0] += 1
    }
    joined.sources = brought.sorted { $0.key < $1.key }.map { MergedSweep.Source(path: $0.key, blocks: $0.value) }
    return joined
  }

  private static func incomplete(_ sweep: SweepRecord, missing: [Int], _ shape: ShardShape) -> Problem {
    let some = missing.prefix(4).map(String.init).joined(separator: ", ") + (missing.count > 4 ? ", ..." : "")
    let what =
      "\(missing.count) of the \(sweep.blocks) blocks of sweep \(sweep.hash.prefix(8)) (\(sweep.strategy) on "
      + "\(sweep.market)) are in none of the stores: \(some)"
    let makers = shape.makers(of: missing)
    guard let shards = shape.shards, !makers.isEmpty else {
      return Problem(
        what, remedy: "give the sweep's line again in one of the stores, or name the stores that are left out")
    }
    let flags =
      makers.prefix(4).map { "--shard \($0)/\(shards)" }.joined(separator: ", ") + (makers.count > 4 ? ", ..." : "")
    return Problem(
      what,
      remedy: "name the stores of those shards too, or give the sweep's line again with \(flags) and merge then")
  }

  /// Two sweeps that are both in part here were surely meant to be one.
  private static func differing(_ a: SweepRecord, _ b: SweepRecord, _ archives: [RunArchive]) -> Problem {
    var differences: [String] = []
    func note(_ name: String, _ a: String, _ b: String) { if a != b { differences.append("\(name) (\(a) and \(b))") } }
    note("strategy", a.strategy, b.strategy)
    note("market", a.market, b.market)
    note("engine", a.engine, b.engine)
    note("interval", "\(a.interval)", "\(b.interval)")
    note("window", "\(a.range.from) to \(a.range.to)", "\(b.range.from) to \(b.range.to)")
    if a.space != b.space { differences.append("parameter space") }
    if a.figures != b.figures { differences.append("figures") }
    note("block size", "\(a.blockSize)", "\(b.blockSize)")
    if differences.isEmpty { differences = ["the strategy's text, its costs, or the data it read"] }
    return Problem(
      "the stores hold parts of two sweeps, \(a.hash.prefix(8)) and \(b.hash.prefix(8)), which differ in "
        + differences.joined(separator: ", "),
      remedy: "run all shards with the same line, strategy file, dataset and engine")
  }
}
