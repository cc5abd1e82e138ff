import Foundation

/// How long the blocks of a bootstrap should be: the automatic rule of Politis & White (2004, Econometric Reviews 23) with
/// the correction of Patton, Politis & White (2009, Econometric Reviews 28).
///
/// Apply it to the series that is averaged, such as the scores x_t·e_t of a regression, never to the explained variable
/// alone: overlapping returns have a long memory that the scores of an unrelated regressor do not share.
public struct BlockLength: Hashable, Sendable {
  /// Mean block of the stationary bootstrap; may come out below 1 for a series without memory.
  public let stationary: Double
  /// Block of the circular block bootstrap.
  public let circular: Double

  /// The steps and the names are the paper's: k_n autocorrelations in a row inside ±2√(log₁₀T/T) end the memory after
  /// m̂ lags, M = 2·max(m̂, 1) lags enter the flat-top sums, and the result is capped at ⌈min(3√T, T/3)⌉. If no such
  /// stretch turns up within ⌈√T⌉ + k_n lags, M is that bound.
  ///
  /// - Throws: `missingValue`; `tooFewObservations` with fewer rows than the lags that are looked at; `constantRegressor`
  ///   when all values are equal.
  /// - Complexity: O(T) for each lag up to twice the memory, which is O(T√T) at most.
  public init(_ values: [Double]) throws {
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw StatisticsError.missingValue(column: "values", row: row)
    }
    let count = values.count
    let size = Double(count)
    let inARow = max(5, Int(log10(max(1, size))))
    let bound = Int(size.squareRoot().rounded(.up)) + inARow
    guard count > bound + 2 else { throw StatisticsError.tooFewObservations(have: count, need: bound + 3) }
    let mean = Sums.sum(values) / size
    let deviations = values.map { $0 - mean }
    guard Sums.squares(deviations) > 0 else { throw StatisticsError.constantRegressor(observations: count) }

    let limit = 2 * (log10(size) / size).squareRoot()
    var autocovariances: [Double] = []
    var inside = 0
    var memory: Int?
    // Squares of all but the last lag + 1 values, and of all but the first.
    var early = Sums.squares(deviations)
    var late = early
    for lag in 0...bound {
      if let memory, lag > 2 * max(memory, 1) { break }
      let product = Sums.laggedProducts(deviations, lag: lag)
      autocovariances.append(product / size)
      if memory == nil, inside >= inARow { memory = lag - inARow }
      early -= deviations[count - 1 - lag] * deviations[count - 1 - lag]
      late -= deviations[lag] * deviations[lag]
      inside = abs(product) / (early * late).squareRoot() < limit ? inside + 1 : 0
    }
    let lags = min(memory.map { 2 * max($0, 1) } ?? bound, bound)

    var slope = 0.0
    var longRun = autocovariances[0]
    for lag in 1...lags {
      let position = Double(lag) / Double(lags)
      let weight = position <= 0.5 ? 1 : 2 * (1 - position)
      slope += 2 * weight * Double(lag) * autocovariances[lag]
      longRun += 2 * weight * autocovariances[lag]
    }
    let cap = min(3 * size.squareRoot(), size / 3).rounded(.up)
    func length(_ spread: Double) -> Double {
      min(cbrt(2 * slope * slope / (spread * longRun * longRun)) * cbrt(size), cap)
    }
    stationary = length(2)
    circular = length(4.0 / 3)
  }
}
