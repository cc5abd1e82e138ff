import Foundation

/// The trials a Sharpe ratio was picked from.
///
/// `count` is of independent trials. Neighbours in a dense grid are nearly the same trial: pass an effective number, from
/// clusters or from the entropy of the correlation eigenvalues. Failed trials count; trials on other windows do not.
public struct SharpeTrials: Hashable, Sendable {
  public let count: Double
  /// Variance over the trials of their Sharpe ratios per bar.
  public let variance: Double

  public init(count: Double, variance: Double) {
    self.count = count
    self.variance = variance
  }

  static let eulerGamma = 0.577_215_664_901_532_9

  /// What the best of `count` independent standard normals is expected to be:
  /// (1 - γ)Φ⁻¹(1 - 1/N) + γΦ⁻¹(1 - 1/(Ne)). Zero for a single trial, which was not picked from anything; the
  /// approximation itself goes below zero there and is cut.
  public static func expectedMaximumOfNormals(count: Double) -> Double {
    guard count > 1 else { return 0 }
    let maximum =
      (1 - eulerGamma) * NormalDistribution.quantile(1 - 1 / count)
      + eulerGamma * NormalDistribution.quantile(1 - 1 / (count * M_E))
    return max(0, maximum)
  }

  /// SR₀, per bar: the Sharpe ratio the best trial would reach were all of them worthless.
  public var expectedMaximum: Double {
    variance.squareRoot() * Self.expectedMaximumOfNormals(count: count)
  }

  /// Years of data below which the best of `count` worthless trials is expected to show an annual Sharpe ratio of
  /// `expectedMaximum`. Bailey, Borwein, López de Prado & Zhu (2014), Notices of the AMS 61(5); always below the bound
  /// 2·ln N / E² that is often quoted for it.
  public static func minimumBacktestYears(count: Double, expectedMaximum: Double) -> Double {
    let ratio = expectedMaximumOfNormals(count: count) / expectedMaximum
    return ratio * ratio
  }
}
