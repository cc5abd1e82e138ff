import Market
import Statistics

/// The average path of the close around the first bars of a regime's episodes.
public struct EpisodePath: Sendable {
  /// Bars from the first bar of an episode, negative before it.
  public let offsets: [Int]
  /// Mean cumulative simple return from the first bar's close, as a fraction.
  public let mean: [Double]
  /// Pointwise 95 % interval over episodes.
  public let low: [Double]
  public let high: [Double]
  public let episodes: Int

  /// Nil without at least two episodes that have data on both sides.
  init?(_ subject: StudySubject, closes: [Double], reach: Int) {
    let starts = subject.episodes.map(\.lowerBound).filter { $0 >= reach && $0 + reach < closes.count }
    guard starts.count >= 2 else { return nil }
    offsets = Array(-reach...reach)
    var mean: [Double] = []
    var low: [Double] = []
    var high: [Double] = []
    for offset in offsets {
      let returns = starts.map { closes[$0 + offset] / closes[$0] - 1 }.filter { !$0.isNaN }
      guard returns.count >= 2 else { return nil }
      let n = Double(returns.count)
      let average = returns.reduce(0, +) / n
      let variance = returns.reduce(0) { $0 + ($1 - average) * ($1 - average) } / (n - 1)
      let margin = NormalDistribution.quantile(0.975) * (variance / n).squareRoot()
      mean.append(average)
      low.append(average - margin)
      high.append(average + margin)
    }
    (self.mean, self.low, self.high) = (mean, low, high)
    episodes = starts.count
  }
}
