import Market

/// Bars through which a position is only marked: what settles does so at the first of them, a day begins at none of
/// the others.
///
/// A replay goes from stretch to stretch and asks each for its extremes. Two prices say what a hundred would have said.
struct Segment: Sendable {
  private let first: Int32
  private let end: Int32
  private let firstSettlement: Int32
  private let firstInside: Int32
  private let endOfSettlements: Int32
  /// UTC day, counted from 1970.
  let day: Int32
  /// Of what a position is marked at.
  private(set) var marks = PriceRange()
  /// Of the prices traded, lows and highs included.
  private(set) var traded = PriceRange()

  var rows: Range<Int> { Int(first)..<Int(end) }
  /// Settlements at the open of the first bar.
  var onOpen: Range<Int> { Int(firstSettlement)..<Int(firstInside) }
  /// Settlements strictly inside the first bar, which is then the only one.
  var inside: Range<Int> { Int(firstInside)..<Int(endOfSettlements) }

  fileprivate init(_ rows: Range<Int>, day: Int, onOpen: Range<Int>, inside: Range<Int>) {
    first = Int32(rows.lowerBound)
    end = Int32(rows.upperBound)
    firstSettlement = Int32(onOpen.lowerBound)
    firstInside = Int32(onOpen.upperBound)
    endOfSettlements = Int32(inside.upperBound)
    self.day = Int32(truncatingIfNeeded: day)
  }

  /// Cuts a grid where a settlement falls on an open or inside a bar, behind a bar that one fell into, and where a day
  /// begins.
  static func all(
    _ grid: Grid, settlements: [Instant], marks: [Double], highs: [Double], lows: [Double]
  ) -> [Segment] {
    var stretches: [Segment] = []
    var row = 0
    // Settlements before the grid belong to no row.
    var next = settlements.firstIndex { $0 >= grid.start } ?? settlements.count
    while row < grid.count {
      let open = grid.open(row)
      let midnight = Instant(milliseconds: Int64(open.utcDay + 1) * Interval.day.milliseconds)
      var end = grid.rows(in: TimeRange(from: open, to: midnight)).upperBound
      let onOpen = next..<settlements.endOfRun(from: next) { $0 == open }
      let inside = onOpen.upperBound..<settlements.endOfRun(from: onOpen.upperBound) { $0 < grid.close(row) }
      next = inside.upperBound
      if !inside.isEmpty {
        end = row + 1
      } else if next < settlements.count {
        end = min(end, grid.row(containing: settlements[next]))
      }
      var stretch = Segment(row..<end, day: open.utcDay, onOpen: onOpen, inside: inside)
      for row in row..<end {
        stretch.marks.include(marks[row])
        stretch.traded.include(lows[row])
        stretch.traded.include(highs[row])
      }
      stretches.append(stretch)
      row = end
    }
    return stretches
  }
}

extension [Instant] {
  fileprivate func endOfRun(from index: Int, while belongs: (Instant) -> Bool) -> Int {
    self[index...].firstIndex { !belongs($0) } ?? count
  }
}

extension [Segment] {
  /// By row: the place of the stretch it belongs to.
  var placesOfRows: [Int32] { enumerated().flatMap { [Int32](repeating: Int32($0), count: $1.rows.count) } }
}
