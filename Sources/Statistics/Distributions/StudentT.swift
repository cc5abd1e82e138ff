import Foundation

/// Student's t with any positive number of degrees of freedom.
///
/// P(|T| ≥ |t|) = I_x(ν/2, ½) with x = ν/(ν + t²), the regularised incomplete beta function. Both x^(ν/2) and the beta
/// function are written so that nothing cancels for large ν, where a difference of two log-gammas of the size of ν would
/// lose a digit for each of its own. Good to twelve digits up to a million degrees of freedom; beyond, the continued fraction
/// loses one for every further factor of ten.
public struct StudentT: Hashable, Sendable {
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(|T| ≥ |t|); NaN unless the degrees of freedom are positive.
  ///
  /// - Complexity: O(√ν) at worst, near |t| = √3.
  public func twoSidedP(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    guard nu > 0, !t.isNaN else { return .nan }
    guard nu.isFinite else { return NormalDistribution.twoSidedP(t) }
    let square = t * t
    guard square > 0 else { return 1 }
    guard square.isFinite else { return 0 }
    let a = nu / 2
    let x = nu / (nu + square)
    let y = square / (nu + square)
    // x^a·y^½/B(a, ½), with log x = -log(1 + t²/ν) and 1/B(a, ½) = Γ(a + ½)/(Γ(a)·√π).
    let front = exp(-a * log1p(square / nu)) * y.squareRoot() * Self.halfStepGammaRatio(a) / Double.pi.squareRoot()
    return x < (a + 1) / (a + 2.5)
      ? front * IncompleteBeta.fraction(a, 0.5, x) / a : 1 - front * IncompleteBeta.fraction(0.5, a, y) / 0.5
  }

  /// P(T ≤ t).
  public func cumulative(_ t: Double) -> Double {
    let outside = twoSidedP(t) / 2
    return t > 0 ? 1 - outside : outside
  }

  /// Γ(a + ½)/Γ(a), by its expansion in 1/a after stepping a up to 30, where eight terms are exact to a double
  /// (Tricomi & Erdélyi 1951, Pacific J. Math. 1).
  private static func halfStepGammaRatio(_ a: Double) -> Double {
    var a = a
    var steps = 1.0
    while a < 30 {
      steps *= a / (a + 0.5)
      a += 1
    }
    let coefficients: [Double] = [
      1, -1.0 / 8, 1.0 / 128, 5.0 / 1024, -21.0 / 32768, -399.0 / 262_144, 869.0 / 4_194_304, 39_325.0 / 33_554_432,
    ]
    return steps * a.squareRoot() * coefficients.reversed().reduce(0) { $0 / a + $1 }
  }
}
