import Market

/// A frame made ready to be replayed many times: prices without holes, and for each bar what comes next.
///
/// A sweep builds one tape and runs thousands of parameter sets over it, so whatever depends on the market alone is
/// worked out here once.
public struct Tape: Sendable {
  public let grid: Grid
  /// The rows that are replayed.
  public let rows: Range<Int>
  /// Bars the market printed.
  public let present: Bitmap
  /// The rows on which decisions may be made: printed bars of the evaluation.
  public let decidable: Bitmap

  /// Traded prices by row. Only `marks` may be read at rows that are not present.
  let opens: [Double]
  let highs: [Double]
  let lows: [Double]
  /// Closes, each missing one replaced by the last before it: what a position is marked at.
  let marks: [Double]
  /// The extremes over all rows: a liquidation price beyond them cannot be reached and need not be looked for.
  let lowest: Double
  let highest: Double

  let settlements: [Settlement]
  /// By row: the first settlement that is not before the row's open. One more entry than rows.
  let firstSettlement: [Int32]
  /// By row: the next row after it before whose open something happens besides trading: a settlement or a new UTC day.
  let nextStop: [Int32]
  /// UTC day by row, counted from 1970.
  let day: [Int32]
  /// How many UTC days the replayed rows touch.
  public let days: Int

  /// - Throws: a `Problem` when there are no bars to replay.
  public init(_ frame: Frame) throws(Problem) {
    let grid = frame.grid
    let count = grid.count
    let rows = frame.evaluation
    let closes = frame.values("close")
    self.grid = grid
    self.rows = rows
    opens = frame.values("open")
    highs = frame.values("high")
    lows = frame.values("low")
    guard closes.count == count, opens.count == count, highs.count == count, lows.count == count else {
      throw Problem("\(frame.market) has no open, high, low and close to replay")
    }
    let opens = self.opens
    let present = Bitmap((0..<count).map { !closes[$0].isNaN && !opens[$0].isNaN })
    self.present = present
    decidable = present & Bitmap((0..<count).map(rows.contains))
    guard !rows.isEmpty, present.next(from: rows.lowerBound) < rows.upperBound else {
      throw Problem("\(frame.market) has no bars in the window to replay", remedy: "choose another --from and --to")
    }

    var marks = closes
    var last = Double.nan
    for row in 0..<count {
      if marks[row].isNaN { marks[row] = last }
      last = marks[row]
    }
    self.marks = marks
    var lowest = Double.infinity
    var highest = 0.0
    for row in rows {
      if lows[row] < lowest { lowest = lows[row] }
      if highs[row] > highest { highest = highs[row] }
    }
    self.lowest = lowest
    self.highest = highest

    let settlements = frame.settlements
    self.settlements = settlements
    let day = (0..<count).map { Int32(truncatingIfNeeded: grid.open($0).utcDay) }
    self.day = day
    days = rows.isEmpty ? 0 : Int(day[rows.upperBound - 1] - day[rows.lowerBound]) + 1

    var first = [Int32](repeating: 0, count: count + 1)
    var next = 0
    for row in 0...count {
      while next < settlements.count, settlements[next].instant < grid.open(row) { next += 1 }
      first[row] = Int32(next)
    }
    firstSettlement = first
    // A row is a stop when a settlement falls on its open or inside it, when one fell inside the row before (so that a
    // stretch of marking covers that row alone), or when it begins a day.
    var nextStop = [Int32](repeating: Int32(count), count: count)
    var stop = Int32(count)
    for row in stride(from: count - 1, through: 0, by: -1) {
      nextStop[row] = stop
      let settles = first[row] != first[row + 1]
      let afterInside = row > 0 && Self.hasInside(row - 1, first, settlements, grid)
      if settles || afterInside || row == 0 || day[row] != day[row - 1] { stop = Int32(row) }
    }
    self.nextStop = nextStop
  }

  private static func hasInside(_ row: Int, _ first: [Int32], _ settlements: [Settlement], _ grid: Grid) -> Bool {
    (first[row]..<first[row + 1]).contains { settlements[Int($0)].instant > grid.open(row) }
  }

  /// The first printed bar at or after `row`, or the end of the replayed rows.
  @inline(__always)
  func nextPresent(from row: Int) -> Int {
    row < rows.upperBound ? min(present.next(from: row), rows.upperBound) : rows.upperBound
  }
}
