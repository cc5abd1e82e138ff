import Market
import Replay

/// The UTC days of an evaluation, in order, and the rows of each.
///
/// Folds are made of whole days because figures are of UTC-daily returns. The first and the last day may be cut by the
/// evaluation; they are the days of `ReturnDays`, as in a replay.
public struct Timeline: Sendable, Hashable {
  public let grid: Grid
  /// The first row of each day, and the row after the last.
  private let starts: [Int]

  public init(_ rows: Range<Int>, of grid: Grid) {
    self.grid = grid
    var starts: [Int] = []
    var day: Int?
    let days = rows.isEmpty ? nil : ReturnDays(rows, of: grid)
    for row in rows {
      let current = days?.day(of: grid.open(row).utcDay)
      if current != day { starts.append(row) }
      day = current
    }
    self.starts = starts + [rows.upperBound]
  }

  public var days: Int { starts.count - 1 }
  public var rows: Range<Int> { starts[0]..<starts[starts.count - 1] }

  /// The rows of consecutive days, counted from 0.
  public func rows(_ days: Range<Int>) -> Range<Int> { starts[days.lowerBound]..<starts[days.upperBound] }

  /// `count` parts of consecutive days whose lengths differ by one day at most.
  public func parts(_ count: Int) -> [Range<Int>] {
    (0..<count).map { rows(days * $0 / count..<days * ($0 + 1) / count) }
  }
}
