import Foundation

/// How many independent trials a sweep amounts to.
///
/// Neighbours in a grid hold nearly the same positions, and a thousand of them are not a thousand tries. With eigenvalues
/// λ of the trials' correlation matrix and p = λ / Σλ, the effective number is exp(-Σ p·ln p): N equal copies give 1,
/// N uncorrelated trials give N (Roy & Vetterli 2007, EUSIPCO, "effective rank"). T periods cannot show more than T - 1
/// independent trials, so neither can this.
public struct EffectiveTrials: Hashable, Sendable {
  /// exp(entropy of the eigenvalues).
  public let count: Double
  /// The participation ratio (Σλ)² / Σλ²: the same question with less weight on small eigenvalues, so never larger.
  public let participation: Double
  /// Trials that traded, and those that never did and are not in it.
  public let trials: Int
  public let neverTraded: Int
  /// What neither figure can exceed: the smaller of the trials and T - 1.
  public let bound: Int

  /// - Throws: `tooFewObservations` when no trial traded; `notConverged` from LAPACK.
  /// - Complexity: O(T·N·min(T, N) + min(T, N)³): the T x T products of periods have the eigenvalues of the N x N
  ///   correlations when trials outnumber periods.
  public init(_ returns: TrialReturns) throws {
    guard returns.count > 0 else { throw StatisticsError.tooFewObservations(have: 0, need: 1) }
    let unit = returns.standardised()
    let gram = unit.columns > unit.rows ? unit.timesTransposeOfItself() : unit.gram()
    let total = Double(returns.count)
    var entropy = 0.0
    var squares = 0.0
    for share in try gram.eigenvalues().map({ $0 / total }) where share > 0 {
      entropy -= share * log(share)
      squares += share * share
    }
    bound = min(returns.count, returns.rows - 1)
    // Rounding may leave the last digit above the bound, or one trial a hair from one.
    count = min(max(exp(entropy), 1), Double(bound))
    participation = min(max(1 / squares, 1), count)
    trials = returns.count
    neverTraded = returns.neverTraded
  }
}
