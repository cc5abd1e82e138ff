import Foundation

/// Hansen's (2005, JBES 23) test of superior predictive ability: White's question, studentised, and not weakened by
/// hypotheses that are plainly bad.
///
/// T = max(max_k √T·d̄_k/ω̂_k, 0) against the same of resamples that are recentred in three ways. `consistent` takes a
/// series out of the comparison when it is worse than zero by more than the law of the iterated logarithm allows,
/// √T·d̄_k/ω̂_k < -√(2·ln ln T); `lower` does so for every series below zero and `upper` for none, which is White's choice.
/// The truth lies between them; read `consistent`.
///
/// The statistic is divided by ω̂, the exact deviation of the stationary bootstrap, and so are its resamples, or each by its
/// own (`ContributionFamily.ResampleScale`). arch 8.0.0 computes ω̂ and uses it only to recentre, whatever its flag says, so that
/// the noisiest series decides there; given series that were divided by ω̂ beforehand, it agrees with the former.
public struct SuperiorPredictiveAbility: Hashable, Sendable {
  public let statistic: Double
  public let lower: Double
  public let consistent: Double
  public let upper: Double

  /// - Precondition: rows for which ln ln T makes sense, which `ContributionFamily` has.
  public init(_ family: ContributionFamily) {
    let statistics = family.statistics
    let observed = family.sides.reduce(0) { max($0, $1.sign * statistics[$1.series]) }
    let limit = -(2 * log(max(1, log(Double(family.rows))))).squareRoot()

    // Recentring about μ instead of the mean moves a resample by √T·(mean - μ)/ω̂: by t itself where μ is zero.
    func p(_ leavesOut: @escaping @Sendable (Double) -> Bool) -> Double {
      let null = family.maxima(floor: 0) { replicate, side in
        let own = statistics[side.series]
        return side.sign
          * family.draw(replicate, side.series, offset: leavesOut(side.sign * own) ? own : 0)
      }
      return family.share(of: null, reaching: observed)
    }
    statistic = observed
    lower = p { $0 < 0 }
    consistent = p { $0 < limit }
    upper = p { _ in false }
  }
}
