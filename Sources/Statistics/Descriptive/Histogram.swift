import Foundation

/// Bins of equal width that several samples share, so that their shapes can be laid over each other.
public struct Histogram: Hashable, Sendable {
  /// Where the first bin begins.
  public let start: Double
  public let width: Double
  public let count: Int

  /// Bins that reach from the lowest `trim` quantile of any sample to the highest 1 − `trim` quantile of any: a handful
  /// of extreme returns would otherwise press everything else into one bar. Samples without a finite value give bins
  /// around zero.
  ///
  /// The number of bins follows the smallest sample, three times the cube root of its size between 12 and 60: half as many
  /// again as Rice's rule, since shapes are to be compared and not estimated.
  ///
  /// - Parameter step: how far apart neighbouring values lie where they come in steps: narrower bins would be a comb.
  public init(covering samples: [[Double]], trim: Double = 0.005, step: Double = 0) {
    let known = samples.map { $0.filter(\.isFinite).sorted() }.filter { !$0.isEmpty }
    let smallest = Double(known.map(\.count).min() ?? 1)
    let fine = min(max(Int(3 * pow(smallest, 1.0 / 3)), 12), 60)
    var low = Double.infinity
    var high = -Double.infinity
    for sample in known {
      let cut = Int(Double(sample.count) * min(max(trim, 0), 0.49))
      low = min(low, sample[cut])
      high = max(high, sample[sample.count - 1 - cut])
    }
    if low > high { (low, high) = (0, 0) }
    let span = high - low
    count = step > 0 && span > 0 ? max(1, min(fine, Int((span / step).rounded(.down)))) : fine
    // A sample of one value still gets a bar that can be seen.
    start = span > 0 ? low : low - 0.5
    width = (span > 0 ? span : 1) / Double(count)
  }

  public var centres: [Double] { (0..<count).map { start + (Double($0) + 0.5) * width } }

  /// The share of a sample in each bin; what lies outside is counted in the outermost bins, so that shares add up to one.
  /// Missing values are left out; a sample without values has zeros.
  public func shares(of sample: [Double]) -> [Double] {
    var counts = [Int](repeating: 0, count: count)
    for value in sample where value.isFinite {
      let bin = ((value - start) / width).rounded(.down)
      counts[Int(min(max(bin, 0), Double(count - 1)))] += 1
    }
    let total = counts.reduce(0, +)
    return counts.map { total == 0 ? 0 : Double($0) / Double(total) }
  }
}
