import Market
import Signals
import Statistics

/// Does it predict, and how sure can we be: forward returns given a regime or a signal, at several horizons.
///
/// The forward return over h bars from the close of bar t is close[t+h] / close[t] - 1, a simple return between two
/// closes: what was known when the signal was, to what was known h bars later. Bars whose end lies past the data, or on
/// either side of a gap, have none and are left out.
public struct Study: Sendable {
  public let subject: StudySubject
  public let horizons: [HorizonStudy]
  /// Mean path around the first bars of episodes; nil for a signal and without episodes.
  public let path: EpisodePath?
  public let seed: UInt64
  /// Moves of the labels behind each `null_rejection`; 0 when it was not asked for.
  public let calibration: Int

  /// - Parameters:
  ///   - horizons: each a whole number of bars.
  ///   - calibration: how often the labels are moved to learn each estimator's true size; 0 leaves that out.
  /// - Throws: a `Problem` for a horizon that is no whole number of bars or longer than the data.
  public init(_ subject: StudySubject, horizons: [Interval], calibration: Int, seed: UInt64) throws(Problem) {
    self.subject = subject
    self.seed = seed
    self.calibration = calibration
    let grid = subject.frame.grid
    let closes = subject.frame.values("close")
    var results: [HorizonStudy] = []
    for forward in horizons {
      guard let bars = forward.count(of: grid.interval), bars > 0 else {
        throw Problem(
          "the horizon \(forward) is not a whole number of \(grid.interval) bars", remedy: "take a multiple")
      }
      guard bars < subject.frame.evaluation.count else {
        throw Problem(
          "the horizon \(forward) is \(bars) bars and the window has \(subject.frame.evaluation.count)",
          remedy: "shorten it or widen --from and --to")
      }
      results.append(
        HorizonStudy(subject, closes: closes, forward: forward, bars: bars, calibration: calibration, seed: seed))
    }
    self.horizons = results
    path = EpisodePath(subject, closes: closes, reach: min(48, max(12, results.map(\.bars).max() ?? 12)))
  }
}

extension Study {
  /// `returns[t]` is the return from the close of bar t to that of the bar `bars` later; NaN where either is unknown.
  static func forwardReturns(_ closes: [Double], bars: Int) -> [Double] {
    closes.indices.map { $0 + bars < closes.count ? closes[$0 + bars] / closes[$0] - 1 : .nan }
  }
}
