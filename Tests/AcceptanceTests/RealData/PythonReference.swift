import Foundation
import Replay
import Testing

/// The references in plain Python of `Tests/Reference`, run on a market that a test has written down.
enum PythonReference {
  /// What a script prints of the market in a folder, by line.
  static func lines(_ script: String, on folder: String) throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let tests = (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
    process.arguments = [tests.appendingPathComponent("Reference/\(script)").path, folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n")
  }

  /// The ledger has the lines' entries, and their amounts.
  ///
  /// - Parameters:
  ///   - names: of the legs, as the lines have them.
  ///   - stamp: milliseconds in the unit of the lines' stamps.
  static func agrees(
    _ ledger: Ledger, _ expected: [Substring], names: [String], stamp: Int64, within tolerance: Double
  ) throws {
    #expect(ledger.count == expected.count)
    for (entry, line) in zip(ledger, expected) {
      let words = line.split(separator: " ")
      let mine = "\(entry.instant.milliseconds / stamp) \(names[entry.leg]) \(entry.kind.rawValue)"
      #expect(mine == "\(words[0]) \(words[1]) \(words[2])")
      guard mine == "\(words[0]) \(words[1]) \(words[2])" else { return }
      let amount = try #require(Double(words[3]))
      #expect(abs(Money.quote(entry.amount) - amount) < tolerance, "\(line)")
    }
  }
}
