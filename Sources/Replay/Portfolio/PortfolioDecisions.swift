import Market

/// What bounds a portfolio and its trading.
public struct PortfolioLimits: Sendable, Hashable {
  /// The most that the absolute weights add up to, in multiples of equity.
  public let gross: Double
  /// The most that the weights add up to, either way; nil for no bound.
  public let net: Double?
  /// Orders go out at closes that are whole multiples of it, since 1970 or, of weeks, since a Monday; nil for whenever a
  /// weight changes.
  public let every: Interval?
  /// How far a weight must be off before it is traded, as a share of equity.
  public let band: Double
  /// The least time that an instrument is held before it is left.
  public let hold: Interval
  /// The most that is traded at a close, in multiples of equity; nil for no bound.
  public let turnover: Double?

  public init(
    gross: Double = 1, net: Double? = nil, every: Interval? = nil, band: Double = 0, hold: Interval = .zero,
    turnover: Double? = nil
  ) {
    self.gross = gross
    self.net = net
    self.every = every
    self.band = band
    self.hold = hold
    self.turnover = turnover
  }

  var identity: String {
    "gross(\(gross)) net(\(net.map { "\($0)" } ?? "-")) every(\(every?.description ?? "-")) band(\(band)) hold(\(hold)) turnover(\(turnover.map { "\($0)" } ?? "-"))"
  }

  /// Whether orders go out at the close of a bar.
  package func isDue(at close: Instant) -> Bool {
    every.map { close.floored(to: $0) == close } ?? true
  }
}

/// What a portfolio wants to hold of each of its instruments at every close: computed for every bar before the replay
/// begins, so that nothing that happens in it, and nothing after a bar, can be asked.
public struct PortfolioDecisions: Sendable {
  let terms: [LegTerms]
  /// By instrument and row, as a multiple of equity: 0 for one that does not belong to the universe, NaN where it is not
  /// known what is wanted or whether it belongs.
  package let weights: [[Double]]
  /// By instrument: the bars at which it belongs.
  package let belongs: [Bitmap]
  /// By instrument: the bars that it printed and at which it is not known whether it belongs.
  let doubtful: [Bitmap]
  package let limits: PortfolioLimits
  /// Rows at whose close everything is left, whatever else is asked; most portfolios have none.
  package private(set) var closings: Set<Int> = []

  package init(
    terms: [LegTerms], weights: [[Double]], belongs: [Bitmap], doubtful: [Bitmap], limits: PortfolioLimits
  ) {
    self.terms = terms
    self.weights = weights
    self.belongs = belongs
    self.doubtful = doubtful
    self.limits = limits
  }

  /// One portfolio after another, each on rows of its own and left at a close of them; nothing is held on other rows.
  ///
  /// - Parameter parts: in order; the costs and limits are those of the first.
  package init?(_ parts: [(decisions: PortfolioDecisions, rows: Range<Int>, closing: Int)]) {
    guard let first = parts.first?.decisions else { return nil }
    var weights = first.weights.map { [Double](repeating: 0, count: $0.count) }
    for part in parts {
      for leg in weights.indices {
        for row in part.rows where row < part.closing { weights[leg][row] = part.decisions.weights[leg][row] }
      }
    }
    self.init(
      terms: first.terms, weights: weights, belongs: first.belongs, doubtful: first.doubtful, limits: first.limits)
    closings = Set(parts.map(\.closing))
  }

  /// Whether limits and costs are the same.
  package func isHeld(as other: PortfolioDecisions) -> Bool { limits == other.limits && terms == other.terms }

  /// How many bars a decision stands before all are made anew; nil where they stand until a weight changes.
  package func barsDecided(_ bar: Interval) -> Int? { limits.every.flatMap { $0.count(of: bar) } }

  /// The same instruments at the same costs, held for other weights, and within other limits where some are given.
  package func weighing(_ weights: [[Double]], within other: PortfolioLimits? = nil) -> PortfolioDecisions {
    var changed = PortfolioDecisions(
      terms: terms, weights: weights, belongs: belongs, doubtful: doubtful, limits: other ?? limits)
    changed.closings = closings
    return changed
  }

  /// The same decisions at other costs.
  package func charging(_ change: (Costs) -> Costs) -> PortfolioDecisions {
    var changed = PortfolioDecisions(
      terms: terms.map { $0.charged(change) }, weights: weights, belongs: belongs, doubtful: doubtful, limits: limits)
    changed.closings = closings
    return changed
  }
}

/// What became of what was wanted.
public struct PortfolioCounts: Hashable, Sendable {
  /// Closes at which orders went out.
  public internal(set) var rebalances = 0
  /// Closes at which all weights were scaled down to the gross limit.
  public internal(set) var grossCut = 0
  /// Closes at which one side was scaled down to the net limit.
  public internal(set) var netCut = 0
  /// Closes at which less was traded than wanted, for the turnover cap.
  public internal(set) var turnoverCut = 0
  /// Times an instrument was kept for the least time it is held.
  public internal(set) var heldBack = 0
  /// Times an instrument that was held had no known weight, and was kept as it was.
  public internal(set) var unknown = 0
  /// Closes at which it was not known of one that is held whether it belongs, and it was kept as it was.
  public internal(set) var membershipUnknown = 0
  /// Closes at which what was kept as it was took more than a limit leaves, though all others were scaled down.
  public internal(set) var keptBeyond = 0
  /// Instruments that were closed at their last close.
  public internal(set) var delistings = 0

  public init() {}
}
