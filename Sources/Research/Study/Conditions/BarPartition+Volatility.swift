import Market
import Numerics
import Signals
import Statistics

extension BarPartition {
  /// Thirds of the volatility of the last day, each by edges from the bars before it: what somebody standing there could
  /// have said about whether times were calm. Edges over the whole sample would put a bar among the calm ones because of what
  /// came a year later.
  ///
  /// Returns and edges are those of the window. Bars before it are in a frame only because some signal looks back over
  /// them, and a longer look-back must not move a bar of the window to another third.
  ///
  /// - Throws: why there are no thirds: fewer than eleven days of closes.
  public static func volatility(_ frame: Frame) throws(Unavailable) -> BarPartition {
    let window = max(20, Interval.day.count(of: frame.grid.interval) ?? 20)
    let rows = frame.evaluation
    let closes = Array(frame.values("close")[rows])
    let returns = closes.indices.map { $0 > 0 ? closes[$0] / closes[$0 - 1] - 1 : .nan }
    guard window < closes.count,
      let thirds = try? ExpandingBuckets(
        Rolling.std(returns, window: window), count: 3, warmUp: 10 * window)
    else { throw Unavailable("\(closes.count) bars are too few to know what volatility is usual") }
    var cells = [Int16](repeating: -1, count: frame.grid.count)
    for (row, place) in zip(rows, closes.indices) { cells[row] = Int16(thirds.bucket(place) ?? -1) }
    return BarPartition(
      name: "volatility", key: "volatility",
      convention:
        "thirds of the standard deviation of the last \(window) one-bar returns; edges from earlier bars of the window only, whatever the signal looks back on; the first \(Double.grouped(11 * window)) bars are in none",
      labels: ["low", "middle", "high"], cells: cells)
  }
}
