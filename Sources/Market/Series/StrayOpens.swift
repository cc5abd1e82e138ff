import Numerics

/// Bars that do not open where the one before them closed.
///
/// A market that never closes trades on between two bars. An open is a trade behind the close before it and ahead of its own
/// close, and so no further from the one than the other is, however thin the market and however coarse its prices. Where it is
/// twice as far for a hundred bars it is no first trade, and an order that fills at it fills at a price of another time.
extension Series {
  package var strayOpens: [SeriesFinding] {
    guard let bars = BarStretches(self) else { return [] }
    let odd = bars.all.filter { bars.mayStray($0) }
    let exchanged = odd.filter(bars.areExchanged)
    let rest = odd.filter { !bars.areExchanged($0) }
    // The later a stretch, the further back it can look.
    let lag = rest.last.flatMap(bars.lag)
    let lagged = rest.filter { stretch in lag.map { bars.lags(stretch, by: $0) != false } ?? false }
    let others = rest.filter { !lagged.contains($0) && bars.strays($0) }
    let standing = others.filter(bars.stands)
    return exchangedFinding(exchanged, bars)
      + finding(
        lag == 2
          ? "closes are the opens of the bar after the next: they are a bar too early and know the future, or bars overlap"
          : "opens are the closes of \(lag ?? 0) rows before: bars of a window that moves by a row",
        Array(lagged.joined()), .wrong, remedy: Self.sourceRemedy)
      + finding(
        "the open stays while the close moves: bars of the day, or of a wider bar, so far", Array(standing.joined()),
        .wrong,
        remedy: Self.sourceRemedy)
      + finding(
        "opens are further from the close before them than the closes after are: no first trades of their bars",
        Array(others.filter { !standing.contains($0) }.joined()), remedy: Self.sourceRemedy)
  }

  private static var sourceRemedy: String { "a market order fills at the open: take bars as the venue gives them" }

  private func exchangedFinding(_ stretches: [Range<Int>], _ bars: BarStretches) -> [SeriesFinding] {
    guard let first = stretches.first, let last = stretches.last else { return [] }
    let start = bars.firstExchanged(near: first)
    let rows = (start..<last.upperBound).filter { row in
      stretches.contains { $0.contains(row) } || row < first.lowerBound
    }
    return finding(
      "open and close have each other's name: opens are about the closes of the bar after", rows, .wrong,
      remedy: "give the columns their right names with --columns, in a file of its own where it is a part of them")
  }
}

extension BarStretches {
  /// Distances of later rows from the ones before, in order of size.
  private func distances(_ rows: [Int], _ distance: (Int) -> Double) -> [Double] {
    rows.map(distance).filter(\.isFinite).sorted()
  }

  private func gaps(_ rows: [Int]) -> [Double] { distances(rows) { abs(open[$0] - close[$0 - 1]) } }

  /// Whether opens are away from the close before at all, which costs little to see.
  fileprivate func mayStray(_ stretch: Range<Int>) -> Bool {
    let far = stretch.dropFirst().count { row in
      let gap = abs(open[row] - close[row - 1])
      return gap > 0 && gap * 2 >= abs(close[row] - open[row])
    }
    guard far * 4 > stretch.count else { return false }
    let rows = following(in: stretch)
    guard let gap = gaps(rows).middle, gap > 0, let body = distances(rows, { abs(close[$0] - open[$0]) }).middle else {
      return false
    }
    return gap >= 0.5 * body
  }

  /// The middle decides nothing where prices have few steps, and the largest would decide alone.
  fileprivate func strays(_ stretch: Range<Int>) -> Bool {
    func size(_ distances: [Double]) -> Double { distances.prefix(distances.count * 9 / 10).reduce(0, +) }
    let rows = following(in: stretch)
    let (gap, move) = (size(gaps(rows)), size(distances(rows) { abs(close[$0] - close[$0 - 1]) }))
    return gap > 0 && gap >= 2 * move
  }

  /// Whether an open is the close of the row after.
  fileprivate func areExchanged(_ stretch: Range<Int>) -> Bool {
    let rows = following(in: stretch)
    guard let gap = gaps(rows).middle, let other = distances(rows, { abs(close[$0] - open[$0 - 1]) }).middle else {
      return false
    }
    return other * 10 <= gap
  }

  /// The first row from which on nearly all fit the other way round.
  fileprivate func firstExchanged(near stretch: Range<Int>) -> Int {
    func fits(_ row: Int) -> Bool {
      row + 1 < close.count && abs(close[row + 1] - open[row]) * 2 < abs(open[row + 1] - close[row])
    }
    let near = max(0, stretch.lowerBound - Self.size)..<stretch.upperBound
    guard let row = near.first(where: { fits($0) && ($0..<($0 + 10)).count(where: fits) >= 8 }) else {
      return stretch.lowerBound
    }
    // The first that is exchanged closes where the one before it closed: both are the price between them.
    let isLater = row > 0 && abs(close[row] - close[row - 1]) > abs(close[row + 1] - close[row])
    return isLater ? row + 1 : row
  }

  /// A day of minutes.
  private static let longestLag = 1500

  /// How many rows before it an open is the close of: one in a market, more where bars overlap.
  fileprivate func lag(_ stretch: Range<Int>) -> Int? {
    (2...Self.longestLag).first { lags(stretch, by: $0) == true }
  }

  /// Nil where there are not enough rows before it.
  fileprivate func lags(_ stretch: Range<Int>, by lag: Int) -> Bool? {
    let rows = following(in: stretch).filter { $0 >= lag }
    guard rows.count >= Self.least / 2, let gap = gaps(rows).middle else { return nil }
    guard let other = distances(rows, { abs(open[$0] - close[$0 - lag]) }).middle else { return nil }
    return other * 10 <= gap
  }

  /// Whether opens are those of the row before, nearly all.
  fileprivate func stands(_ stretch: Range<Int>) -> Bool {
    let rows = following(in: stretch)
    return rows.count { open[$0] == open[$0 - 1] } * 10 >= rows.count * 8
  }
}
