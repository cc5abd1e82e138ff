import Digest
import Foundation
import Store
import TestSupport
import Testing

/// A root with the demo market and one sweep of a second or so, and what its store holds.
struct SweepStore {
  let tool: CommandLineTool

  /// 100,701 trials, which make 50 blocks.
  static let line = [
    "sweep", "run", "stress-fade", "--market", "demo", "--grid", "entry=0.5:3:0.005", "--grid", "exit=-1:1:0.01",
    "--no-report", "--format", "json", "--yes",
  ]
  static let blocks = 50

  init() throws {
    tool = try CommandLineTool(demoDays: 120)
  }

  static func archive(below root: String) -> String { RunArchive.path(root: root) }

  /// Of its bytes, which are megabytes: where two stores differ, what a test says of them is to be short.
  var digest: String {
    SHA256.digest(of: Array(FileManager.default.contents(atPath: Self.archive(below: tool.root)) ?? Data())).hex
  }

  /// The digest of a store that nothing happened to, and the document that was printed; the store is taken away again.
  func undisturbed() throws -> (digest: String, document: [String: Any]) {
    let answer = try tool.run(Self.line)
    #expect(answer.status == 0, "\(answer.errors)")
    let digest = digest
    try FileManager.default.removeItem(atPath: tool.root + "/results")
    return (digest, try answer.document())
  }

  /// How many blocks are there now, while others write.
  func finished(below root: String? = nil) -> Int {
    let path = Self.archive(below: root ?? tool.root)
    guard FileManager.default.fileExists(atPath: path), let archive = try? RunArchive(reading: path),
      let sweep = try? archive.sweeps().first
    else { return 0 }
    return sweep.finishedBlocks
  }

  /// Waits until so many blocks are there, or the command has ended.
  func wait(for blocks: Int, of command: RunningCommand) {
    while command.process.isRunning, finished() < blocks { usleep(500) }
  }
}
