import Foundation
import Frames
import Market
import Replay
import Signals
import Store
import TestSupport

/// BTCUSDT of 2025 at five minutes, and the strategy of this repository that is judged on it.
enum RealBitcoin {
  static let year = TimeRange(from: Instant(year: 2025, month: 1, day: 1), to: Instant(year: 2026, month: 1, day: 1))

  static func strategy() throws -> Strategy {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let package = (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }
    let file = package.appendingPathComponent("strategies/stress-fade.yaml")
    return try StrategyFile.parse(String(contentsOf: file, encoding: .utf8), file: "strategies/stress-fade.yaml")
  }

  static func frame() throws -> Frame {
    let path = try RealData.imported.get().path
    return try Dataset.open(at: path).frame(
      interval: .minutes(5), range: year, columns: ["funding_rate", "premium", "open_interest"])
  }
}
