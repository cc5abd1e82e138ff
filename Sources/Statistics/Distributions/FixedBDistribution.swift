import Foundation
import Synchronization

/// The distribution of a t whose error comes from Bartlett weights over a fixed share `b` of the sample, in the limit of a long
/// one (Kiefer & Vogelsang 2005, Econometric Theory 21).
///
/// The usual limit lets the lags grow more slowly than the sample and so pretends that the variance is known. Here it
/// stays random: t is Z/√Q with Z standard normal and, independent of it,
///
///     Q = Σ λ_i·χ²₁,   λ_i the eigenvalues of the Bartlett kernel (1 - |r - s|/b)₊ on [0, 1] after taking off means.
///
/// From Craig's formula for P(|Z| > c) follows P(|t| > c) = (2/π)∫₀^{π/2} Π(1 + λ_i·c²/sin²θ)^(-½) dθ, no simulation. The
/// kernel is taken on 200 points; below b = 0.04, where that is too coarse and Q hardly spreads, Q is replaced by a χ² of
/// its mean and variance, which makes √E[Q]·t a Student's t. Either is within 0.0003 of the exact p; `docs/statistics.md`
/// has the comparison with simulated paths.
public struct FixedBDistribution: Hashable, Sendable {
  /// (lags + 1)/bars.
  public let b: Double

  /// - Parameter b: above 0; more than 1 counts as 1.
  public init(b: Double) {
    self.b = min(b, 1)
  }

  /// The share of a sample that Bartlett weights of so many lags reach over.
  public static func share(lags: Int, bars: Int) -> Double {
    min(1, Double(lags + 1) / Double(max(1, bars)))
  }

  private static let coarsest = 0.04
  private static let points = 200

  /// P(|t| ≥ |c|); NaN unless b is positive.
  public func twoSidedP(_ c: Double) -> Double {
    guard b > 0, !c.isNaN else { return .nan }
    guard c != 0 else { return 1 }
    guard b >= Self.coarsest else {
      return StudentT(degreesOfFreedom: 2 * mean * mean / variance).twoSidedP(c * mean.squareRoot())
    }
    let eigenvalues = Self.eigenvalues(b)
    // The integrand and all of its derivatives vanish or are even at both ends, where the midpoint rule is at its best.
    var sum = 0.0
    for node in 0..<Self.nodes {
      let sine = Self.sine(node)
      let scale = c * c / (sine * sine)
      sum += exp(-0.5 * eigenvalues.reduce(0) { $0 + log1p($1 * scale) })
    }
    return sum / Double(Self.nodes)
  }

  /// Whether `twoSidedP` is above `p` at `c`; nil where it is not known.
  ///
  /// Products of the factors are as good as their logarithms to twelve digits and take a twentieth of the time, so the
  /// logarithms are asked only where that does not decide: what halves an interval forty times asks them at the end.
  func tail(at c: Double, isAbove p: Double) -> Bool? {
    if b >= Self.coarsest, c.isFinite, c != 0 {
      let rough = roughP(c)
      if abs(rough - p) > 1e-10 { return rough > p }
    }
    let tail = twoSidedP(c)
    return tail.isNaN ? nil : tail > p
  }

  private func roughP(_ c: Double) -> Double {
    let eigenvalues = Self.eigenvalues(b)
    var sum = 0.0
    for first in stride(from: 0, to: Self.nodes, by: 8) {
      var scale = SIMD8<Double>.zero
      for lane in 0..<8 {
        let sine = Self.sine(first + lane)
        scale[lane] = c * c / (sine * sine)
      }
      var product = SIMD8<Double>(repeating: 1)
      // A product beyond the numbers is a term that is none.
      for value in eigenvalues { product *= 1 + value * scale }
      sum += (1 / product.squareRoot()).sum()
    }
    return sum / Double(Self.nodes)
  }

  // A multiple of eight, which are worked out together.
  private static let nodes = 200

  private static func sine(_ node: Int) -> Double { sin((Double(node) + 0.5) / Double(nodes) * Double.pi / 2) }

  /// E[Q], the trace of the kernel.
  private var mean: Double { 1 - b + b * b / 3 }

  /// Twice the sum of squared eigenvalues, for b up to a half.
  private var variance: Double { 4 * b / 3 - 7 * b * b / 3 + 14 * b * b * b / 15 + 2 * b * b * b * b / 9 }

  // A size calibration asks for the same b hundreds of times.
  private static let known = Mutex<[Double: [Double]]>([:])

  private static func eigenvalues(_ b: Double) -> [Double] {
    if let values = known.withLock({ $0[b] }) { return values }
    var kernel = Matrix(rows: points, columns: points)
    for j in 0..<points {
      for i in 0..<points { kernel[i, j] = max(0, 1 - Double(abs(i - j)) / (b * Double(points))) / Double(points) }
    }
    let means = (0..<points).map { Sums.sum(Array(kernel.column($0))) / Double(points) }
    let overall = Sums.sum(means) / Double(points)
    for j in 0..<points {
      for i in 0..<points { kernel[i, j] += overall - means[i] - means[j] }
    }
    // Positive semi-definite, so singular values are eigenvalues. LAPACK does not fail on a finite matrix of this size;
    // were it to, the matching χ² would still be had from the trace.
    let values = (try? kernel.singularValues()) ?? [Sums.sum((0..<points).map { kernel[$0, $0] })]
    known.withLock { $0[b] = values }
    return values
  }
}
