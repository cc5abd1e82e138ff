import Statistics

/// What the strongest of many variants of a signal is worth: how many look strong by chance, and what is left of the best
/// when all of them are counted.
public struct SignalTrials: Sendable, Hashable {
  /// Variants that were studied, those that could not be judged among them.
  public let tried: Int
  /// With a p below 0.05 by Hodrick 1B, each taken alone.
  public let significant: Int
  /// The smallest p, and the same after Holm over all that were tried.
  public let smallestP: Double?
  public let holmP: Double?
  /// Variants that stand at a false discovery rate of 5 % under any dependence (Benjamini & Yekutieli).
  public let discoveries: Int

  /// What each is held against when taken alone.
  public static let level = 0.05

  /// - Parameter p: of every variant; NaN for one that could not be judged, which counts as tried all the same.
  public init(_ p: [Double]) {
    tried = p.count
    significant = p.count { $0 < Self.level }
    smallestP = p.filter { !$0.isNaN }.min()
    holmP = smallestP.map { min(1, $0 * Double(p.count)) }
    discoveries = Correction.benjaminiYekutieli.adjusted(p).count { $0 <= Self.level }
  }
}
