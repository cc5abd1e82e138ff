/// A fitted regression: the estimate, and all that any judgement of its errors needs.
public struct Fit: Sendable {
  /// Names of the coefficients; `intercept` first when there is one.
  public let terms: [String]
  public let coefficients: [Double]
  /// One for each row used, in order.
  public let residuals: [Double]
  /// 1 - RSS/TSS. TSS is about the mean when there is an intercept and about zero when there is none, so the two kinds
  /// must not be compared.
  public let r2: Double
  /// Whether nothing is left unexplained but rounding: then there is nothing to judge errors by, and every t would be a
  /// ratio of rounding errors.
  public let isExact: Bool
  public let dropped: DroppedRows
  public let rank: Int
  /// 2-norm condition number of the design as given. Large values often only say that columns have different units.
  public let condition: Double
  public let solver: LeastSquares.Solver

  let design: Matrix
  let inverseGram: Matrix
  let inverseFactor: Matrix
  /// Rows used as indices of the caller's columns; nil when all were.
  let rowIndices: [Int]?
  /// Bar of each row of the caller's columns; nil when row i is bar i.
  let callerBars: [Int]?

  init(
    terms: [String], design: Matrix, explained: [Double], solved: LeastSquares, hasIntercept: Bool, rowIndices: [Int]?,
    bars: [Int]?, dropped: DroppedRows
  ) {
    self.terms = terms
    coefficients = solved.coefficients
    residuals = solved.residuals
    rank = solved.rank
    condition = solved.condition
    solver = solved.solver
    inverseGram = solved.inverseGram
    inverseFactor = solved.inverseFactor
    self.design = design
    self.rowIndices = rowIndices
    callerBars = bars
    self.dropped = dropped
    let centre = hasIntercept ? Sums.sum(explained) / Double(explained.count) : 0
    let total = Sums.over(explained, explained) { value, _ in (value - centre) * (value - centre) }
    isExact = Sums.squares(solved.residuals) <= 1e-24 * Sums.squares(explained)
    r2 = total > 0 ? 1 - Sums.squares(solved.residuals) / total : .nan
  }

  /// Rows used.
  public var observations: Int { residuals.count }

  /// The rows of the caller's columns that were used.
  public var usedRows: [Int] { rowIndices ?? Array(0..<observations) }

  /// Observations less coefficients.
  public var degreesOfFreedom: Int { observations - terms.count }

  /// The coefficient called `term`, or nil when there is none.
  public subscript(term: String) -> Double? {
    terms.firstIndex(of: term).map { coefficients[$0] }
  }

  /// Bars of the rows used, or nil when they follow one another without a hole.
  func elapsedBars() throws -> ElapsedBars? {
    guard callerBars != nil || rowIndices != nil else { return nil }
    guard let callerBars else { return try ElapsedBars(usedRows) }
    return try ElapsedBars(usedRows.map { callerBars[$0] })
  }
}

extension Fit {
  /// Standard errors, t and p under `covariance`.
  ///
  /// No factor of the sample size enters beyond those in the definitions: V = (X'X)⁻¹Ω(X'X)⁻¹, Ω a plain sum over rows.
  ///
  /// - Parameters:
  ///   - smallSample: multiplies HC0 and the HAC matrices by n/(n - k); the others define their own.
  ///   - distribution: what t is compared with.
  /// - Throws: `outOfRange` for negative lags or as many lags as there are bars; `noFixedB` when fixed-b is asked for a
  ///   covariance without Bartlett weights; `tooFewObservations` when no degree of freedom is left; errors of the bar index.
  /// - Complexity: O(rows × columns²) whatever the number of lags.
  public func inference(
    _ covariance: Covariance, smallSample: Bool = false, distribution: ReferenceDistribution = .normal
  ) throws -> Inference {
    guard degreesOfFreedom > 0 else {
      throw StatisticsError.tooFewObservations(have: observations, need: terms.count + 1)
    }
    let n = Double(observations)
    let factor = n / Double(degreesOfFreedom)
    var used = covariance
    var note: String?
    var found: Int?
    let matrix: Matrix
    switch covariance {
    case .classical:
      matrix = inverseGram.scaled(by: Sums.squares(residuals) / Double(degreesOfFreedom))
    case .hc0, .hc1, .hc2, .hc3:
      matrix = inverseGram.sandwich(heteroskedasticMeat(covariance))
    case .neweyWest(let lags):
      matrix = inverseGram.sandwich(try autocorrelatedMeat(lags: lags, kernel: .bartlett))
    case .neweyWestAutomatic:
      let lags = try automaticLags()
      found = lags
      matrix = inverseGram.sandwich(try autocorrelatedMeat(lags: lags, kernel: .bartlett))
    case .hansenHodrick(let lags):
      let uniform = inverseGram.sandwich(try autocorrelatedMeat(lags: lags, kernel: .uniform))
      // Not positive semi-definite in general. What a table shows are variances of coefficients; as long as those are
      // positive the matrix does what it was asked for, as it does in statsmodels.
      if (0..<uniform.rows).allSatisfy({ uniform[$0, $0] > 0 }) {
        matrix = uniform
      } else {
        used = .neweyWest(lags: lags)
        note = "Hansen-Hodrick gives a negative variance here; Newey-West with \(lags) lags stands in"
        matrix = inverseGram.sandwich(try autocorrelatedMeat(lags: lags, kernel: .bartlett))
      }
    }
    var description = used.description(smallSample: smallSample)
    if let found { description = description.with(lags: found) }
    let share = try distribution == .fixedB ? lagShare(description, asked: covariance) : 0
    let takesFactor = covariance == .hc1 || (smallSample && used.takesSmallSampleFactor)
    return Inference(
      fit: self, covariance: takesFactor ? matrix.scaled(by: factor) : matrix, used: description,
      distribution: distribution, share: share, note: note)
  }

