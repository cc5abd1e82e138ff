import Foundation

/// What the t of a slope is on average where nothing is predicted, of a signal that keeps much of itself and moves with the
/// returns of its own bars: Stambaugh's (1999) bias in units of the error.
///
/// With x_{t+1} = θ + ρx_t + v_{t+1} and returns of which v takes the correlation δ, Hodrick's t is N/√D, N = Σ u_{t+1}W_t and
/// D = σ_u²ΣW_t², W_t the sum of x less its mean over the last h bars. To order 1/√n E[t] is E[N]/√E[D] - Cov(N, D)/(2E[D]^1.5):
///
///     E[t] ≈ -δ·(A₁ + A₂),
///     A₁ = h·√((1 + ρ)/(1 - ρ))/√(n·ω_h),                          the mean that was taken off x knows the returns,
///     A₂ = √(1 - ρ²)·Σ_{k≥1} Γ_W(k)·s_{min(h,k)}ρ^{max(0,k-h)}/√(n·ω_h³),    a sample that moves far has the larger error,
///
/// ω_h and Γ_W the variance and autocovariance of W in units of that of x, s_k = 1 + ρ + … + ρ^{k-1}. At one bar that is
/// -δ(1 + 2ρ)/√(n(1 - ρ²)): of b itself the second term would count twice, which is where Stambaugh's 1 + 3ρ comes from.
///
/// The series ends where ρ nears one, and E[t] does not grow beyond that of Dickey and Fuller's (1979) distribution, -1.547·δ.
/// In between, the mean depends on n(1 - ρ) alone and A/(1 + (A/1.547)^2.4)^(1/2.4) gives it within 0.03 (numpy, 4,000 samples
/// of 2,000 bars: -1.306 at n(1 - ρ) = 1 for 1.317 here; 1.140 at 2 for 1.140; 0.856 at 5 for 0.847; 0.633 at 10 for 0.632).
public struct BiasOfT: Hashable, Sendable {
  /// ρ, a bar.
  public let autocorrelation: Double
  /// δ, of the signal's shocks with the returns of the same bars.
  public let correlation: Double
  /// Bars of those shocks.
  public let bars: Int
  /// E[t] where nothing is predicted.
  public let t: Double
  /// The part of it that A₁ is.
  let meanShare: Double

  /// A smaller bias leaves a test at 5% between 5 and 5.1%.
  public static let leastMaterial = 0.1
  /// Of t on a random walk's own level with an intercept, numpy, 4,000 walks of 2,000 bars: ±0.013.
  static let ofWalk = 1.547
  /// Of A₁ alone there: ½/√(1/6), what is left of it after the second term is 0.79 of the whole.
  static let meanShareOfWalk = 0.79

  public var isMaterial: Bool { abs(t) > Self.leastMaterial }

  /// It, where it is enough to matter.
  package var ifMaterial: BiasOfT? { isMaterial ? self : nil }

  package init(_ span: SharedShocks.Span, observations: Int, horizon: Int) {
    let rho = span.autocorrelation
    autocorrelation = rho
    correlation = span.correlation
    bars = span.bars
    let n = Double(observations)
    // Of a memory of twenty samples no more than one is seen.
    guard n * (1 - rho) > 0.05 else {
      t = -span.correlation * Self.ofWalk
      meanShare = Self.meanShareOfWalk
      return
    }
    let terms = Self.terms(rho, horizon: horizon)
    let whole = (terms.mean + terms.error) / n.squareRoot()
    let bounded = whole / pow(1 + pow(abs(whole) / Self.ofWalk, 2.4), 1 / 2.4)
    t = -span.correlation * bounded
    let share = terms.mean / (terms.mean + terms.error)
    let towardsWalk = bounded / Self.ofWalk
    meanShare =
      whole > 0 && share < Self.meanShareOfWalk
      ? share + (Self.meanShareOfWalk - share) * towardsWalk * towardsWalk : min(1, max(0, share))
  }

  /// Another t of signals like this one: that of a panel.
  init(_ other: BiasOfT, t: Double) {
    (autocorrelation, correlation, bars, meanShare) = (
      other.autocorrelation, other.correlation, other.bars, other.meanShare
    )
    self.t = t
  }

  /// A₁ and A₂ times √n.
  ///
  /// - Complexity: O(h).
  static func terms(_ rho: Double, horizon: Int) -> (mean: Double, error: Double) {
    // Variances of sums of 0 to 2h bars of x, and 1 + ρ + … + ρ^{k-1}.
    var variances = [0.0]
    var powers = [0.0]
    var (power, covariance) = (1.0, 0.0)
    for _ in 0..<2 * horizon {
      variances.append(variances[variances.count - 1] + 1 + 2 * covariance)
      powers.append(powers[powers.count - 1] + power)
      power *= rho
      covariance += power
    }
    let own = variances[horizon]
    let reach = powers[horizon]
    // Beyond h bars both factors fall by ρ each, and their sum is that of a geometric series.
    var together = reach * reach * reach * rho / (1 - rho * rho)
    for lag in 1..<max(1, horizon) {
      let autocovariance = (variances[horizon + lag] + variances[horizon - lag]) / 2 - variances[lag]
      together += autocovariance * powers[lag]
    }
    return (
      Double(horizon) * ((1 + rho) / (1 - rho)).squareRoot() / own.squareRoot(),
      (1 - rho * rho).squareRoot() * together / (own * own * own).squareRoot()
    )
  }
}
