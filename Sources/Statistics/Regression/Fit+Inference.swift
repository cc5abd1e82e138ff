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
