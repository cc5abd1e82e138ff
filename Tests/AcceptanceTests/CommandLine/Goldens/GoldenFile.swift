import Foundation
import Testing

/// What a command printed once, kept in `Tests/AcceptanceTests/Goldens`.
///
/// `HINDCAST_WRITE_GOLDENS=1` writes the files anew instead of comparing; what changed is then read in `git diff`.
struct GoldenFile {
  let name: String

  static let folder = CommandLineTool.repository + "/Tests/AcceptanceTests/Goldens"
  static let isWriting = ProcessInfo.processInfo.environment["HINDCAST_WRITE_GOLDENS"] == "1"

  private var path: String { "\(Self.folder)/\(name)" }
  private static let shown = 20

  /// Compares by the ending of its name: JSON by place, CSV by cell, everything else by line.
  func check(_ output: String) throws {
    let isDocument = name.hasSuffix(".json")
    let document = isDocument ? try GoldenValue(parsing: output).masked : nil
    let now = document?.text ?? GoldenMask.masked(output)
    if Self.isWriting { return try write(now) }
    guard let golden = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }) else {
      Issue.record("there is no golden \(name): HINDCAST_WRITE_GOLDENS=1 writes it")
      return
    }
    let differences =
      if let document {
        try GoldenValue(parsing: golden).differences(document)
      } else if name.hasSuffix(".csv") {
        GoldenCSV.differences(golden, now)
      } else {
        GoldenText.differences(golden, now)
      }
    guard !differences.isEmpty else { return }
    let more = differences.count > Self.shown ? ["and \(differences.count - Self.shown) more"] : []
    Issue.record("\(name):\n\((differences.prefix(Self.shown) + more).joined(separator: "\n"))")
  }

  private func write(_ text: String) throws {
    try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}
