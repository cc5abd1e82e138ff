import Market
import Statistics

/// How the errors of a regression are to be judged, as asked for on a command line.
public struct CovarianceRequest: Sendable, Hashable {
  /// By the names that flags use.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case classical, hc0, hc1, hc2, hc3
    case neweyWest = "newey-west"
    case hansenHodrick = "hansen-hodrick"
    case hodrick1B = "hodrick-1b"

    /// Whether it looks back a number of lags that can be chosen.
    var takesLags: Bool { self == .neweyWest || self == .hansenHodrick }

    /// Whether n/(n - k) is a choice and no part of the definition.
    package var takesFactor: Bool {
      switch self {
      case .hc0, .neweyWest, .hansenHodrick: true
      case .classical, .hc1, .hc2, .hc3, .hodrick1B: false
      }
    }
  }

  /// How far a covariance of autocorrelated errors looks back: a number of bars, or a rule.
  public enum Lags: Sendable, Hashable {
    case bars(Int)
    /// The bars that neighbouring values share: h - 1 of a forward return over h bars.
    case overlap
    /// 2h.
    case twiceHorizon
    /// ⌊4(T/100)^(2/9)⌋.
    case rule1987
    /// What the memory of the scores asks for (Newey & West 1994).
    case rule1994
    /// ⌊0.75·T^(1/3)⌋.
    case textbook
    /// ⌈1.3√T⌉, for t against fixed-b.
    case manyLags

    static let words: [(word: String, lags: Lags)] = [
      ("overlap", .overlap), ("h-1", .overlap), ("2h", .twiceHorizon), ("1987", .rule1987), ("1994", .rule1994),
      ("textbook", .textbook), ("1.3sqrt", .manyLags),
    ]

    /// Reads `12`, `overlap`, `h-1`, `2h`, `1987`, `1994`, `textbook`, `1.3sqrt`. The years are rules; nobody asks for so many bars.
    public init?(_ text: String) {
      if let known = Self.words.first(where: { $0.word == text }) {
        self = known.lags
      } else if let bars = Int(text), bars >= 0 {
        self = .bars(bars)
      } else {
        return nil
      }
    }
  }

  /// Nil leaves it to what is explained.
  public var kind: Kind?
  /// Nil leaves it to the overlap.
  public var lags: Lags?
  public var smallSample: Bool
  public var distribution: ReferenceDistribution

  public init(
    kind: Kind? = nil, lags: Lags? = nil, smallSample: Bool = false, distribution: ReferenceDistribution = .normal
  ) {
    self.kind = kind
    self.lags = lags
    self.smallSample = smallSample
    self.distribution = distribution
  }
}

/// What errors are judged by in one regression, and why.
public struct CovarianceChoice: Sendable, Hashable {
  public let kind: CovarianceRequest.Kind
  /// In bars; nil where none are looked back, and where the scores choose.
  public let lags: Int?
  /// Whether the memory of the scores chooses the lags.
  public let isAutomatic: Bool
  public let smallSample: Bool
  public let distribution: ReferenceDistribution
  /// A sentence for people.
  public let reason: String

