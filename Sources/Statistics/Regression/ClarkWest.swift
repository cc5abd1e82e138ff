/// Whether a model forecasts better than the smaller one inside it: Clark & West (2007, Journal of Econometrics 138).
///
/// Under the null the larger model estimates coefficients that are zero, which makes its squared errors larger than the
/// smaller model's by noise alone; a plain comparison (Diebold & Mariano) then almost never rejects. Adjusted for that,
///
///     f_t = (y_t - b_t)² - [(y_t - m_t)² - (b_t - m_t)²],
///
/// b and m the forecasts of the smaller and the larger model, has mean zero under the null and a positive one when the
/// larger model knows something.
public struct ClarkWest: Hashable, Sendable {
  /// Mean of f, in squared units of what is forecast.
  public let meanDifference: Double
  public let standardError: Double
  /// `meanDifference` over its Newey-West error.
  public let t: Double
  /// One-sided, against the normal: the larger model is only ever better.
  public let p: Double
  public let lags: Int
  public let forecasts: Int

  /// - Parameters:
  ///   - outcomes: what came, one a bar; NaN where no forecast is judged.
  ///   - lags: of the Newey-West error of the mean; forecasts h bars ahead overlap, so twice the horizon.
  /// - Throws: `tooFewObservations`; `outOfRange` when there are as many lags as bars.
  public init(outcomes: [Double], smaller: [Double], larger: [Double], lags: Int) throws {
    precondition(outcomes.count == smaller.count && outcomes.count == larger.count, "a forecast a bar")
    let differences = outcomes.indices.map { row in
      let plain = outcomes[row] - smaller[row]
      let own = outcomes[row] - larger[row]
      let noise = smaller[row] - larger[row]
      return plain * plain - (own * own - noise * noise)
    }
    let fit = try OLS.fit(NamedColumn("adjusted difference", differences), x: [])
    let term = try fit.inference(.neweyWest(lags: lags)).terms[0]
    meanDifference = term.coefficient
    standardError = term.standardError
    t = term.t
    p = term.t.isNaN ? .nan : NormalDistribution.cumulative(-term.t)
    self.lags = lags
    forecasts = fit.observations
  }
}