  /// What share of the sample Bartlett weights of `description` reach over.
  private func lagShare(_ description: CovarianceDescription, asked: Covariance) throws -> Double {
    switch (asked, description.lags) {
    case (.neweyWest, let lags?), (.neweyWestAutomatic, let lags?):
      return FixedBDistribution.share(lags: lags, bars: try elapsedBars()?.span ?? observations)
    default: throw StatisticsError.noFixedB(covariance: description.kind)
    }
  }

  /// The rule of 1994 on the sum of the scores of all regressors but the intercept, bars without a row at zero.
  private func automaticLags() throws -> Int {
    let regressors = terms.indices.filter { terms.count == 1 || terms[$0] != OLS.interceptName }
    var scores = [Double](repeating: 0, count: observations)
    for j in regressors {
      for (row, value) in design.column(j).enumerated() { scores[row] += value * residuals[row] }
    }
    guard let bars = try elapsedBars() else { return AutomaticLags.neweyWest1994(scores: scores) }
    var onGrid = [Double](repeating: 0, count: bars.span)
    for (row, bar) in bars.offsets.enumerated() { onGrid[bar] = scores[row] }
    return AutomaticLags.neweyWest1994(scores: onGrid)
  }
}

extension Covariance {
  fileprivate var takesSmallSampleFactor: Bool {
    switch self {
    case .hc0, .neweyWest, .neweyWestAutomatic, .hansenHodrick: true
    case .classical, .hc1, .hc2, .hc3: false
    }
  }
}

/// The weights of a HAC covariance.
enum LagKernel {
  case bartlett
  case uniform
}

extension Fit {
  /// Σ x_t x_t' e_t² with e_t as the HC rule has it.
  func heteroskedasticMeat(_ rule: Covariance) -> Matrix {
    let weights =
      switch rule {
      case .hc2: elementwise(residuals, leverages()) { $0 / (1 - $1).squareRoot() }
      case .hc3: elementwise(residuals, leverages()) { $0 / (1 - $1) }
      default: residuals
      }
    return ScoreWalk(design: design, weights: weights, bars: nil).windowSquares(width: 1)
  }

  /// Ω = Γ₀ + Σ w_j(Γ_j + Γ_j'), Γ_j the sum of u_t u'_{t-j} over pairs of rows exactly j bars apart, u_t = x_t e_t.
  ///
  /// No Γ_j is ever formed. With S_t the sum of u over a window of w bars, ΣS_tS_t' is Σ(w - |j|)Γ_j over all j under w, since a
  /// pair j apart shares w - j windows. For w = lags + 1, over w, that is the Bartlett sum; less the sum for a window one bar shorter it is
  /// the uniform sum. Either is a pass or two whatever the lags, and the Bartlett one is a sum of squares and so never
  /// negative. Bars without a row have a score of zero and so drop out of every pair (amplitude modulation; Datta & Du
  /// 2012, Fed IFDP 1060).
  func autocorrelatedMeat(lags: Int, kernel: LagKernel) throws -> Matrix {
    let elapsed = try elapsedBars()
    let span = elapsed?.span ?? observations
    guard lags >= 0, lags < span else {
      throw StatisticsError.outOfRange(
        quantity: "lags", value: Double(lags), allowed: "at least 0 and less than the \(span) bars of the sample")
    }
    guard lags > 0 else { return heteroskedasticMeat(.hc0) }
    let walk = ScoreWalk(design: design, weights: residuals, bars: elapsed)
    let squares = walk.windowSquares(width: lags + 1)
    switch kernel {
    case .bartlett: return squares.scaled(by: 1 / Double(lags + 1))
    case .uniform: return squares.less(walk.windowSquares(width: lags))
    }
  }

