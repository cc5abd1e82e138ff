import Market
import Numerics

/// The bars of what is traded, and what they say by themselves at a close of the return after it.
///
/// Whatever reads these alone cannot be stamped wrongly: the close that the return begins at lies in the same row. What it shows
/// of the next return is how trades come about, above all that they bounce between bid and ask.
public struct TradedBars: Sendable {
  private let open: [Double]
  private let high: [Double]
  private let low: [Double]
  private let close: [Double]

  /// Names that a frame's own bars go by.
  private static let names = Set((SeriesKind.klines.columns + SeriesKind.klines.otherColumns).map(\.name))

  public init(_ frame: Frame) {
    open = frame.values("open")
    high = frame.values("high")
    low = frame.values("low")
    close = frame.values("close")
  }

  /// Whether columns are of the traded instrument's own bars, all of them.
  public static func are(_ columns: Set<String>, in frame: Frame) -> Bool {
    !columns.isEmpty && columns.isSubset(of: names) && frame.borrowed.allSatisfy { !columns.contains($0.name) }
  }

  /// Those of columns that are not of the traded instrument's own bars.
  static func others(_ columns: Set<String>, in frame: Frame) -> Set<String> {
    columns.filter { !are([$0], in: frame) }
  }

  /// The correlation of a bar's return with that of the bar before; nil of too few bars.
  public var bounce: Double? {
    let steps = returns(late: 0)
    return Association(steps.indices.map { $0 == 0 ? .nan : steps[$0 - 1] }, steps)?.correlation
  }

  /// Columns that anybody has at a close: the last returns, the bar's shape, how far the close stands from its means.
  var known: [[Double]] {
    let shape = [open, high, low].filter { $0.count == close.count }.map { other in
      close.indices.map { finite(other[$0] / close[$0] - 1) }
    }
    let means = [4, 12, 48].filter { $0 * 4 < close.count }.map { window in
      let mean = Rolling.mean(close, window: window)
      return close.indices.map { finite(mean[$0] / close[$0] - 1) }
    }
    return (0..<4).map(returns) + shape + means
  }

  private func returns(late bars: Int) -> [Double] {
    close.indices.map { $0 <= bars ? .nan : finite(close[$0 - bars] / close[$0 - bars - 1] - 1) }
  }
}
