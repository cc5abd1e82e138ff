/// A panel looked at stamp by stamp: which of the markets did better, not when all did.
public struct CrossSection: Sendable {
  /// Information coefficient of each stamp over the markets it has, Pearson's and of ranks; NaN on stamps with fewer than
  /// `leastMarkets`, or without contrast.
  public let pearson: [Double]
  public let spearman: [Double]
  /// Slope of each stamp's regression of forward returns on the regressor, with an intercept (Fama & MacBeth 1973, JPE 81);
  /// NaN where the coefficient is.
  public let slopes: [Double]
  /// Markets of each stamp on which both columns are known.
  public let markets: [Int]
  public let horizon: Int
  /// Stamps after which the most persistent signal has forgotten itself, or the longest regime is over: the least shift of
  /// `PanelShift`, at least h.
  public let memory: Int

  /// A correlation over fewer markets says next to nothing: over two it is always one or minus one.
  public static let leastMarkets = 5

  /// - Throws: `tooFewObservations` when no stamp has `leastMarkets` markets with contrast.
  public init(_ sample: PanelSample) throws {
    let members = sample.members
    let stamps = concurrentMap(sample.count) {
      row -> (pearson: Double, spearman: Double, slope: Double, markets: Int) in
      let known = members.filter { !$0.x[row].isNaN && !$0.y[row].isNaN }
      let x = known.map { $0.x[row] }
      let y = known.map { $0.y[row] }
      guard known.count >= Self.leastMarkets else { return (.nan, .nan, .nan, known.count) }
      let pearson = Correlation.pearson(x, y).coefficient
      let spread = Moments(x)
      guard spread.sumOfSquares > 1e-24 * Double(x.count) * spread.mean * spread.mean, spread.sumOfSquares > 0 else {
        return (.nan, .nan, .nan, known.count)
      }
      let slope = Sums.products(x.map { $0 - spread.mean }, y) / spread.sumOfSquares
      return (pearson, Correlation.spearman(x, y).coefficient, slope, known.count)
    }
    guard stamps.contains(where: { !$0.slope.isNaN }) else {
      throw StatisticsError.tooFewObservations(have: stamps.map(\.markets).max() ?? 0, need: Self.leastMarkets)
    }
    pearson = stamps.map(\.pearson)
    spearman = stamps.map(\.spearman)
    slopes = stamps.map(\.slope)
    markets = stamps.map(\.markets)
    horizon = sample.horizon
    memory = PanelShift.leastShift(sample)
  }

  /// The largest of 2h, ⌈1.3√T⌉ and twice `memory`.
  ///
  /// Overlap is not all that neighbouring stamps share: where markets differ in what they earn, or only in the shape of
  /// their returns and so in their ranks, a signal that stays where it is keeps favouring the same markets, and
  /// coefficients remember for as long as it does. So many lags want `FixedBDistribution`.
  public var lags: Int {
    let stamps = spearman.count
    return max(
      LagRule.twiceHorizon(horizon).lags(observations: stamps), LagRule.lazarus.lags(observations: stamps),
      LagRule.fixed(2 * memory).lags(observations: stamps))
  }

  /// - Parameter lags: nil for `lags`.
  public func coefficients(_ kind: InformationCoefficient.Kind, lags: Int? = nil) throws -> CoefficientSeries {
    try CoefficientSeries(kind == .pearson ? pearson : spearman, lags: lags ?? self.lags, judgedBy: .fixedB)
  }

  /// The premium of Fama & MacBeth: the mean of the slopes, with the errors of Newey & West for the mean of a series.
  public func famaMacBeth(lags: Int? = nil) throws -> CoefficientSeries {
    try CoefficientSeries(slopes, lags: lags ?? self.lags, judgedBy: .fixedB)
  }
}
