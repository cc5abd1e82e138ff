/// One check: a question, the rule that answers it, and what the figures said.
public struct ValidationCheck: Sendable, Hashable {
  public enum Name: String, Sendable, Hashable, CaseIterable {
    case enoughTrades = "enough_trades"
    case coversCosts = "covers_costs"
    case beatsBenchmark = "beats_benchmark"
    case beatsNulls = "beats_nulls"
    case survivesDelay = "survives_delay"
    case noLonePeak = "no_lone_peak"
    case crossValidated = "cross_validated"
    case walksForward = "walks_forward"
    case deflated
  }

  public enum Finding: Sendable, Hashable {
    case passed
    case failed
    case cannotSay(why: String)
    /// It was not asked for, and so it counts for nothing.
    case notAsked

    public var word: String {
      switch self {
      case .passed: "passed"
      case .failed: "failed"
      case .cannotSay: "cannot_say"
      case .notAsked: "not_asked"
      }
    }
  }

  /// A figure that the rule looks at, under the name programs know it by.
  public struct Measure: Sendable, Hashable {
    /// How its number reads.
    public enum Form: Sendable, Hashable {
      case ratio, percent, share, count, probability
    }

    public let key: String
    public let value: Double
    public let form: Form
    /// Why the value is not said, and NaN.
    public let why: String?

    init(_ key: String, _ value: Double, _ form: Form = .ratio) {
      why = nil
      self.key = key
      self.value = value
      self.form = form
    }

    init(_ key: String, _ form: Form, why: String) {
      self.key = key
      self.form = form
      self.why = why
      value = .nan
    }
  }

  public let name: Name
  public let finding: Finding
  public let measures: [Measure]

  package init(_ name: Name, _ finding: Finding, _ measures: [Measure] = []) {
    self.name = name
    self.finding = finding
    self.measures = measures
  }

  init(_ name: Name, _ passed: Bool, _ measures: [Measure]) {
    self.init(name, passed ? .passed : .failed, measures)
  }

  init(_ name: Name, cannotSay reason: Unavailable) {
    self.init(name, .cannotSay(why: reason.why))
  }

  /// What standing on it means, as a clause that follows "it".
  public var meaning: String {
    switch name {
    case .enoughTrades: "trades often enough to be judged"
    case .coversCosts: "earns more than its costs"
    case .beatsBenchmark: "earns more than its beta to the benchmark explains"
    case .beatsNulls: "earns more than null strategies"
    case .survivesDelay: "survives one bar of delay"
    case .noLonePeak: "does not stand on a lone peak of the parameters"
    case .crossValidated: "earns whatever part of the past is held out"
    case .walksForward: "would have earned by choosing on the past, beyond chance"
    case .deflated:
      isOfOneTry ? "has a Sharpe ratio above zero beyond chance" : "is better than the best of so many trials by chance"
    }
  }

  /// Whether there was nothing to choose from, so that nothing is deflated.
  private var isOfOneTry: Bool { measures.contains { $0.key == "effective_trials" && $0.value <= 1 } }

  /// The rule, with its numbers.
  public var rule: String {
    switch name {
    case .enoughTrades:
      "at least \(Thresholds.trades) positions opened out of sample, on at least \(Thresholds.entryDays) UTC days"
    case .coversCosts: "total return out of sample above zero, net of fees, slippage and funding"
    case .beatsBenchmark:
      "alpha over the benchmark out of sample above zero, p below \(Thresholds.p), two-sided"
    case .beatsNulls:
      "Sharpe ratio above that of the opposite positions; p below \(Thresholds.p) against random sides, random entries, shifted positions and shuffled instruments, each that can be made; alpha over the market above zero"
    case .survivesDelay: "one bar later at least \(Int(100 * Thresholds.kept))% of the Sharpe ratio is left"
    case .noLonePeak:
      "median over windows of the neighbours' median annual Sharpe ratio in the test windows above zero"
    case .crossValidated:
      "at most \(Int(100 * Thresholds.losingPaths))% of the paths of combinatorial cross-validation have a Sharpe ratio of zero or less"
    case .walksForward: "95% lower bound of the stitched Sharpe ratio above zero, one-sided"
    case .deflated:
      "deflated Sharpe ratio of the set that is best on all of the data above \(Thresholds.deflated)"
    }
  }

  /// Where rules draw their lines. They are conventions, as 5% is.
  enum Thresholds {
    static let trades = 30
    static let entryDays = 10
    static let p = 0.05
    static let kept = 0.5
    static let losingPaths = 0.1
    static let deflated = 0.95
  }
}
