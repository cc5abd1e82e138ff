/// What a check of a whole dataset looks for, beside the `findings` that every result says of its rows: bars that cannot be,
/// which every result says as well, bars that no market printed, values that stand still, units, the last bar.
extension Series {
  /// Findings of `findings`, and those that cost more than a result may spend on them.
  public var audit: [SeriesFinding] {
    findings + impossibleBars() + impossibleFlows + impossibleShares + standing + madeBars + barDoubts
      + [impossibleRates, unfinishedBar].compactMap(\.self)
  }

  /// Bars whose high is not their highest price or whose low is not their lowest, prices that are not above zero, and volume
  /// below it.
  ///
  /// Imports refuse such rows; a dataset that somebody else wrote may have them, and a result on them is worth nothing.
  ///
  package func impossibleBars(in range: TimeRange = .always) -> [SeriesFinding] {
    let span = places(in: range)
    var bad: [Int] = []
    if let open = values("open"), let high = values("high"), let low = values("low"), let close = values("close") {
      for row in span where high[row] < max(open[row], close[row]) || low[row] > min(open[row], close[row]) {
        bad.append(row)
      }
    }
    var found = finding(
      "the high is below, or the low above, another price of its bar", bad, .wrong,
      remedy: "no market prints such a bar: import the file again from its source")
    for name in ["open", "high", "low", "close", "mark", "index"] {
      guard let values = values(name) else { continue }
      found += finding(
        "\(name) is not above zero", span.filter { values[$0] <= 0 }, .wrong,
        remedy: "no price of a perpetual: import the file again from its source")
    }
    for name in ["volume", "quote_volume", "taker_buy_volume", "trades"] where descriptor.kind == .klines {
      guard let values = values(name) else { continue }
      found += finding(
        "\(name) is below zero", span.filter { values[$0] < 0 }, .wrong,
        remedy: "nobody trades less than nothing: import the file again from its source")
    }
    return found
  }

  /// Takers who bought more than was traded, and a volume whose mean price no trade of its bar can have had: it counts
  /// something else than coins.
  private var impossibleFlows: [SeriesFinding] {
    guard descriptor.kind == .klines, let volume = values("volume") else { return [] }
    var found: [SeriesFinding] = []
    if let taken = values("taker_buy_volume") {
      found += finding(
        "takers bought more than was traded", (0..<count).filter { taken[$0] > volume[$0] * (1 + 1e-9) }, .wrong,
        remedy: "a column in the place of another: import the file again with --columns")
    }
    let isInCoins = descriptor.columns.contains { $0.name == "volume" && $0.unit == .base }
    guard isInCoins, let value = values("quote_volume"), let high = values("high"), let low = values("low") else {
      return found
    }
    // Volumes are rounded, so that of little volume the mean price is not exact.
    let off = (0..<count).filter { row in
      guard volume[row] > 0, value[row] > 0 else { return false }
      let mean = value[row] / volume[row]
      return mean > high[row] * 1.05 || mean < low[row] * 0.95
    }
    let most = off.count * 2 > count
    return found
      + finding(
        "the mean price, quote_volume over volume, lies outside its bar", off, most ? .wrong : .note,
        remedy: most ? "one of the two counts something else: say --unit volume=contracts or the like" : "")
  }

  /// Shares of longs and shorts that are no part of a whole.
  private var impossibleShares: [SeriesFinding] {
    guard descriptor.kind == .longShort else { return [] }
    return descriptor.columns.filter { $0.unit == .fraction }.flatMap { column in
      finding(
        "\(column.name) is not from 0 to 1", rows(of: values(column.name) ?? []) { $0 < 0 || $0 > 1 + 1e-9 }, .wrong,
        remedy: "percent taken for a fraction: import the file again with --unit \(column.name)=percent, after "
          + "'hindcast data remove'")
    }
  }

  /// Rates that are too large for their unit: a middle rate above one percent an interval is a percentage taken for a
  /// fraction, which no venue's caps allow for long. Whoever charges them says so, and so does every result that reads them.
  public var impossibleRates: SeriesFinding? {
    guard descriptor.kind == .funding, let rates = values("funding_rate"), let first = stamps.first else { return nil }
    let sizes = rates.filter { !$0.isNaN }.map(abs).sorted()
    guard sizes.count >= 10, sizes[sizes.count / 2] > 0.01 else { return nil }
    return SeriesFinding(
      what: "half of the funding rates are beyond 1% an interval: percent, or a year's rate, taken for a fraction",
      count: count, first: Instant(milliseconds: first), weight: .wrong,
      remedy: "import them with --unit funding_rate=percent, after 'hindcast data remove'")
  }

  /// Of a last bar that was saved before it had ended: its range and its volume are both far below what bars have there.
  public var unfinishedBar: SeriesFinding? {
    guard let volume = values("volume"), let high = values("high"), let low = values("low"), count > 50,
      let last = stamps.last
    else { return nil }
    let before = (count - 51)..<(count - 1)
    let leastVolume = before.map { volume[$0] }.min() ?? 0
    let leastRange = before.map { high[$0] - low[$0] }.min() ?? 0
    let row = count - 1
    guard volume[row] < leastVolume / 4, high[row] - low[row] < leastRange else { return nil }
    return SeriesFinding(
      what: "the last bar has less than a quarter of the least volume of the 50 before: saved before it had ended?",
      count: 1, first: Instant(milliseconds: last),
      remedy: "import a later file, whose row for it replaces this one")
  }
}
