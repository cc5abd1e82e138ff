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
