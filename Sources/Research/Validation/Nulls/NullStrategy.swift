import Statistics

/// A null strategy, one without the idea, and how the real one does beside it: same market, same days, same machine, same costs.
public struct NullStrategy: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The other side of every position.
    case signFlip = "sign_flip"
    /// The side of each holding period by a coin; times stay.
    case randomSigns = "random_signs"
    /// HoldingPeriods at random times; number, lengths and sizes stay.
    case randomEntries = "random_entries"
    /// All positions moved round the circle of bars by one random distance.
    case shifted
    /// The weights of each instrument given to another, drawn once for the whole record; of portfolios.
    case shuffled
    /// Every decision late by `delayBars`.
    case stale
    /// The market itself, at the weight that moves as the strategy does with it.
    case betaMatched = "beta_matched"
  }

  public let kind: Kind
  /// How late, for `stale`; nil for the others.
  public let delay: String?
  /// Annual Sharpe ratios of the replicates, one for a null without chance; 0 for one that never traded.
  public let sharpes: [Double]
  /// The share of replicates that do at least as well, the real strategy counted among them. Nil where there is no chance
  /// in it. For `beta_matched` one-sided of alpha > 0.
  public let p: Double?
  /// For `beta_matched`: slope on the market's daily returns, and intercept a year.
  public let beta: Double?
  public let alphaAnnual: Double?

  init(
    _ kind: Kind, delay: String? = nil, sharpes: [Double], p: Double? = nil, beta: Double? = nil,
    alphaAnnual: Double? = nil
  ) {
    self.kind = kind
    self.delay = delay
    self.sharpes = sharpes
    self.p = p
    self.beta = beta
    self.alphaAnnual = alphaAnnual
  }

  /// Of chance: ranks the real strategy's ratio among the replicates'.
  init(_ kind: Kind, sharpes: [Double], against observed: Double) {
    let extreme = sharpes.count { $0 >= observed }
    self.init(kind, sharpes: sharpes, p: Double(1 + extreme) / Double(1 + sharpes.count))
  }

  /// The middle of the replicates; the one ratio where there is no chance.
  public var sharpeAnnual: Double { Quantiles(sharpes).median }

  /// Nine in ten replicates lie within; nil where there is no chance.
  public var range: ClosedRange<Double>? {
    guard sharpes.count > 1 else { return nil }
    let quantiles = Quantiles(sharpes)
    return quantiles[0.05]...quantiles[0.95]
  }
}
