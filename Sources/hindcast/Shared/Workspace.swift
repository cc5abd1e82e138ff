import Foundation
import Market
import Results
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
    let part = "\(file).part"
    do {
      try makeFolder(of: file)
      var output = try FileOutput(creating: part)
      body(&output)
      try output.close()
      guard rename(part, file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch let problem as Problem {
      unlink(part)
      throw problem
    } catch {
      unlink(part)
      throw Problem(
        "cannot write \(file): \(error.localizedDescription)", remedy: "check the disk and who owns the folder",
        fault: .work)
    }
  }

  private func makeFolder(of file: String) throws {
    let folder = (file as NSString).deletingLastPathComponent
    if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  }
}
