import Market

/// What a study is asked, apart from the signal it is asked about.
public struct StudyPlan: Sendable {
  /// How much of a study is computed.
  public enum Depth: Sendable, Hashable {
    /// The estimators and the verdict: what many hypotheses at once need.
    case judgement
    /// All that a page shows.
    case everything
  }

  /// Each a whole number of bars.
  public var horizons: [Interval]
  /// How often the labels are moved to learn each estimator's true size; 0 leaves that out.
  public var calibration: Int
  public var seed: UInt64
  public var depth: Depth
  /// Effects whose power is asked for, as fractions.
  public var effects: [Double] = [0.0001, 0.0005]
  /// Placebo regimes to draw; 0 leaves them out.
  public var placebos = 200
  /// A second regime that the effect may depend on.
  public var given: StudySubject?
  /// The subject with other windows.
  public var variants: [SubjectVariant] = []

  public init(horizons: [Interval], calibration: Int = 200, seed: UInt64 = 1, depth: Depth = .everything) {
    self.horizons = horizons
    self.calibration = calibration
    self.seed = seed
    self.depth = depth
  }
}

extension StudySubject {
  /// What a study reads besides its subject: prices, and the columns in which it looks around events.
  public static let columns = Set(["close"] + EventStudy.columns.map(\.name))
}
