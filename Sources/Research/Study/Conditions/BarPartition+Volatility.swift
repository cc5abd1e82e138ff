import Market
import Signals
import Statistics

extension BarPartition {
  /// Thirds of the volatility of the last day, each by edges from the bars before it: what somebody standing there could
  /// have said about whether times were calm. Edges over the whole sample would put a bar among the calm ones because of what
  /// came a year later.
  ///
  /// - Throws: why there are no thirds: fewer than eleven days of closes.
  public static func volatility(_ frame: Frame) throws(CannotSay) -> BarPartition {
    let window = max(20, Interval.day.count(of: frame.grid.interval) ?? 20)
    let closes = frame.values("close")
    let returns = closes.indices.map { $0 > 0 ? closes[$0] / closes[$0 - 1] - 1 : .nan }
    guard window < closes.count,
      let thirds = try? ExpandingBuckets(
        Rolling.std(returns, window: window), count: 3, warmUp: 10 * window)
    else { throw CannotSay("\(closes.count) bars are too few to know what volatility is usual") }
    return BarPartition(
      name: "volatility", key: "volatility",
      convention:
        "thirds of the standard deviation of the last \(window) one-bar returns, edges from earlier bars only",
      labels: ["low", "middle", "high"], cells: closes.indices.map { Int16(thirds.bucket($0) ?? -1) })
  }
}
