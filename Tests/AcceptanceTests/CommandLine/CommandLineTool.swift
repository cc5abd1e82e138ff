import Foundation
import TestSupport
import Testing

/// The binary as a user runs it, in a folder of its own.
struct CommandLineTool {
  private let folder: ScratchFolder
  var root: String { folder.path }

  struct Answer {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A root with the repository's strategies.
  init() throws {
    folder = try ScratchFolder()
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let package = (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }
    try FileManager.default.copyItem(
      atPath: package.appendingPathComponent("strategies").path, toPath: folder.path + "/strategies")
  }

  func write(_ text: String, to file: String) throws { try folder.write(text, to: file) }

  /// Beside the test bundle, where the build puts both.
  private static var binary: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("hindcast")
  }

  func run(_ arguments: String...) throws -> Answer { try run(arguments) }

  func run(_ arguments: [String]) throws -> Answer { try run(Self.binary, arguments) }

  /// On the first core alone, with variables beside those of the test.
  func runOnOneCore(_ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    let pinned = ["-c", "0", Self.binary.path] + arguments
    return try run(URL(fileURLWithPath: "/usr/bin/taskset"), pinned, environment: environment)
  }

  private func run(_ binary: URL, _ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: root)
    let streams = root + "/.streams-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: streams, withIntermediateDirectories: true)
    func stream(_ name: String) throws -> FileHandle {
      FileManager.default.createFile(atPath: streams + "/" + name, contents: nil)
      return try FileHandle(forWritingTo: URL(fileURLWithPath: streams + "/" + name))
    }
    process.standardOutput = try stream("out")
    process.standardError = try stream("err")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) -> String {
      FileManager.default.contents(atPath: streams + "/" + name).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    defer { try? FileManager.default.removeItem(atPath: streams) }
    return Answer(status: process.terminationStatus, output: text("out"), errors: text("err"))
  }
}
