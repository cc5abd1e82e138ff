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
