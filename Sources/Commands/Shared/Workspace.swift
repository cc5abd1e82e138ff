import Foundation
import Market
import Replay
import Research
import Results
import Store

/// The folder a user works in: `strategies/`, `datasets/` and `results/` below one root.
struct Workspace {
  let root: String

  /// Where nobody says another.
  static var usualRoot: String { ProcessInfo.processInfo.environment["HINDCAST_ROOT"] ?? "." }

  var datasets: DatasetFolder { DatasetFolder(root: root) }
  var results: String { path("results") }
  var strategies: String { path("strategies") }

  /// Below the root, and without a leading `./` where the root is here.
  func path(_ name: String) -> String {
    root == "." || root.isEmpty ? name : (root.hasSuffix("/") ? root : root + "/") + name
  }

  func fileExists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Writes a file below the root so that a kill leaves either the old one or the new one.
  func write(_ text: String, to file: String) throws {
    do {
      try makeFolder(of: file)
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Problem(
        "cannot write \(file): \(error.localizedDescription)", remedy: "check the disk and who owns the folder",
        fault: .work)
    }
  }

  /// The same for a file that is written piece by piece, too long to be a text first.
  func write(to file: String, _ body: (inout FileOutput) -> Void) throws {
    do {
      try makeFolder(of: file)
    } catch {
      throw Problem(
        "cannot write \(file): \(error.localizedDescription)", remedy: "check the disk and who owns the folder",
        fault: .work)
    }
    var output = try FileOutput(creating: file)
    body(&output)
    try output.close()
  }

  private func makeFolder(of file: String) throws {
    let folder = (file as NSString).deletingLastPathComponent
    if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  }
}

extension Workspace {
  var studies: String { "\(strategies)/studies" }

  var strategyNames: [String] { names(in: strategies) }
  var studyNames: [String] { names(in: studies) }

  /// Reads a strategy by path, or by its name in `strategies/`.
  func strategy(_ argument: String) throws -> Strategy {
    let (text, file) = try yaml(argument, in: strategies, called: "strategy", plural: "strategies")
    return try StrategyFile.parse(text, file: file)
  }

  /// Reads a study file by path, or by its name in `strategies/studies/`.
  func study(_ argument: String) throws -> FamilyPlan {
    let (text, file) = try yaml(argument, in: studies, called: "study file", plural: "study files")
    return try FamilyFile.parse(text, file: file)
  }

  /// The text of a YAML file, found by its path or by its name in `folder`, and the path it was found at.
  private func yaml(
    _ argument: String, in folder: String, called noun: String, plural: String
  ) throws -> (text: String, file: String) {
    let candidates = [
      argument, "\(folder)/\(argument).yaml", "\(folder)/\(argument).yml", "\(folder)/\(argument)",
    ]
    guard let file = candidates.first(where: isFile) else {
      try checkRoot()
      let known = names(in: folder)
      throw Problem(
        "there is no \(noun) '\(argument)' in \(folder)",
        remedy: known.isEmpty
          ? "write one there, or give the path of a file" : suggestion(for: argument, in: known, called: plural))
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Problem("the file cannot be read", at: .init(file: file), remedy: "check its permissions")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Problem(
        "the file is not text in UTF-8", at: .init(file: file), remedy: "see docs/strategies.md for the format")
    }
    return (text, file)
  }

  private func names(in folder: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { String($0.prefix { $0 != "." }) }
      .sorted()
  }

  /// - Throws: a `Problem` where the root is no folder: what lies below it is then not none but unknown.
  func checkRoot() throws {
    guard isFolder(root.isEmpty ? "." : root) else {
      throw Problem("there is no folder '\(root)' to work in", remedy: "check --root, or make the folder first")
    }
  }

  func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private func isFile(_ path: String) -> Bool { fileExists(path) && !isFolder(path) }
}

extension Problem {
  /// The same in `file` when it points at a line of it; what concerns the command line and not the file stays as it is.
  func inFileIfPlaced(_ file: String) -> Problem { place.line == nil ? self : inFile(file) }
}
