import Statistics

/// Residuals whose memory outlasts the lags of their errors, as those of a level that is explained by another level are.
///
/// Two walks that have nothing to do with each other explain each other with a t beyond 2 in most samples (Granger & Newbold
/// 1974, *Journal of Econometrics* 2).
public struct ResidualMemory: Sendable, Hashable {
  /// Of a residual with the one a bar later.
  public let autocorrelation: Double
  /// 1/(1 − autocorrelation).
  public let bars: Double
  public let lags: Int

  private static let leastPairs = 30
  /// Lags weigh what lies far apart the less, and are made for memory well within them.
  private static let outlasts = 3.0

  /// Nil where the lags reach far enough.
  init?(_ fit: Fit, lags: Int) {
    let (rows, residuals) = (fit.usedRows, fit.residuals)
    var (together, alone, pairs) = (0.0, 0.0, 0)
    for place in rows.indices.dropFirst() where rows[place] == rows[place - 1] + 1 {
      together += residuals[place] * residuals[place - 1]
      alone += residuals[place - 1] * residuals[place - 1]
      pairs += 1
    }
    guard !fit.isExact, pairs >= Self.leastPairs, alone > 0, together > 0 else { return nil }
    autocorrelation = min(together / alone, 1 - 1 / Double(pairs))
    bars = 1 / (1 - autocorrelation)
    self.lags = lags
    guard bars > Self.outlasts * Double(lags + 1) else { return nil }
  }
}
