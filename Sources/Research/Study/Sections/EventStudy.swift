import Market
import Statistics

/// The average path of the close around the first bars of a regime's episodes.
public struct EventStudy: Sendable {
  /// Bars from the first bar of an episode, negative before it.
  public let offsets: [Int]
  /// Mean cumulative simple return from the first bar's close, as a fraction.
  public let mean: [Double]
  /// Pointwise 95 % interval over episodes.
  public let low: [Double]
  public let high: [Double]
  public let episodes: Int

  /// - Throws: why there is no path: a signal, or fewer than two episodes that have data on both sides.
  public init(_ subject: StudySubject, reach: Int) throws(CannotSay) {
    guard case .regime = subject.values else {
      throw CannotSay("a signal has no episodes, so there is no first bar to look around")
    }
    let closes = subject.frame.values("close")
    let starts = subject.episodes.map(\.lowerBound).filter { $0 >= reach && $0 + reach < closes.count }
    guard starts.count >= 2 else { throw CannotSay("fewer than two episodes have \(reach) bars on both sides") }
    var offsets: [Int] = []
    var mean: [Double] = []
    var low: [Double] = []
    var high: [Double] = []
    for offset in -reach...reach {
      let returns = starts.map { closes[$0 + offset] / closes[$0] - 1 }.filter { !$0.isNaN }
      guard returns.count >= 2 else { continue }
      let n = Double(returns.count)
      let average = returns.reduce(0, +) / n
      let variance = returns.reduce(0) { $0 + ($1 - average) * ($1 - average) } / (n - 1)
      let margin = NormalDistribution.quantile(0.975) * (variance / n).squareRoot()
      offsets.append(offset)
      mean.append(average)
      low.append(average - margin)
      high.append(average + margin)
    }
    (self.offsets, self.mean, self.low, self.high) = (offsets, mean, low, high)
    episodes = starts.count
  }
}
