import Numerics

/// Bars that somebody made of others, or that are of no width in time: no market printed them, and an order cannot fill at what
/// they say.
extension Series {
  /// Of what they are sure: every result that rests on them is wrong.
  package var madeBars: [SeriesFinding] {
    guard let bars = BarStretches(self) else { return [] }
    return averaged(bars) + carriedBars.filter { $0.weight == .wrong } + [countedBars].compactMap(\.self)
  }

  /// Of what they are likely to be, or are in a part.
  package var barDoubts: [SeriesFinding] { strayOpens + carriedBars.filter { $0.weight != .wrong } + volumeDoubts }

  /// The middle of the open and close before, as Heikin-Ashi has it, to the rounding. A market opens at the close, half a bar
  /// away from there; of small bars rounding decides.
  private func averaged(_ bars: BarStretches) -> [SeriesFinding] {
    let (open, close) = (bars.open, bars.close)
    func body(_ row: Int) -> Double { abs(close[row - 1] - open[row - 1]) }
    func fits(_ row: Int) -> Bool { abs(open[row] - (open[row - 1] + close[row - 1]) / 2) <= 0.2 * body(row) }
    let averaged = bars.all.filter { stretch in
      // Most stretches are passed by here, before anything is put in order.
      guard stretch.dropFirst().count(where: { fits($0) && body($0) > 0 }) * 3 > stretch.count else { return false }
      let all = bars.following(in: stretch)
      guard let middle = all.map(body).middle, middle > 0 else { return false }
      let rows = all.filter { body($0) >= middle }
      return rows.count(where: fits) * 10 >= rows.count * 9
    }
    return finding(
      "these are Heikin-Ashi bars: each open is the middle of the open and close before it, and a close is an average of prices",
      Array(averaged.joined()), .wrong,
      remedy: "nobody traded at them: import the bars that they were made of")
  }

  /// Files that are shorter say too little.
  private static let leastRows = 100

  /// Rows that say what the row before says, though prices moved in them: wrong where they are most of a file, of bars that are
  /// twice as wide or more. A file of a few different bars is no market's.
  private var carriedBars: [SeriesFinding] {
    let rows = carriedRows
    guard let width = descriptor.cadence, rows.count * 100 > count else { return [] }
    // Of k rows of one bar all but the first repeat it.
    let runs = rows.indices.count { $0 == 0 || rows[$0] != rows[$0 - 1] + 1 }
    let wide = Interval(milliseconds: width.milliseconds * Int64(rows.count / runs + 1))
    let isMost =
      count >= Self.leastRows && rows.count * 100 >= (count - 1) * 45 && count - rows.count >= Self.leastDifferent
    return finding(
      "open, high, low, close and volume repeat the row before, as where bars of \(wide) are carried to every \(width)",
      rows, isMost ? .wrong : .note,
      remedy:
        "a row knows the end of the bar that it is from, and orders fill at its beginning: import the wider bars themselves"
    )
  }

  private static let leastDifferent = 10

  private var carriedRows: [Int] {
    guard descriptor.kind == .klines, let high = values("high"), let low = values("low"), descriptor.cadence != nil
    else {
      return []
    }
    guard let open = values("open"), let close = values("close"), let volume = values("volume") else { return [] }
    return (1..<max(1, count)).filter { row in
      open[row] == open[row - 1] && close[row] == close[row - 1] && high[row] > low[row] && high[row] == high[row - 1]
        && low[row] == low[row - 1] && volume[row] == volume[row - 1]
    }
  }

  /// Rows that end when so much was traded, or when the price had moved so far: nearly all have one amount, or one size, and
  /// come when they come.
  private var countedBars: SeriesFinding? {
    guard count >= Self.leastRows, let width = descriptor.cadence?.milliseconds, let first = stamps.first,
      let open = values("open"), let high = values("high"), let low = values("low"), let close = values("close")
    else { return nil }
    let apart = zip(stamps.dropFirst(), stamps).count { $0 - $1 != width }
    guard apart * 20 >= count - 1 else { return nil }
    func made(of what: String, _ bars: String) -> SeriesFinding {
      SeriesFinding(
        what:
          "nearly every row has one \(what), and rows are missing between them: these are \(bars) bars, of no width in time",
        count: count, first: Instant(milliseconds: first), weight: .wrong,
        remedy: "import bars of time; of trades, 'hindcast data bars' makes them")
    }
    for (name, bars) in [("volume", "volume"), ("quote_volume", "dollar"), ("trades", "tick")] {
      if let amounts = values(name), Self.areAlike(amounts, to: 0.1) { return made(of: name, bars) }
    }
    if Self.areAlike(zip(high, low).map { $0 - $1 }, to: 1e-6) { return made(of: "height from low to high", "range") }
    if Self.areAlike(zip(open, close).map { abs($0 - $1) }, to: 1e-6) {
      return made(of: "distance from open to close", "Renko")
    }
    return nil
  }

  /// Whether values are above zero and all but a fiftieth of them about the same.
  private static func areAlike(_ values: [Double], to share: Double) -> Bool {
    guard let middle = values.middle, middle > 0 else { return false }
    return values.count { abs($0 - middle) <= share * middle } * 50 >= values.count * 49
  }
}
