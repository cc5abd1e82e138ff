import Foundation
import Synchronization
import Testing

/// Demo markets as `hindcast data demo` makes them, each once a process: making one takes longer than most of what is
/// tested on it. A test gets a copy, and may do with it what it likes.
enum DemoDatasets {
  private static let tool = Result { () -> CommandLineTool in
    let tool = try CommandLineTool()
    atexit { try? FileManager.default.removeItem(atPath: DemoDatasets.root ?? "") }
    return tool
  }
  private static var root: String? { try? tool.get().root }
  private static let made = Mutex<Set<String>>([])

  /// The dataset's one file, to be copied.
  static func file(days: Int?, seed: Int?) throws -> String {
    let tool = try tool.get()
    let name = "days\(days.map(String.init) ?? "")-seed\(seed.map(String.init) ?? "")"
    let file = "\(tool.root)/datasets/\(name).sqlite"
    // Others wait: what they would make meanwhile is most often the same.
    try made.withLock { made in
      guard !made.contains(name) else { return }
      let flags = days.map { ["--days", "\($0)"] } ?? []
      let seeds = seed.map { ["--seed", "\($0)"] } ?? []
      let answer = try tool.run(["data", "demo", "--into", name] + flags + seeds)
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(!FileManager.default.fileExists(atPath: file + "-wal"), "the file is whole")
      made.insert(name)
    }
    return file
  }
}
