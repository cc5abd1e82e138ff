import Statistics

/// Whether the finding hangs on the length of a window: the same signal with another look-back.
///
/// A signal that means something does not change its sign when a day becomes twelve hours.
public struct Sensitivity: Sendable {
  public let points: [Point]

  public struct Point: Sendable {
    public let parameter: String
    public let value: String
    /// Bars in the regime and its episodes; nil for a signal and where there is nothing to estimate.
    public let barsIn: Int?
    public let episodes: Int?
    /// Hodrick 1B's estimate with its error.
    public let effect: Result<EstimatorResult, Unavailable>
  }

  /// Points with an estimate, and those of them with the sign of `slope`.
  public func agreement(with slope: Double) -> (same: Int, of: Int) {
    let estimates = points.compactMap { $0.effect.answer?.estimate }
    return (estimates.count { ($0 < 0) == (slope < 0) }, estimates.count)
  }

  /// - Throws: why there is nothing to vary.
  init(_ horizon: HorizonSample, variants: [SubjectVariant]) throws(Unavailable) {
    guard !variants.isEmpty else { throw Unavailable("the signal has no window among the strategy's parameters") }
    points = variants.map { variant in
      let judged = variant.subject.flatMap { subject in
        Result { () throws(Unavailable) in try Self.judged(subject, like: horizon) }
      }
      let contrast = judged.answer?.contrast
      return Point(
        parameter: variant.parameter, value: variant.value, barsIn: contrast?.barsIn, episodes: contrast?.episodes,
        effect: judged.map(\.result))
    }
  }

  private static func judged(
    _ subject: StudySubject, like horizon: HorizonSample
  ) throws(Unavailable) -> (contrast: RegimeContrast?, result: EstimatorResult) {
    let sample: ForwardSample
    do {
      sample = try HorizonSample(subject, forward: horizon.forward, bars: horizon.bars).sample
    } catch {
      throw Unavailable(error, subject, horizon: horizon.bars)
    }
    let contrast = RegimeContrast(sample)
    if let episodes = contrast?.episodes, episodes < MinimumSample.episodes {
      throw Unavailable("\(episodes) episode\(episodes == 1 ? "" : "s"), too few")
    }
    guard let result = try? Hodrick1BEstimator().estimate(sample), result.p != nil else {
      throw Unavailable("no standard error")
    }
    return (contrast, result)
  }
}

/// A subject with one parameter of its strategy changed.
public struct SubjectVariant: Sendable {
  public let parameter: String
  public let value: String
  public let subject: Result<StudySubject, Unavailable>

  public init(parameter: String, value: String, subject: Result<StudySubject, Unavailable>) {
    self.parameter = parameter
    self.value = value
    self.subject = subject
  }
}
