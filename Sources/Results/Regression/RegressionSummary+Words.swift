import Foundation
import Research
import Statistics

extension CovarianceChoice {
  /// What errors were judged by, in a few words: `Newey-West, Bartlett weights, 24 lags`.
  package func words(_ used: CovarianceDescription) -> String {
    used.words(small: used.smallSample && kind.takesFactor ? ", times n/(n - k)" : "")
  }
}

extension CovarianceDescription {
  /// The same of errors that nobody chose.
  ///
  /// - Parameter small: what is said of a factor for small samples.
  package func words(small: String = "") -> String {
    let lags = lags.map { Double.counted($0, "lag") } ?? ""
    switch kind {
    case "classical": return "iid errors, RSS/(n - k)"
    case "newey_west": return "Newey-West, Bartlett weights, \(lags)\(small)"
    case "newey_west_1994": return "Newey-West, Bartlett weights, \(lags) by the rule of 1994\(small)"
    case "hansen_hodrick": return "Hansen-Hodrick, uniform weights, \(lags)\(small)"
    case "hodrick_1b": return "Hodrick 1B, regressors summed over \(Double.counted((self.lags ?? 0) + 1, "bar"))"
    default: return "heteroskedastic errors, \(kind.uppercased())\(small)"
    }
  }
}

extension RegressionSummary {
  /// Rows and how they came to be fewer than bars.
  var sampleText: String {
    let dropped = fit.dropped.causes.map { "\(Double.grouped($0.rows)) for \($0.column)" }
    let rest = dropped.isEmpty ? "none left out" : "left out: \(dropped.joined(separator: ", "))"
    return "\(Double.grouped(fit.observations)) of \(Double.grouped(bars)) bars, \(rest)."
  }

  /// How errors were judged, against what, and why so.
  package var covarianceText: String {
    let against =
      switch regression.inference.distribution {
      case .normal: "the normal distribution"
      case .fixedB: "the fixed-b distribution"
      case .studentT: "Student's t with \(Double.grouped(fit.degreesOfFreedom)) degrees of freedom"
      }
    return
      "Errors: \(regression.choice.words(regression.inference.used)); two-sided, against \(against) (\(regression.choice.reason))."
  }

  var unitText: String {
    outcome.isFraction
      ? "Coefficients are basis points of \(outcome.name) for one more of their column; intervals are 95%."
      : "Coefficients are in units of \(outcome.name) for one more of their column; intervals are 95%."
  }

  var qualityText: String {
    let centre = design.hasIntercept ? "about the mean" : "about zero, there being no intercept"
    var text = "R2 \(fit.r2.fixed(5)) \(centre), adjusted \(fit.adjustedR2.fixed(5))."
    if let wald = regression.wald {
      let name = regression.inference.distribution == .normal ? "chi-squared" : "F"
      text +=
        " All slopes zero: Wald \(wald.statistic.fixed(2)), \(wald.degreesOfFreedom) \(wald.degreesOfFreedom == 1 ? "degree" : "degrees") of freedom, p \(wald.p.pFigure) (\(name), the errors above)."
    }
    return text
  }

  var conditionText: String {
    "Rank \(fit.rank) of \(fit.terms.count), condition number \(fit.condition.shortNumber), \(regression.scaledCondition.shortNumber) with columns scaled to length one; solved by \(fit.solver == .cholesky ? "Cholesky" : "pivoted QR")."
  }

  /// What a persistent regressor does to its own coefficient; nil where it cannot be said.
  var biasText: String? {
    guard let bias = regression.bias else { return nil }
    let decimals = Self.decimals(error: (regression.inference.terms.last?.standardError ?? .nan) * scale)
    return
      "Stambaugh: the regressor keeps \(bias.autocorrelation.fixed(4)) of itself from bar to bar and its shocks correlate \(bias.errorCorrelation.fixed(3)) with returns, which biases its coefficient by \((bias.bias * scale).fixed(decimals, sign: .always)) \(unit); corrected \((bias.corrected * scale).fixed(decimals, sign: .always))."
  }

  var categoryTexts: [String] {
    design.categories.map { category in
      category.reference.map {
        "\(category.name): levels are measured against \(Self.shown("\(category.name)[\($0)]"))."
      }
        ?? "\(category.name): every one of its \(category.levels.count) levels has a column."
    }
  }

  /// How much of the sample the errors rest on, where that is not all of it.
  package var errorNote: String? { regression.inference.note }

  /// That, and what a reader must know before believing a coefficient.
  public var warnings: [String] { [errorNote].compactMap(\.self) + cautions }

  /// What a reader must know before believing a coefficient.
  @Listed<String> package var cautions: [String] {
    alarm.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
    if fit.isExact {
      "the right side explains '\(outcome.name)' to the last digit: nothing is left to judge errors by, and there is no t"
    }
    if !regression.anecdotes.isEmpty {
      let few = regression.anecdotes.map {
        "\(Self.shown($0.term)) on \(MinimumSample.bars($0.bars, below: Regression.leastBars))"
      }
      "\(few.listed(most: 5)) is an anecdote: a coefficient that rests on fewer than \(Int(Regression.leastBars)) bars"
    }
    if regression.scaledCondition >= Regression.worryingCondition {
      let worst = regression.inflated.prefix(3).map { "\($0.term) (x \($0.factor.shortNumber))" }
      "columns nearly depend on one another (scaled condition \(regression.scaledCondition.shortNumber))"
        + (worst.isEmpty ? "" : "; the variance of \(worst.joined(separator: ", ")) is inflated")
        + "; centre variables before they meet in a product, or leave one out"
    }
    if let memory = regression.memory {
      "what is left over keeps \(memory.autocorrelation.fixed(4)) of itself from bar to bar, a memory of some \(Double.grouped(Int(memory.bars.rounded()))) bars, and its errors look \(memory.lags) back: levels and running sums that have nothing to do with each other give such a t; explain changes by changes"
    }
    if regression.choice.kind.ignoresOverlap, outcome.overlap > 0 {
      "\(regression.choice.kind.rawValue) errors take neighbours for independent, and they share up to \(outcome.overlap) bars; such a t finds signals in noise more often than not (docs/statistics.md)"
    }
  }
}

extension CovarianceRequest.Kind {
  fileprivate var ignoresOverlap: Bool {
    switch self {
    case .classical, .hc0, .hc1, .hc2, .hc3: true
    case .neweyWest, .hansenHodrick, .hodrick1B: false
    }
  }
}

extension Double {
  /// Three significant digits, for numbers of which only the size matters.
  package var shortNumber: String {
    guard isFinite, self != 0 else { return plainText }
    let digits = 2 - Int(log10(magnitude).rounded(.down))
    return digits >= 0 ? fixed(min(digits, 9), grouped: true) : fixed(0, grouped: true)
  }
}
