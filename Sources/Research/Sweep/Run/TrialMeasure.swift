import Market
import Signals

/// What a sweep finds out about each of its points: the figures of a replay, or those of a study.
public protocol TrialMeasure: Sendable {
  /// Names of the figures, in the order of their values.
  var figures: [String] { get }
  /// Computes on all cores what the first points of every thread would wait for each other to compute.
  func prepare()
  /// What was computed of signals for all points together.
  var tally: EvaluationTally { get }
  /// Whatever one thread needs to measure points; it may keep what it computes from one point to the next.
  func trialEvaluator() -> any TrialEvaluator
  /// The figures of a point the long way: as the command that does one of them gets them, sharing nothing with other
  /// points. They are the same to the last bit, which is for others to check.
  func proof(of point: Int) throws(Problem) -> [Double]
}

extension TrialMeasure {
  public func prepare() {}
  public var tally: EvaluationTally { EvaluationTally() }
}

/// Measures points, on one thread.
public protocol TrialEvaluator {
  /// Writes a value for each figure, NaN where one is not defined.
  ///
  /// - Throws: a `Problem` for a point that cannot be measured.
  func measure(_ point: Int, into values: UnsafeMutableBufferPointer<Double>) throws(Problem)
}

/// Somebody who measured some points before.
public protocol TrialCache: Sendable {
  /// What is known of a point; nil where nothing is.
  func trial(_ point: Int) throws -> DonatedTrial?
}

/// A trial that another sweep has run: its figures, or why it failed.
public enum DonatedTrial: Sendable {
  case completed([Double])
  case failed(String)
  /// It was run before and is no new try, but not all of its figures are there: it is measured again.
  case counted
}
