import Foundation
import Signals

/// Rolling z-scores of a walk of ten million prices, windows of 288.
///
/// The peers read the walk from `FOLDER/walk.f64`. Scores are compared on every 97th row.
struct ZScoreWork {
  private let walk: [Double]

  static let rows = 10_000_000
  static let window = 288

  init(_ market: BenchMarket) throws {
    var state: UInt64 = 17
    var price = 100.0
    walk = (0..<Self.rows).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      price += Double(state >> 11) * 0x1p-53 - 0.5
      return price
    }
    try walk.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: market.folder + "/walk.f64")) }
  }

  func run(_ count: Int) throws -> Timed {
    Timed(count) {
      let scores = Rolling.zscore(walk, window: Self.window)
      return ["scores": stride(from: Self.window - 1, to: Self.rows, by: 97).map { scores[$0] }]
    }
  }
}
