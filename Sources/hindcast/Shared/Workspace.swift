import Foundation
import Market
import Replay
import Store

/// The folder a user works in: `strategies/`, `datasets/` and `results/` below one root.
struct Workspace {
  let root: String

  var datasets: DatasetFolder { DatasetFolder(root: root) }
  var results: String { path("results") }
  var strategies: String { path("strategies") }

  /// Below the root, and without a leading `./` where the root is here.
  func path(_ name: String) -> String {
    root == "." || root.isEmpty ? name : (root.hasSuffix("/") ? root : root + "/") + name
  }

  /// Reads a strategy by path, or by its name in `strategies/`.
  func strategy(_ argument: String) throws -> Strategy {
    let candidates = [
      argument, "\(strategies)/\(argument).yaml", "\(strategies)/\(argument).yml", "\(strategies)/\(argument)",
    ]
    guard let file = candidates.first(where: isFile) else {
      let known = strategyNames
      throw Problem(
        "there is no strategy '\(argument)' in \(strategies)",
        remedy: known.isEmpty
          ? "write one there, or give the path of a file" : suggestion(for: argument, in: known, called: "strategies"))
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Problem("the file cannot be read", at: .init(file: file), remedy: "check its permissions")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Problem(
        "the file is not text in UTF-8", at: .init(file: file), remedy: "see docs/strategies.md for the format")
    }
    return try StrategyFile.parse(text, file: file)
  }

  var strategyNames: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: strategies)) ?? []
    return files.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { String($0.prefix { $0 != "." }) }
      .sorted()
  }

  func fileExists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }

  /// Writes a file below the root so that a kill leaves either the old one or the new one.
  func write(_ text: String, to file: String) throws {
    do {
      let folder = (file as NSString).deletingLastPathComponent
      if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Problem(
        "cannot write \(file): \(error.localizedDescription)", remedy: "check the disk and who owns the folder",
        fault: .work)
    }
  }
}
