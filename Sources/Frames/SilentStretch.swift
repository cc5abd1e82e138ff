import Market

/// Bars at an end of a window for which something that is read has no rows: a column that stopped long before the window
/// ends, one that began long after it, a gap that touches an edge.
///
/// A gap between two rows shows in the rows. One at an edge has no row on its other side, and a rule that reads the column is
/// unknown there, so that a replay is flat and a study has fewer bars than its window says.
struct SilentStretch: Hashable {
  enum Side: Hashable { case before, after }

  /// What is read, with its series: `x of mine:BTCUSDT external 1h`.
  let what: String
  let side: Side
  /// The stamp of the row that it lies before or after.
  let edge: Instant
  let bars: Int

  /// With its full stop.
  var sentence: String {
    let count = bars == 1 ? "1 bar" : "\(bars) bars"
    let word = side == .before ? "before" : "after"
    return "\(what) has no rows in the window \(word) \(edge.minuteText) UTC (\(count))."
  }
}

/// When rows of a series are known, and how long each stands for what was last known.
struct StandingRows {
  let stamps: [Int64]
  let knownAfter: Int64
  /// By row; nil where a value holds until the next.
  let age: (Int) -> Int64?
  /// Whether a row is of the bar that it opens in, and stands for no other.
  var areBars = false

  /// Nil for events, of which silence says that nothing happened.
  init?(_ rows: Series, areBars: Bool) {
    guard rows.descriptor.rows == .one else { return nil }
    let age = rows.descriptor.maximumAge?.milliseconds
    (stamps, knownAfter, self.age) = (rows.stamps, rows.descriptor.knownAfter.milliseconds, { _ in age })
    self.areBars = areBars
  }

  init(stamps: [Int64], knownAfter: Int64, age: @escaping (Int) -> Int64?) {
    (self.stamps, self.knownAfter, self.age) = (stamps, knownAfter, age)
  }

  /// What is missing at either end of some bars of a grid; nothing where rows have none of them, which is said otherwise.
  ///
  /// One row is bridged, as values are (`SeriesDescriptor.maximumAge`): only what is too old at the last close has ended. A
  /// series whose first row comes with the window or one later has begun in time: the first settlement of a new contract is
  /// one interval after its first bar.
  func silent(at bars: Range<Int>, of grid: Grid, _ what: String) -> [SilentStretch] {
    guard !bars.isEmpty else { return [] }
    return areBars ? silentBars(bars, grid, what) : silentValues(bars, grid, what)
  }

  private func silentBars(_ bars: Range<Int>, _ grid: Grid, _ what: String) -> [SilentStretch] {
    let (from, to) = (grid.open(bars.lowerBound).milliseconds, grid.open(bars.upperBound).milliseconds)
    let first = stamps.leadingCount { $0 < from }
    let end = stamps.leadingCount { $0 < to }
    guard first < end else { return [] }
    let (begin, last) = (Instant(milliseconds: stamps[first]), Instant(milliseconds: stamps[end - 1]))
    return [
      stretch(what, .before, begin, grid.row(containing: begin) - bars.lowerBound),
      stretch(what, .after, last, bars.upperBound - 1 - grid.row(containing: last)),
    ].compactMap(\.self)
  }

  private func silentValues(_ bars: Range<Int>, _ grid: Grid, _ what: String) -> [SilentStretch] {
    let open = grid.open(bars.lowerBound).milliseconds
    let (first, last) = (grid.close(bars.lowerBound).milliseconds, grid.close(bars.upperBound - 1).milliseconds)
    func known(at close: Int64) -> Int { stamps.leadingCount { $0 + knownAfter <= close } }
    func stands(_ row: Int, at close: Int64) -> Bool {
      age(row).map { close - stamps[row] - knownAfter < $0 } ?? true
    }
    func closes(before instant: Int64) -> Int {
      let row = grid.row(containing: Instant(milliseconds: instant - 1))
      return min(max(row - bars.lowerBound, 0), bars.count)
    }
    let (before, end) = (known(at: first), known(at: last))
    guard end > 0 else { return [] }
    let isThereAtFirst = before > 0 && stands(before - 1, at: first)
    guard isThereAtFirst || before < end else { return [] }
    var found: [SilentStretch?] = []
    if !isThereAtFirst, stamps[before] - (age(before) ?? 0) >= open {
      found.append(
        stretch(what, .before, Instant(milliseconds: stamps[before]), closes(before: stamps[before] + knownAfter)))
    }
    if let age = age(end - 1), !stands(end - 1, at: last) {
      // From the close at which the next row is due.
      let due = stamps[end - 1] + knownAfter + age / 2
      found.append(
        stretch(what, .after, Instant(milliseconds: stamps[end - 1]), bars.count - closes(before: due)))
    }
    return found.compactMap(\.self)
  }

  private func stretch(_ what: String, _ side: SilentStretch.Side, _ edge: Instant, _ bars: Int) -> SilentStretch? {
    bars > 0 ? SilentStretch(what: what, side: side, edge: edge, bars: bars) : nil
  }
}
