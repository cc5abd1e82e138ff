import Foundation
import Market
import Replay
import Testing

/// What the references in Python wrote down: markets, settlements and ledgers.
enum ReferenceFiles {
  /// Of a file below `Tests/Reference`, named without its ending.
  static func lines(_ name: String) throws -> [Substring] {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference")
    return try String(contentsOf: folder.appendingPathComponent(name + ".csv"), encoding: .utf8).split(separator: "\n")
  }

  /// Open, high, low and close a line; `-` is a bar that is missing.
  static func bars(_ name: String) throws -> [[Double]] {
    try lines(name).map { line in
      line == "-" ? [Double](repeating: .nan, count: 4) : line.split(separator: " ").map { Double($0) ?? .nan }
    }
  }

  /// - Parameters:
  ///   - legs: names, each with its instrument and the file of its bars.
  ///   - funding: files of settlements, each with the leg that it is of.
  static func market(
    _ legs: [(name: String, instrument: Instrument, bars: String)], funding: [String], conversions: Set<String> = []
  ) throws -> LegMarket {
    let settled = try funding.flatMap(lines).map { $0.split(separator: " ") }
    return LegMarket(
      try legs.map { ($0.name, $0.instrument, try bars($0.bars)) },
      settlements: try legs.map { leg in
        try settled.filter { $0[1] == leg.name }.map { try settlement($0) }
      }, conversions: conversions)
  }

  /// A stamp, perhaps whose it is, and last of all the rate and the price.
  ///
  /// - Parameter unit: milliseconds in one of the stamp.
  static func settlement(_ words: [Substring], unit: Int64 = 1000) throws -> Settlement {
    let (rate, price) = (words[words.count - 2], words[words.count - 1])
    return Settlement(
      instant: Instant(milliseconds: try #require(Int64(words[0])) * unit), rate: try #require(Double(rate)),
      price: try #require(Double(price)), priceSource: .mark)
  }
}
