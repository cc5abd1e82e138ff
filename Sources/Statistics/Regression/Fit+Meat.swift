/// The weights of a HAC covariance.
enum LagKernel {
  case bartlett
  case uniform
}

extension Fit {
  /// Σ x_t x_t' e_t² with e_t as the HC rule has it.
  func heteroskedasticMeat(_ rule: Covariance) -> Matrix {
    switch rule {
    case .hc2: scores(weighted: zip(residuals, leverages()).map { $0 / (1 - $1).squareRoot() }).gram()
    case .hc3: scores(weighted: zip(residuals, leverages()).map { $0 / (1 - $1) }).gram()
    default: scores(weighted: residuals).gram()
    }
  }

  /// Ω = Γ₀ + Σ w_j(Γ_j + Γ_j'), Γ_j the sum of u_t u'_{t-j} over pairs of rows exactly j bars apart, u_t = x_t e_t.
  ///
  /// No Γ_j is ever formed. With S_t the sum of u over a window of lags + 1 bars, the Bartlett sum is
  /// ΣS_tS_t'/(lags + 1), since a pair j apart shares lags + 1 - j windows; the uniform sum is U'S + S'U - U'U. Both are
  /// one pass whatever the lags, and the Bartlett one is positive semi-definite to the last bit. Bars without a row have
  /// a score of zero and so drop out of every pair (amplitude modulation; Datta & Du 2012, Fed IFDP 1060).
  func autocorrelatedMeat(lags: Int, kernel: LagKernel) throws -> Matrix {
    let elapsed = try elapsedBars()
    let span = elapsed?.span ?? observations
    guard lags >= 0, lags < span else {
      throw StatisticsError.outOfRange(
        quantity: "lags", value: Double(lags), allowed: "at least 0 and less than the \(span) bars of the sample")
    }
    var scores = scores(weighted: residuals)
    guard lags > 0 else { return scores.gram() }
    if let elapsed { scores = scores.spread(over: elapsed) }
    let sums = scores.windowSums(width: lags + 1)
    switch kernel {
    case .bartlett:
      return sums.gram().scaled(by: 1 / Double(lags + 1))
    case .uniform:
      let aligned = sums.firstRows(span)
      let crossed = scores.transposeTimes(aligned)
      let own = scores.gram()
      var meat = own
      for j in 0..<meat.columns {
        for i in 0..<meat.rows { meat[i, j] = crossed[i, j] + crossed[j, i] - own[i, j] }
      }
      return meat
    }
  }

  /// Row t of the design times `weights[t]`.
  private func scores(weighted weights: [Double]) -> Matrix {
    let rows = design.rows
    let elements = [Double](unsafeUninitializedCapacity: design.elements.count) { buffer, initialized in
      design.elements.withUnsafeBufferPointer { source in
        weights.withUnsafeBufferPointer { weights in
          for j in 0..<design.columns {
            for t in 0..<rows { buffer[j * rows + t] = source[j * rows + t] * weights[t] }
          }
        }
      }
      initialized = design.elements.count
    }
    return Matrix(rows: rows, columns: design.columns, elements: elements)
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

extension Matrix {
  /// Rows moved to their bars, zeros between them.
  fileprivate func spread(over bars: ElapsedBars) -> Matrix {
    var result = Matrix(rows: bars.span, columns: columns)
    for j in 0..<columns {
      for (row, bar) in bars.offsets.enumerated() { result[bar, j] = self[row, j] }
    }
    return result
  }

  /// `windowSums` of every column.
  fileprivate func windowSums(width: Int) -> Matrix {
    let length = rows + width - 1
    let sums = [Double](unsafeUninitializedCapacity: length * columns) { buffer, initialized in
      elements.withUnsafeBufferPointer { source in
        for j in 0..<columns {
          Statistics.windowSums(
            UnsafeBufferPointer(rebasing: source[j * rows..<(j + 1) * rows]), width: width,
            into: UnsafeMutableBufferPointer(rebasing: buffer[j * length..<(j + 1) * length]))
        }
      }
      initialized = length * columns
    }
    return Matrix(rows: length, columns: columns, elements: sums)
  }

  fileprivate func firstRows(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: columns, elements: (0..<columns).flatMap { column($0).prefix(count) })
  }
}
