import Market
import Statistics

/// What a sample of this size could have seen, before anybody looks at what it did see, and how much more would be needed.
public struct Power: Sendable, Hashable {
  /// Of the estimator that decides, the studentised shift: Hodrick 1B's on the circle, which is made of one-bar returns and
  /// the shape of the regime and does not know the effect. All effects here are fractions: of a regime the difference of means,
  /// of a signal what goes with one standard deviation of it, since a unit of a price is next to nothing and one of a
  /// return is more than ever was.
  public let standardError: Double
  /// The smallest true effect found in four of five samples like this one, two-sided at 5%.
  public let minimumDetectable: Double
  /// Of the regime; nil for a signal.
  public let episodes: Int?
  /// Known bars, in months of 365/12 days.
  public let months: Double
  public let targets: [Target]

  /// An effect that somebody would like to see.
  public struct Target: Sendable, Hashable {
    public enum Origin: String, Sendable, Hashable {
      case asked
      /// What was observed. It is no truth: an effect that is barely significant has a power of one half, whatever it is.
      case observed
    }

    public let origin: Origin
    /// Its sign means nothing here.
    public let effect: Double
    /// Probability that this sample finds it.
    public let power: Double
    /// Months and episodes that a sample needs to find it in four of five, and how many months more than there are. Infinite
    /// for no effect.
    public let months: Double
    public let monthsMore: Double
    /// Nil for a signal.
    public let episodes: Double?
  }

  /// - Parameter effects: fractions.
  /// - Throws: why there is no error to reckon with.
  public init(
    _ horizon: HorizonSample, estimates: [EstimatorResult], effects: [Double]
  ) throws(Unavailable) {
    let episodes = horizon.sample.episodes
    if let episodes, episodes < MinimumSample.episodes {
      throw Unavailable(
        "\(episodes) episode\(episodes == 1 ? " says" : "s say") too little about how noisy episodes are")
    }
    let decides = estimates.first { $0.name == VerdictEstimators.Candidates.forward.decider }
    let unit = horizon.sample.kind == .regime ? 1 : horizon.sample.regressorDeviation
    guard let error = decides?.standardError.map({ $0 * unit }),
      let observed = estimates.first.map({ $0.estimate * unit })
    else {
      let few = episodes == nil ? MinimumSample.few(rowsBehindSlope: horizon.sample.rowsBehindSlope) : nil
      throw Unavailable(few ?? "there is no standard error of the effect")
    }
    let known = horizon.subject.known.count { $0 }
    let months =
      Double(known) * Double(horizon.subject.frame.grid.interval.milliseconds)
      / (Double(Interval.day.milliseconds) * 365 / 12)
    standardError = error
    minimumDetectable = DetectableEffect.minimum(standardError: error)
    self.months = months
    self.episodes = episodes
    targets = (effects.map { (Target.Origin.asked, $0) } + [(.observed, observed)]).map { origin, effect in
      let growth = DetectableEffect.growth(toFind: effect, standardError: error)
      return Target(
        origin: origin, effect: effect, power: DetectableEffect.power(of: effect, standardError: error),
        months: months * growth, monthsMore: max(0, months * (growth - 1)),
        episodes: episodes.map { Double($0) * growth })
    }
  }
}
