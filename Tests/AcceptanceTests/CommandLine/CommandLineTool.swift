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

    /// What `--format json` printed, of a command that did its work.
    func document() throws -> [String: Any] {
      #expect(status == 0, "\(errors)")
      return try CommandLineTool.document(output)
    }

    /// Of a command that prints a list of objects.
    func rows() throws -> [[String: Any]] {
      #expect(status == 0, "\(errors)")
      return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
    }
  }

  /// A root with the repository's strategies.
  init() throws {
    folder = try ScratchFolder()
    try FileManager.default.copyItem(atPath: Self.repository + "/strategies", toPath: folder.path + "/strategies")
  }

  /// A root with the demo market as well.
  init(demoDays days: Int) throws {
    try self.init()
    try addDemo(days: days)
  }

  /// A copy of a demo market that is made once for all tests.
  ///
  /// - Parameters:
  ///   - days: as many as the command makes when left out.
  ///   - seed: likewise.
  func addDemo(days: Int? = nil, seed: Int? = nil, into name: String = "demo") throws {
    try FileManager.default.createDirectory(atPath: root + "/datasets", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: DemoDatasets.file(days: days, seed: seed), toPath: "\(root)/datasets/\(name).sqlite")
  }

  /// What `--format json` printed.
  static func document(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  func write(_ text: String, to file: String) throws { try folder.write(text, to: file) }

  /// Beside the test bundle, where the build puts both.
  private static var binary: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("hindcast")
  }

  func run(_ arguments: String...) throws -> Answer { try run(arguments) }

  /// - Parameter environment: variables beside those of the test.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    try run(Self.binary, arguments, environment: environment)
  }

  /// On the first core alone, with variables beside those of the test.
  func runOnOneCore(_ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    let pinned = ["-c", "0", Self.binary.path] + arguments
    return try run(URL(fileURLWithPath: "/usr/bin/taskset"), pinned, environment: environment)
  }

  private func run(_ binary: URL, _ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    try start(binary, arguments, environment: environment).answer()
  }

  /// Sets the binary going and does not wait for it.
  func start(_ arguments: [String]) throws -> RunningCommand { try start(Self.binary, arguments) }

  private func start(
    _ binary: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> RunningCommand {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: root)
    return try RunningCommand(process, streams: root + "/.streams-\(UUID().uuidString)")
  }

  /// A script of the repository, by its path there, with the binary's path as `HINDCAST`.
  func runScript(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    try run(
      URL(fileURLWithPath: Self.repository + "/" + path), arguments,
      environment: environment.merging(["HINDCAST": Self.binary.path]) { $1 })
  }

  /// The same with a program of the machine's.
  func runProgram(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
    try run(
      URL(fileURLWithPath: path), arguments, environment: environment.merging(["HINDCAST": Self.binary.path]) { $1 })
  }

  static var binaryPath: String { binary.path }

  static let repository: String = {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    return (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }.path
  }()
}

/// A command that was set going.
final class RunningCommand {
  let process: Process
  private let streams: String

  fileprivate init(_ process: Process, streams: String) throws {
    self.process = process
    self.streams = streams
    try FileManager.default.createDirectory(atPath: streams, withIntermediateDirectories: true)
    func stream(_ name: String) throws -> FileHandle {
      let file = URL(fileURLWithPath: streams + "/" + name)
      try Data().write(to: file)
      return try FileHandle(forWritingTo: file)
    }
    process.standardOutput = try stream("out")
    process.standardError = try stream("err")
    try process.run()
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end.
  func answer() -> CommandLineTool.Answer {
    process.waitUntilExit()
    func text(_ name: String) -> String {
      FileManager.default.contents(atPath: streams + "/" + name).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    defer { try? FileManager.default.removeItem(atPath: streams) }
    return CommandLineTool.Answer(status: process.terminationStatus, output: text("out"), errors: text("err"))
  }
}
