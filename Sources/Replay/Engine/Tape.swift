import Market

/// A frame made ready to be replayed many times: prices without holes, and for each bar what comes next.
///
/// A sweep builds one tape and runs thousands of parameter sets over it, so whatever depends on the market alone is
/// worked out here once.
public struct Tape: Sendable {
  public let grid: Grid
  /// The rows that are replayed.
  public private(set) var rows: Range<Int>
  /// Bars the market printed.
  public let present: Bitmap
  /// The rows on which decisions may be made: printed bars of those that are replayed.
  public private(set) var decidable: Bitmap

  /// Traded prices by row. Only `marks` may be read at rows that are not present.
  let opens: [Double]
  let highs: [Double]
  let lows: [Double]
  /// Closes, each missing one replaced by the last before it: what a position is marked at.
  let marks: [Double]
  /// The extremes over the replayed rows: a liquidation price beyond them cannot be reached and need not be looked for.
  private(set) var lowest: Double
  private(set) var highest: Double

  let settlements: [Settlement]
  /// By row: the first settlement that is not before the row's open. One more entry than rows.
  let firstSettlement: [Int32]
  /// By row: the next row after it before whose open something happens besides trading: a settlement or a new UTC day.
  let nextStop: [Int32]
  /// UTC day by row, counted from 1970.
  let day: [Int32]
  /// How many UTC days the replayed rows touch.
  public private(set) var days: Int
  /// Name of the dataset, for messages.
  private let market: String

  /// - Throws: a `Problem` when there are no bars to replay.
  public init(_ frame: Frame) throws(Problem) {
    let grid = frame.grid
    let count = grid.count
    let closes = frame.values("close")
    self.grid = grid
    market = frame.market
    opens = frame.values("open")
    highs = frame.values("high")
    lows = frame.values("low")
    guard closes.count == count, opens.count == count, highs.count == count, lows.count == count else {
      throw Problem("\(frame.market) has no open, high, low and close to replay")
    }
    let opens = self.opens
    let present = Bitmap((0..<count).map { !closes[$0].isNaN && !opens[$0].isNaN })
    self.present = present

    var last = Double.nan
    marks = closes.map { close in
      if !close.isNaN { last = close }
      return last
    }
    settlements = frame.settlements
    day = Self.days(of: grid)
    firstSettlement = Self.firstSettlements(settlements, grid)
    nextStop = Self.stops(firstSettlement, settlements, day, grid)

    (rows, decidable, days, lowest, highest) = (0..<0, present, 0, .infinity, 0)
    try restrict(to: frame.evaluation)
  }

  /// The same market with other rows replayed: a fold of a cross-validation, a window of a walk forward. Rows before
  /// them stay where they are, so signals computed on the frame need not be computed again.
  ///
  /// - Parameter rows: of the grid, whether or not this tape replays them.
  /// - Throws: a `Problem` when the market printed no bar in them.
  public func slice(_ rows: Range<Int>) throws(Problem) -> Tape {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= grid.count, "rows of the grid")
    var slice = self
    try slice.restrict(to: rows)
    return slice
  }

  /// Everything that depends on which rows are replayed.
  private mutating func restrict(to rows: Range<Int>) throws(Problem) {
    guard !rows.isEmpty, present.next(from: rows.lowerBound) < rows.upperBound else {
      throw Problem("\(market) has no bars in the window to replay", remedy: "choose another --from and --to")
    }
    self.rows = rows
    decidable = present & Bitmap(rows: rows, count: grid.count)
    days = Int(day[rows.upperBound - 1] - day[rows.lowerBound]) + 1
    // Minimum and maximum skip what is not known: a comparison with NaN is false.
    lowest = lows[rows].reduce(.infinity) { $1 < $0 ? $1 : $0 }
    highest = highs[rows].reduce(0) { $1 > $0 ? $1 : $0 }
  }

  /// A day is a division, so it is worked out once a day and counted on from there.
  private static func days(of grid: Grid) -> [Int32] {
    var day = Int32(truncatingIfNeeded: grid.start.utcDay)
    var left = Interval.day.milliseconds - grid.start.millisecondOfDay
    return (0..<grid.count).map { _ in
      while left <= 0 {
        day += 1
        left += Interval.day.milliseconds
      }
      left -= grid.interval.milliseconds
      return day
    }
  }

  /// Settlements before the grid belong to no row.
  private static func firstSettlements(_ settlements: [Settlement], _ grid: Grid) -> [Int32] {
    var first = [Int32](repeating: Int32(settlements.count), count: grid.count + 1)
    var row = 0
    for (index, settlement) in settlements.enumerated() {
      let inside = grid.row(containing: settlement.instant)
      while row <= min(inside, grid.count) {
        first[row] = Int32(index)
        row += 1
      }
    }
    return first
  }

  /// A row is a stop when a settlement falls on its open or inside it, when one fell inside the row before (so that a
  /// stretch of marking covers that row alone), or when it begins a day.
  private static func stops(
    _ first: [Int32], _ settlements: [Settlement], _ day: [Int32], _ grid: Grid
  ) -> [Int32] {
    let count = grid.count
    var isStop = [Bool](repeating: false, count: count)
    for row in 1..<max(count, 1) where day[row] != day[row - 1] { isStop[row] = true }
    for settlement in settlements {
      let row = grid.row(containing: settlement.instant)
      guard row >= 0, row < count else { continue }
      isStop[row] = true
      if settlement.instant > grid.open(row), row + 1 < count { isStop[row + 1] = true }
    }
    var next = [Int32](repeating: Int32(count), count: count)
    var stop = Int32(count)
    for row in stride(from: count - 1, through: 0, by: -1) {
      next[row] = stop
      if isStop[row] { stop = Int32(row) }
    }
    return next
  }

  /// The first printed bar at or after `row`, or the end of the replayed rows.
  @inline(__always)
  func nextPresent(from row: Int) -> Int {
    row < rows.upperBound ? min(present.next(from: row), rows.upperBound) : rows.upperBound
  }
}
