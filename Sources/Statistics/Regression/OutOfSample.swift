/// Forecasts that use only what was known when they were made, against the historical mean: Campbell & Thompson (2008,
/// RFS 21), Goyal & Welch (2008, RFS 21).
///
/// The forecast on row t uses coefficients of the regression that ends with row t - h: the h-bar outcome of a later row is
/// not known at t. The mean it competes with is that of the same rows, so that the one model lies inside the other.
public struct OutOfSample: Sendable {
  /// 1 - Σ(y - ŷ)²/Σ(y - ȳ)²: negative when the mean forecasts better.
  public let r2: Double
  /// Rows on which a forecast was made and its outcome is known.
  public let forecasts: Int
  public let clarkWest: ClarkWest
  /// By row: how far the squared errors of the mean, summed so far, exceed those of the regression. It rises while the
  /// regression forecasts better. NaN where nothing is forecast.
  public let advantage: [Double]

  /// - Parameters:
  ///   - fits: rolling or expanding regressions of `y` on `x`, with an intercept.
  ///   - horizon: bars from a row to its outcome, at least 1.
  /// - Throws: `outOfRange` for the horizon and for a regression without an intercept, which has no mean inside it;
  ///   `tooFewObservations` when fewer than `3h + 10` forecasts can be judged.
  public init(_ y: NamedColumn, x: [NamedColumn], fits: MovingFit, horizon: Int) throws {
    guard horizon >= 1 else {
      throw StatisticsError.outOfRange(quantity: "horizon", value: Double(horizon), allowed: "at least 1 bar")
    }
    guard fits.terms.first == OLS.interceptName else {
      throw StatisticsError.outOfRange(
        quantity: "number of intercepts", value: 0, allowed: "1, or the historical mean is no special case of the model"
      )
    }
    precondition(y.values.count == fits.count && fits.terms.count == x.count + 1, "the regressors of the fits")
    let count = y.values.count
    var means = [Double](repeating: .nan, count: count)
    var forecasts = means
    for row in 0..<count where row >= horizon {
      let made = row - horizon
      var forecast = fits.coefficients[0][made]
      for (index, column) in x.enumerated() { forecast += fits.coefficients[index + 1][made] * column.values[row] }
      guard !forecast.isNaN else { continue }
      forecasts[row] = forecast
      means[row] = fits.outcomeMeans[made]
    }
    let judged = (0..<count).filter { !y.values[$0].isNaN && !forecasts[$0].isNaN }
    guard judged.count >= 3 * horizon + 10 else {
      throw StatisticsError.tooFewObservations(have: judged.count, need: 3 * horizon + 10)
    }
    var advantage = [Double](repeating: .nan, count: count)
    var ofMean = 0.0
    var ofModel = 0.0
    for row in judged {
      ofMean += (y.values[row] - means[row]) * (y.values[row] - means[row])
      ofModel += (y.values[row] - forecasts[row]) * (y.values[row] - forecasts[row])
      advantage[row] = ofMean - ofModel
    }
    r2 = ofMean > 0 ? 1 - ofModel / ofMean : .nan
    self.forecasts = judged.count
    self.advantage = advantage
    clarkWest = try ClarkWest(
      outcomes: y.values, smaller: means, larger: forecasts,
      lags: LagRule.twiceHorizon(horizon).lags(observations: judged.count))
  }
}

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