  /// On how many rows each coefficient rests: (Σ u²)²/Σ u⁴ with u_t = (X'X)⁻¹x_t, the weight of row t in it. As many as
  /// there are where all weigh alike; as many as it marks for an indicator of a few of many; one where a single row decides.
  public func rowsBehindCoefficients() -> [Double] {
    let weights = design.times(inverseGram)
    return (0..<weights.columns).map { column in
      let squares = weights.column(column).map { $0 * $0 }
      let sum = Sums.sum(squares)
      return sum * sum / Sums.squares(squares)
    }
  }

  /// x_t'(X'X)⁻¹x_t: how far each row alone can pull the fit.
  private func leverages() -> [Double] {
    let rotated = design.times(inverseFactor)
    var leverages = [Double](repeating: 0, count: rotated.rows)
    for j in 0..<rotated.columns {
      for (t, value) in rotated.column(j).enumerated() { leverages[t] += value * value }
    }
    return leverages
  }
}

extension Fit {
  /// Condition number of the design with every column scaled to length one: what is left of `condition` once units are out
  /// of it.
  ///
  /// From 30 on columns nearly depend on one another and single coefficients are known badly, whatever is known of their
  /// sum (Belsley, Kuh & Welsch 1980, Regression Diagnostics).
  public func scaledCondition() throws -> Double {
    // (X'X)⁻¹ = AA' with columns of X scaled by 1/d is (DA)(DA)', so the singular values of DA are one over those of XD⁻¹.
    let lengths = (0..<design.columns).map { Sums.squares(Array(design.column($0))).squareRoot() }
    return try inverseFactor.scalingRows(by: lengths).conditionNumber()
  }

  /// How many times larger the variance of each coefficient is than if its column were uncorrelated with the others, by
  /// term; the intercept, which is no regressor, is left out. Without an intercept, uncorrelated means orthogonal.
  public func varianceInflation() -> [(term: String, factor: Double)] {
    let hasIntercept = terms.first == OLS.interceptName
    return terms.indices.dropFirst(hasIntercept ? 1 : 0).map { index in
      let column = Array(design.column(index))
      let centre = hasIntercept ? Sums.sum(column) / Double(column.count) : 0
      return (terms[index], inverseGram[index, index] * Sums.squares(column.map { $0 - centre }))
    }
  }
}

extension Inference {
  /// How many standard errors an interval of `level` reaches to either side, under the distribution t is compared with.
  func reach(level: Double, degreesOfFreedom: Int) -> Double {
    switch distribution {
    case .normal: NormalDistribution.quantile(1 - (1 - level) / 2)
    case .fixedB: FixedBDistribution(b: lagShare).criticalValue(twoSided: 1 - level)
    case .studentT: StudentT(degreesOfFreedom: Double(degreesOfFreedom)).criticalValue(twoSided: 1 - level)
    }
  }
}

extension Fit {
  /// The interval around each coefficient, in order of the terms, that covers its true value in a share `level` of samples
  /// if the errors are what `inference` takes them for.
  public func intervals(_ inference: Inference, level: Double = 0.95) -> [ClosedRange<Double>] {
    let reach = inference.reach(level: level, degreesOfFreedom: degreesOfFreedom)
    return inference.terms.map { term in
      let margin = (reach * term.standardError).magnitude
      return margin.isFinite ? term.coefficient - margin...term.coefficient + margin : -.infinity ... .infinity
    }
  }

  /// R² less what as many columns of noise would have added: 1 - (1 - R²)(n - i)/(n - k), i one with an intercept.
  public var adjustedR2: Double {
    let intercepts = terms.first == OLS.interceptName ? 1 : 0
    return 1 - (1 - r2) * Double(observations - intercepts) / Double(degreesOfFreedom)
  }
}
