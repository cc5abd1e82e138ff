extension ForwardSample {
  /// Estimates less what they are on average where nothing is predicted, and the p of that: what a verdict is of.
  ///
  /// The bias is one of the slope, `bias.t` errors of Hodrick 1B, and comes off every estimator's; each then divides by its own
  /// error. What is counted over shifts is counted again, and what is counted over resamples is read off the normal: their
  /// distribution is that of t about its mean, and nobody kept it.
  ///
  /// - Parameter estimates: of this sample, Hodrick 1B's among them; they come back as they are where it has no error.
  package func less(_ bias: BiasOfT, from estimates: [EstimatorResult]) -> [EstimatorResult] {
    guard let error = estimates.hodrick1B?.standardError else { return estimates }
    let slope = bias.t * error
    return estimates.map { result in
      switch result.name {
      case CircularShiftEstimator().name:
        result.less(slope, p: result.p.flatMap { _ in try? CircularShift(self, less: slope).p })
      case StudentisedShiftEstimator().name:
        result.less(
          slope,
          p: result.p.flatMap { _ in
            try? StudentisedShift(self, less: result.standardError.map { slope / $0 } ?? bias.t).p
          })
      default: result.less(slope)
      }
    }
  }
}

extension PanelSample {
  /// The same of several markets. The plain shift, which no verdict on a panel hears, is not counted again.
  package func less(_ bias: BiasOfT, from estimates: [EstimatorResult]) -> [EstimatorResult] {
    guard let error = estimates.hodrick1B?.standardError else { return estimates }
    let slope = bias.t * error
    return estimates.map { result in
      guard result.name == StudentisedShiftEstimator().name, let own = result.standardError else {
        return result.less(slope)
      }
      return result.less(
        slope, p: result.p.flatMap { _ in try? PanelStudentisedShift(self, less: slope / own).p })
    }
  }
}

extension EstimatorResult {
  /// - Parameter counted: its p where that is counted over shifts.
  fileprivate func less(_ slope: Double, p counted: Double? = nil) -> EstimatorResult {
    guard let standardError, let t, let p else {
      return EstimatorResult(name: name, estimate: estimate - slope, method: method, note: note, abstention: abstention)
    }
    let rest = t - slope / standardError
    let judged =
      switch method?.distribution {
      case .fixedB(let b)?: FixedBDistribution(b: b).twoSidedP(rest)
      case .shifts?: counted ?? p
      default: NormalDistribution.twoSidedP(rest)
      }
    return EstimatorResult(
      name: name, estimate: estimate - slope, standardError: standardError, t: rest, p: judged, method: method,
      note: note, abstention: abstention)
  }
}
