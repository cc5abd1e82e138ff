import Market
import Signals

/// What a scan asks: which signals, how far ahead, and how the answers are corrected for their number.
public struct ScanPlan: Sendable {
  public var signals: [Signal]
  public var horizons: [Interval]
  /// Declared before looking. `either` counts both sides, which is what choosing the side in the sample comes to.
  public var direction = Direction.either
  public var score = Score.rank
  /// The level at which a test is found, over all of them.
  public var alpha = 0.05
  /// Signals whose values correlate by at least so much say the same.
  public var alike = 0.7
  public var replicates = 1000
  public var seed: UInt64 = 1

  /// One signal: what a list or a family calls it, and what it says.
  public struct Signal: Sendable {
    public let name: String
    public let expression: Expression
    /// Of the built-in families; nil for one that a user wrote.
    public let family: String?

    public init(name: String, expression: Expression, family: String? = nil) {
      (self.name, self.expression, self.family) = (name, expression, family)
    }
  }

  /// What returns are regressed on.
  public enum Score: String, CaseIterable, Sendable, Hashable {
    /// Where a value stands among all values of the window: outliers count as much as their order says.
    case rank
    /// The value itself, as in a study.
    case value
  }

  public init(signals: [Signal], horizons: [Interval]) {
    (self.signals, self.horizons) = (signals, horizons)
  }

  /// More of them do not fit into the memory of a small machine.
  public static let mostTests = 40_000

  /// Rows of time that signs are drawn for: as many as so many tests leave time for.
  func rows(tests: Int) -> Int {
    min(1000, max(200, Int(1.6e10 / Double(max(1, tests)) / Double(replicates))))
  }
}
