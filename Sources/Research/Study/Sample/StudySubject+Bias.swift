import Foundation
import Statistics

extension StudySubject {
  /// What a signal shares with the returns of its market; nil of a regime.
  ///
  /// A regime is no autoregression. One that is made of a level, such as the close above its mean of 45 days, has a t of -0.7 on
  /// average in three months of a walk and is found in 7 to 9% of them instead of 5; the formulas for a number take a fifth of
  /// that off, and would claim to have taken all.
  var sharedShocks: SharedShocks? {
    guard case .signal(let values) = values else { return nil }
    return SharedShocks(values, nextReturns: HorizonSample.returns(frame.values("close"), bars: 1))
  }

  /// What t is on average where nothing is predicted; nil where that is too little to matter, and of a regime.
  func materialBias(bars: Int) -> BiasOfT? {
    sharedShocks?.biasOfT(horizon: bars)?.ifMaterial
  }
}

extension HorizonSample {
  /// Of its subject at its horizon.
  var materialBias: BiasOfT? { subject.materialBias(bars: bars) }
}

extension BiasOfT {
  /// Two decimals and its sign.
  var written: String { String(format: "%+.2f", t) }

  /// What to know before believing a t.
  public var caution: String { words("The signal keeps \(kept) of itself a bar and moves") }

  /// The same of several markets.
  public var cautionOfMarkets: String {
    words("The signals keep \(kept) of themselves a bar and, with an intercept a market, move")
  }

  private var kept: String {
    autocorrelation >= 1 ? "all" : String(format: autocorrelation > 0.99 ? "%.4f" : "%.3f", autocorrelation)
  }

  private func words(_ subject: String) -> String {
    let over = bars == 1 ? "" : " over \(bars) bars"
    return
      "\(subject) with the returns (correlation \(String(format: "%.2f", correlation))\(over)): that alone is worth t = \(written) where nothing is predicted (Stambaugh 1999); verdicts are of t less that."
  }
}