  /// - Parameter still: terms that Hodrick 1B has no error for, which another covariance then stands in for.
  /// - Throws: a `Problem` for flags that contradict each other or the left side.
  init(
    _ request: CovarianceRequest, outcome: RegressionOutcome, observations: Int, still: [String] = []
  ) throws(Problem) {
    let isPlain = request.lags == nil && request.distribution != .fixedB && !request.smallSample
    let standard: CovarianceRequest.Kind =
      isPlain && outcome.horizon != nil && still.isEmpty ? .hodrick1B : .neweyWest
    let kind = request.kind ?? standard
    if kind == .hodrick1B, outcome.horizon == nil {
      throw Problem(
        "--covariance hodrick-1b is for forward returns and the left side is '\(outcome.name)'",
        remedy: "explain forward(1h), or take newey-west")
    }
    if request.lags != nil, !kind.takesLags {
      throw Problem(
        "--lags means nothing to --covariance \(kind.rawValue)",
        remedy: kind == .hodrick1B
          ? "it sums the regressors over the horizon and looks back no lags" : "take newey-west")
    }
    if request.distribution == .fixedB, kind != .neweyWest {
      throw Problem(
        "--distribution fixed-b is for Bartlett weights and --covariance is \(kind.rawValue)", remedy: "take newey-west"
      )
    }
    if request.lags == .rule1994, kind != .neweyWest {
      throw Problem("--lags 1994 is a rule for Bartlett weights", remedy: "take --covariance newey-west")
    }
    if request.smallSample, !kind.takesFactor {
      throw Problem(
        "--small-sample means nothing to --covariance \(kind.rawValue)",
        remedy: kind == .hodrick1B || kind == .hc2 || kind == .hc3
          ? "its definition has no such factor" : "its definition has the factor already")
    }
    self.kind = kind
    smallSample = request.smallSample
    distribution = request.distribution
    isAutomatic = request.lags == .rule1994
    let asked = request.lags ?? (request.distribution == .fixedB ? .manyLags : nil)
    lags = kind.takesLags && !isAutomatic ? Self.lags(asked, kind, outcome, observations) : nil
    if request.kind != nil || asked != nil {
      reason = "as asked for"
    } else if !still.isEmpty {
      reason =
        "summed over the \(outcome.horizon ?? 1) bars of the return \(still.map { "'\($0)'" }.listed(most: 3)) hardly \(still.count == 1 ? "varies" : "vary"), since the period goes into the horizon, and Hodrick 1B has no error then"
    } else {
      reason = Self.reason(kind, outcome, lags)
    }
  }

  private static func lags(
    _ asked: CovarianceRequest.Lags?, _ kind: CovarianceRequest.Kind, _ outcome: RegressionOutcome, _ observations: Int
  ) -> Int {
    let horizon = outcome.overlap + 1
    let rule: LagRule
    switch asked {
    case .bars(let bars): return bars
    case .overlap: rule = .overlap(horizon: horizon)
    case .twiceHorizon: rule = .twiceHorizon(horizon)
    case .rule1987: rule = .neweyWest
    case .textbook: rule = .stockWatson
    case .manyLags: rule = .lazarus
    case nil, .rule1994:
      // Hansen and Hodrick's own lags are those of the overlap; more would only add noise to a kernel without weights.
      if kind == .hansenHodrick {
        rule = .overlap(horizon: horizon)
      } else {
        let shortest = LagRule.neweyWest.lags(observations: observations)
        guard horizon > 1 || outcome.horizon != nil else { return shortest }
        return max(shortest, LagRule.twiceHorizon(horizon).lags(observations: observations))
      }
    }
    return rule.lags(observations: observations)
  }

  private static func reason(_ kind: CovarianceRequest.Kind, _ outcome: RegressionOutcome, _ lags: Int?) -> String {
    switch outcome.kind {
    case .forward(_, let bars) where bars > 1:
      "neighbouring forward returns share \(bars - 1) of their \(bars) bars, which iid errors do not know and Hodrick 1B does"
    case .forward:
      "one-bar returns do not overlap; Hodrick 1B is then White's under the null"
    case .expression(overlap: 0):
      "what is explained has no window that neighbours share; \(lags ?? 0) lags are the rule of 1987 for what memory there is"
    case .expression(let overlap) where outcome.standing != nil:
      "a value of '\(outcome.standing?.name ?? "")' stands for \(outcome.standing?.bars ?? 1) bars, so neighbours share up to \(overlap) bars of what is explained, and \(lags ?? 0) lags cover twice one more"
    case .expression(let overlap):
      "neighbours share up to \(overlap) bars of what is explained, and \(lags ?? 0) lags cover twice one more"
    }
  }
}
