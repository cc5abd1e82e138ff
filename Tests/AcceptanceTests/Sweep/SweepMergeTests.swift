import Foundation
import Testing

@Suite("Shards of a sweep are joined from the shell", .serialized)
struct SweepMergeTests {
  private let store: SweepStore
  private var root: String { store.tool.root }

  init() throws { store = try SweepStore() }

  /// Runs a shard in a root of its own, which has the data of the common one.
  private func run(shard index: Int, of count: Int) throws {
    let mine = "\(root)/shards/\(index)"
    try FileManager.default.createDirectory(atPath: mine, withIntermediateDirectories: true)
    for folder in ["strategies", "datasets"] {
      try FileManager.default.createSymbolicLink(atPath: "\(mine)/\(folder)", withDestinationPath: "\(root)/\(folder)")
    }
    let answer = try store.tool.run(SweepStore.line + ["--shard", "\(index)/\(count)", "--root", mine])
    #expect(answer.status == 0, "\(answer.errors)")
  }

  private func refused(_ arguments: [String], _ phrases: String..., at line: Int = #line) throws {
    let place = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    let answer = try store.tool.run(["sweep", "merge"] + arguments)
    #expect(answer.status == 2, sourceLocation: place)
    for phrase in phrases { #expect(answer.errors.contains(phrase), "\(answer.errors)", sourceLocation: place) }
    #expect(answer.output.isEmpty, sourceLocation: place)
  }

  @Test("to the bytes of one machine's store, in which the sweep's line finds every trial")
  func joined() throws {
    let whole = try store.undisturbed()
    for index in [3, 1] { try run(shard: index, of: 3) }
    try refused(
      ["shards/1", "shards/3", "--into", "joined"], "blocks of sweep", "are in none of the stores", "--shard 2/3")
    try run(shard: 2, of: 3)
    let answer = try store.tool.run(
      "sweep", "merge", "shards/1", "shards/2", "shards/3/results/hindcast.sqlite", "--format", "json")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(store.digest == whole.digest)
    let merged = try #require((try answer.document()["sweeps"] as? [[String: Any]])?.first)
    #expect(merged["trials"] as? Int == 100_701)
    #expect(merged["joined_blocks"] as? Int == SweepStore.blocks)
    #expect((merged["sources"] as? [Any])?.count == 3)
    let again = try store.tool.run(SweepStore.line).document()
    #expect(again["reused"] as? Int == 100_701)
    #expect((again["best"] as? NSArray) == (whole.document["best"] as? NSArray))
    #expect(store.digest == whole.digest, "nothing was written for it")
  }

  @Test("what is no store, named twice, or of another sweep is refused")
  func rubbish() throws {
    try run(shard: 1, of: 2)
    try refused([], "<store>")
    try refused(["nowhere"], "there is no store 'nowhere'")
    try refused(["strategies"], "'strategies' has no results/hindcast.sqlite")
    try refused(["datasets/demo.sqlite"], "no archive of Hindcast")
    try refused(["strategies/stress-fade.yaml"], "is not an SQLite file")
    try refused(["shards/1", "./shards/1/"], "are the same store")
    try refused(["shards/1", "--into", "shards/1"], "is the store to join into")
    try refused(["shards/1"], "25 of the 50 blocks", "--shard 2/2")
  }
}
