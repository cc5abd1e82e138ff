import Foundation
import Frames
import Market
import Research
import Signals
import Statistics
import Store
import TestSupport
import Testing

/// Regimes that lie on every eighth bar or so, as an hour of the day does: of eight offsets one has contrast.
@Suite("The non-overlapping estimator at an hour of the day", .enabled(if: RealData.isThere))
struct HourOfDayTests {
  /// HC0 on the one offset that has contrast, by independent code.
  @Test(
    "has contrast at one of eight offsets, and is what that one says",
    arguments: [(0, -0.273), (9, -0.702), (12, -0.782)])
  func contrast(hour: Int, t: Double) throws {
    let frame = try Dataset.open(at: try RealData.imported.get().path).frame(
      interval: .hour)
    let closes = Array(frame.values("close")[frame.evaluation])
    let next = zip(closes, closes.dropFirst() + [.nan]).map { $1 / $0 - 1 }
    let ahead = closes.indices.map { $0 + 8 < closes.count ? closes[$0 + 8] / closes[$0] - 1 : .nan }
    let regime = frame.evaluation.map { frame.grid.open($0).milliseconds / 3_600_000 % 24 == Int64(hour) }
    let sample = try ForwardSample(regime: regime, y: ahead, nextReturns: next, horizon: 8)
    let got = try NonOverlappingEstimator().estimate(sample)
    #expect(abs((got.t ?? .nan) - t) < 5e-4)
    #expect(got.note?.contains("1 of 8 offsets") == true)
  }
}
