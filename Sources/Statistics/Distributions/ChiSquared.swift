import Foundation

/// The chi-squared distribution: what a Wald statistic of several coefficients is compared with.
///
/// P(X > x) = Q(ν/2, x/2), the regularised upper incomplete gamma function: by its series below the mean, by its continued
/// fraction above (DLMF 8.11.4, 8.9.2). Good to twelve digits up to a few thousand degrees of freedom.
public struct ChiSquared: Hashable, Sendable {
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(X > x); NaN unless the degrees of freedom are positive and x is not below zero.
  public func upperTail(_ x: Double) -> Double {
    guard degreesOfFreedom > 0, x >= 0 else { return .nan }
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    let a = degreesOfFreedom / 2
    let z = x / 2
    let front = exp(a * log(z) - z - lgamma(a))
    return z < a + 1 ? 1 - front * Self.series(a, z) : front * Self.fraction(a, z)
  }

  private static func series(_ a: Double, _ z: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = 1.0
    while abs(term) > abs(sum) * Double.ulpOfOne, n < 1e5 {
      term *= z / (a + n)
      sum += term
      n += 1
    }
    return sum
  }

  /// Lentz's method.
  private static func fraction(_ a: Double, _ z: Double) -> Double {
    let tiny = 1e-300
    var b = z + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    var n = 1.0
    while n < 1e5 {
      let numerator = -n * (n - a)
      b += 2
      d = numerator * d + b
      if abs(d) < tiny { d = tiny }
      c = b + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let change = d * c
      result *= change
      if abs(change - 1) <= Double.ulpOfOne { break }
      n += 1
    }
    return result
  }
}
