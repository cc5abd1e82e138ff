import Foundation
import Testing

/// The binary as a user runs it, in a folder of its own.
struct CommandLineTool {
  let root: String

  struct Answer {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A root with the repository's strategies.
  init() throws {
    let files = FileManager.default
    root = files.temporaryDirectory.appendingPathComponent("hindcast-\(UUID().uuidString)").path
    try files.createDirectory(atPath: root, withIntermediateDirectories: true)
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let package = (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }
    try files.copyItem(atPath: package.appendingPathComponent("strategies").path, toPath: root + "/strategies")
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }

  func write(_ text: String, to file: String) throws {
    let path = root + "/" + file
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Beside the test bundle, where the build puts both.
  private static var binary: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("hindcast")
  }

  func run(_ arguments: String...) throws -> Answer {
    let process = Process()
    process.executableURL = Self.binary
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: root)
    let folder = root + "/.streams-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func stream(_ name: String) throws -> FileHandle {
      FileManager.default.createFile(atPath: folder + "/" + name, contents: nil)
      return try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/" + name))
    }
    process.standardOutput = try stream("out")
    process.standardError = try stream("err")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) -> String {
      FileManager.default.contents(atPath: folder + "/" + name).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return Answer(status: process.terminationStatus, output: text("out"), errors: text("err"))
  }
}
