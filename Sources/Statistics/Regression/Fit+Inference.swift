extension Fit {
  /// Standard errors, t and p under `covariance`.
  ///
  /// No factor of the sample size enters beyond those in the definitions: V = (X'X)⁻¹Ω(X'X)⁻¹, Ω a plain sum over rows.
  ///
  /// - Parameters:
  ///   - smallSample: multiplies HC0 and the HAC matrices by n/(n - k); the others define their own.
  ///   - distribution: what t is compared with.
  /// - Throws: `outOfRange` for negative lags or as many lags as there are bars; `tooFewObservations` when no degree of
  ///   freedom is left; errors of the bar index.
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
    let matrix: Matrix
    switch covariance {
    case .classical:
      matrix = inverseGram.scaled(by: Sums.squares(residuals) / Double(degreesOfFreedom))
    case .hc0, .hc1, .hc2, .hc3:
      matrix = inverseGram.sandwich(heteroskedasticMeat(covariance))
    case .neweyWest(let lags):
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
    let description = used.description(smallSample: smallSample)
    let takesFactor = covariance == .hc1 || (smallSample && used.takesSmallSampleFactor)
    return Inference(
      fit: self, covariance: takesFactor ? matrix.scaled(by: factor) : matrix, used: description,
      distribution: distribution, note: note)
  }
}

extension Covariance {
  fileprivate var takesSmallSampleFactor: Bool {
    switch self {
    case .hc0, .neweyWest, .hansenHodrick: true
    case .classical, .hc1, .hc2, .hc3: false
    }
  }
}
