import Foundation

/// The F distribution: what a Wald statistic over its degrees of freedom is compared with in small samples.
///
/// P(F > f) = I_x(d₂/2, d₁/2) with x = d₂/(d₂ + d₁f). Good to ten digits up to a hundred thousand degrees of freedom.
public struct FDistribution: Hashable, Sendable {
  public let numerator: Double
  public let denominator: Double

  public init(_ numerator: Double, _ denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// P(F > f); NaN unless both degrees of freedom are positive and f is not below zero.
  public func upperTail(_ f: Double) -> Double {
    guard numerator > 0, denominator > 0, f >= 0 else { return .nan }
    guard f > 0 else { return 1 }
    guard f.isFinite else { return 0 }
    let a = denominator / 2
    let b = numerator / 2
    let share = numerator * f / denominator
    let x = 1 / (1 + share)
    let y = share / (1 + share)
    let constant: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
    let front = exp(constant - a * log1p(share) + b * log(y))
    return x < (a + 1) / (a + b + 2)
      ? front * IncompleteBeta.fraction(a, b, x) / a : 1 - front * IncompleteBeta.fraction(b, a, y) / b
  }
}
