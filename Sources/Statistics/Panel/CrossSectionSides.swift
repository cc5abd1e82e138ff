/// What a figure of a cross-section takes from the signal and what it takes from the returns.
///
/// Each figure of a stamp is a sum over its markets of a number made of the signals times one made of the returns: ranks
/// less their mean over the root of their sum of squares for the rank coefficient, weights of the outer quantiles for the
/// spread. Taken apart like this, the signals of all markets can be moved in time by one distance while the returns stay.
public struct CrossSectionSides: Sendable {
  public enum Figure: Sendable, Hashable {
    case spearman, pearson
    /// The slope of Fama & MacBeth.
    case slope
    /// Mean of the top less mean of the bottom of so many quantiles.
    case spread(quantiles: Int)
  }

  public let figure: Figure
  /// Stamps that have the figure, in order: they make the circle.
  public let rows: [Int]
  /// Stamps of the grid.
  let count: Int
  /// By market, one number a stamp of the circle; zero where the market is not known.
  package let signals: [[Double]]
  package let returns: [[Double]]

  public init(_ sample: PanelSample, _ figure: Figure) {
    let members = sample.members
    let stamps = concurrentMap(sample.count) { row -> Stamp? in
      let known = members.indices.filter { !members[$0].x[row].isNaN && !members[$0].y[row].isNaN }
      guard known.count >= CrossSection.leastMarkets else { return nil }
      return Stamp(known, x: known.map { members[$0].x[row] }, y: known.map { members[$0].y[row] }, figure)
    }
    let rows = stamps.indices.filter { stamps[$0] != nil }
    var signals = [[Double]](
      repeating: [Double](repeating: 0, count: rows.count), count: members.count)
    var returns = signals
    for (place, stamp) in stamps.lazy.compactMap(\.self).enumerated() {
      for (index, market) in stamp.markets.enumerated() {
        signals[market][place] = stamp.signals[index]
        returns[market][place] = stamp.returns[index]
      }
    }
    self.figure = figure
    self.rows = rows
    self.signals = signals
    self.returns = returns
    count = sample.count
  }

  /// The figure at each stamp of the grid when the signals of all markets come `shift` stamps of the circle later; NaN on
  /// stamps outside the circle.
  package func series(shift: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.count)
    let split = rows.count - shift
    for (signal, outcome) in zip(signals, returns) {
      for t in 0..<shift { sums[t] += signal[split + t] * outcome[t] }
      for t in shift..<rows.count { sums[t] += signal[t - shift] * outcome[t] }
    }
    var series = [Double](repeating: .nan, count: count)
    for (row, sum) in zip(rows, sums) { series[row] = sum }
    return series
  }
}

/// One stamp taken apart.
private struct Stamp: Sendable {
  let markets: [Int]
  let signals: [Double]
  let returns: [Double]

  /// Nil where the stamp has no such figure: no contrast, or a quantile that stays empty.
  init?(_ markets: [Int], x: [Double], y: [Double], _ figure: CrossSectionSides.Figure) {
    let signals: [Double]?
    let returns: [Double]?
    switch figure {
    case .spearman: (signals, returns) = (Self.unit(averageRanks(x)), Self.unit(averageRanks(y)))
    case .pearson: (signals, returns) = (Self.unit(x), Self.unit(y))
    case .slope:
      let deviations = Self.deviations(x)
      let squares = deviations.map { Sums.squares($0) } ?? 0
      signals = deviations?.map { $0 / squares }
      returns = Self.centred(y)
    case .spread(let quantiles):
      signals = Self.outerWeights(x, quantiles: quantiles)
      returns = Self.centred(y)
    }
    guard let signals, let returns else { return nil }
    self.markets = markets
    self.signals = signals
    self.returns = returns
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = Sums.sum(values) / Double(values.count)
    return values.map { $0 - mean }
  }

  /// Less the mean; nil for values that are all alike, of which rounding remains.
  private static func deviations(_ values: [Double]) -> [Double]? {
    let deviations = centred(values)
    let mean = Sums.sum(values) / Double(values.count)
    let squares = Sums.squares(deviations)
    return squares > 0 && squares > 1e-24 * Double(values.count) * mean * mean ? deviations : nil
  }

  /// Less the mean and of length one: products of two such are a correlation.
  private static func unit(_ values: [Double]) -> [Double]? {
    deviations(values).map { deviations in
      let length = Sums.squares(deviations).squareRoot()
      return deviations.map { $0 / length }
    }
  }

  private static func outerWeights(_ x: [Double], quantiles: Int) -> [Double]? {
    guard x.count >= quantiles else { return nil }
    let labels = CrossSectionalBuckets.labels(x, count: quantiles)
    let sizes = (0..<quantiles).map { bucket in labels.count { $0 == bucket } }
    guard !sizes.contains(0) else { return nil }
    return labels.map { label in
      label == 0 ? -1 / Double(sizes[0]) : label == quantiles - 1 ? 1 / Double(sizes[label]) : 0
    }
  }
}
