import Market

/// What the machine reads of a market bar by bar: pointers and numbers, so that handing it on to a trial costs nothing.
///
/// It owns nothing: whoever holds it holds its `PreparedMarket`.
struct MarketView: Sendable {
  /// Values of a unit of position. Only `marks` may be read at rows that are not present.
  let opens: FixedColumn<Double>
  /// Closes, each missing one replaced by the last before it: what a position is marked at.
  let marks: PriceRangeColumn
  /// Lows and highs, in which the first bar that reaches a price is found.
  let traded: PriceRangeTree
  /// The same bar by bar.
  let ranges: PriceRanges
  let settlements: FixedColumn<Settlement>
  let stretches: FixedColumn<Segment>
  /// By row: the stretch it belongs to.
  let stretchOfRow: FixedColumn<Int32>
  /// A bit for each bar that the market printed.
  private let printed: FixedColumn<UInt64>
  /// The rows that are replayed.
  fileprivate(set) var rows = 0..<0
  /// The days whose returns they have.
  fileprivate var firstDay: Int32 = 0
  fileprivate var lastDay: Int32 = 0

  /// - Parameters:
  ///   - printed: bars the market printed; `lows` and `highs` are not known at others.
  ///   - search: whether anybody will look for prices in it.
  init(
    in memory: FixedMemory, opens: [Double], highs: [Double], lows: [Double], marks: [Double],
    settlements: [Settlement], stretches: [Segment], printed: Bitmap, search: Search
  ) {
    self.opens = memory.column(opens)
    self.marks = PriceRangeColumn(marks, isSearched: search == .whole, in: memory)
    if search == .member {
      traded = PriceRangeTree(lows: [], highs: [], isSearched: false, in: memory)
      ranges = PriceRanges(lows: memory.column(lows), highs: memory.column(highs))
    } else {
      traded = PriceRangeTree(lows: lows, highs: highs, isSearched: search == .whole, in: memory)
      ranges = PriceRanges(traded.bars)
    }
    self.settlements = memory.column(settlements)
    self.stretches = memory.column(stretches)
    stretchOfRow = memory.column(stretches.placesOfRows)
    self.printed = memory.column(printed.words)
  }

  /// Who looks for prices in it, and how.
  enum Search {
    /// Whoever replays it by itself: in blocks of bars.
    case whole
    /// A position that it is a leg of: bar by bar, at every bar.
    case leg
    /// A universe that it is a member of: bar by bar, where it is held.
    case member
  }

  /// The same with other rows replayed.
  func replaying(_ rows: Range<Int>, _ days: ReturnDays) -> MarketView {
    var view = self
    view.rows = rows
    view.firstDay = Int32(truncatingIfNeeded: days.first)
    view.lastDay = Int32(truncatingIfNeeded: days.last)
    return view
  }

  @inline(__always)
  func low(_ row: Int) -> Double { ranges.low(row) }
  @inline(__always)
  func high(_ row: Int) -> Double { ranges.high(row) }

  @inline(__always)
  func isPresent(_ row: Int) -> Bool { printed[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  @inline(__always)
  func stretch(at row: Int) -> Segment { stretches[Int(stretchOfRow[row])] }

  /// The day whose return a row is part of, counted from 1970.
  func day(of row: Int) -> Int32 { day(of: stretch(at: row)) }

  @inline(__always)
  func day(of stretch: Segment) -> Int32 { min(max(stretch.day, firstDay), lastDay) }

  /// The first printed bar at or after `row`, or the end of the replayed rows.
  @inline(__always)
  func nextPresent(from row: Int) -> Int {
    let end = rows.upperBound
    guard row < end else { return end }
    var word = row >> 6
    var bits = printed[word] & (.max << UInt64(row & 63))
    while bits == 0 {
      word += 1
      guard word << 6 < end else { return end }
      bits = printed[word]
    }
    return min(word << 6 + bits.trailingZeroBitCount, end)
  }
}
