import Market

/// Statistics over settlements or closed coarse bars instead of the bars of the frame.
extension Operators {
  static let events: [any SignalOperator] = [
    Operation.number(
      "over_settlements", "A statistic of x over the last settlements of a clock, not over bars.",
      "of x on the last `n` bars at which `clock` moved on, the newest last; unknown where fewer lie in the last "
        + "(n + 1) × 8h",
      [
        .x, OperatorInput("clock", .series), OperatorInput("n", .times(least: 1)),
        .word("statistic", EventStatistic.allCases.map(\.rawValue), standard: "zscore"),
      ],
      unit: .statistic(of: 0, word: 3), missing: .read,
      example: "over_settlements(funding_rate, funding_time, 9, mean)", lookBackText: "(n + 1) × 8h",
      isPartial: true, lookBack: { SettlementWindow($0).reach }, refuse: { SettlementWindow($0).refusal }
    ) { call in
      SettlementWindow(call.setting).values(call.numbers[0], clock: call.numbers[1], on: call.grid)
    },
    Operation.number(
      "over_bars", "A statistic of x over the last closed bars of a wider kind, each counted once.",
      "of x at the closes of the last `n` bars of `width` on the grid of the clock; a new value comes with the bar that "
        + "closes one",
      [
        .x, OperatorInput("width", .window(least: 1)), OperatorInput("n", .times(least: 1)),
        .word("statistic", EventStatistic.allCases.map(\.rawValue), standard: "zscore"),
      ],
      unit: .statistic(of: 0, word: 3), missing: .read, example: "over_bars(close, 4h, 6, zscore)",
      lookBackText: "n × width - 1", lookBack: { $0.windows[0] * $0.windows[1] - 1 },
      refuse: { setting in
        EventStatistic(rawValue: setting.words[0])?.refusal(of: setting.windows[1], called: "closed bars")
      }
    ) { call in
      let statistic = EventStatistic(rawValue: call.setting.words[0]) ?? .zscore
      return CoarseBars(call.setting, firstBar: call.firstBar).overCloses(call.numbers[0]) { closes, phase in
        statistic.over(closes, window: call.windows[1], phase: phase)
      }
    },
  ]
}

/// The last settlements before each bar.
///
/// They are found where the clock moves on, which a step in the rate does not tell: two settlements can have one rate. How far
/// back they are looked for is fixed, so that a value does not depend on where the data begins.
private struct SettlementWindow {
  let count: Int
  /// In bars: the longest interval between settlements for each of them, and one more for those that come late.
  let reach: Int
  private let statistic: EventStatistic
  private let interval: Interval

  private static let longest = Interval.hours(8)

  init(_ setting: OperatorSetting) {
    count = setting.windows[0]
    interval = setting.interval
    statistic = setting.words.first.flatMap(EventStatistic.init) ?? .zscore
    let bars = (Self.longest.milliseconds + interval.milliseconds - 1) / interval.milliseconds
    reach = (count + 1) * Int(bars)
  }

  var refusal: OperatorRefusal? {
    if let refusal = statistic.refusal(of: count, called: "settlements") { return refusal }
    guard interval > Self.longest else { return nil }
    return OperatorRefusal(
      "bars of \(interval) hide settlements in between", remedy: "take bars of \(Self.longest) or less")
  }

  func values(_ x: [Double], clock: [Double], on grid: Grid) -> [Double] {
    var results = [Double](repeating: .nan, count: x.count)
    /// Where the clock moved on since it was last unknown, the newest last. The first after a hole moved on from before it:
    /// what became known in between nobody has, but that it is the last one is certain.
    var starts: [Move] = []
    var known: Int?
    var held = Double.nan
    for row in x.indices {
      guard !clock[row].isNaN else {
        starts.removeAll(keepingCapacity: true)
        continue
      }
      let isOfBar = Self.isOf(clock[row], grid.open(row), grid.close(row))
      if known.map({ clock[row] != clock[$0] }) ?? isOfBar {
        starts.append(Move(row: row, from: isOfBar ? row - 1 : known ?? row))
        if starts.count > 2 * count + 64 { starts.removeFirst(starts.count - count) }
        held = value(x, starts)
      }
      known = row
      if starts.count >= count, starts[starts.count - count].from >= row - reach { results[row] = held }
    }
    return results
  }

  /// Whether a stamp of the clock lies in a bar: the clock then moved on in it, whatever it was before, which where the data
  /// begins and after a hole nobody has.
  private static func isOf(_ stamp: Double, _ open: Instant, _ close: Instant) -> Bool {
    stamp > Double(open.milliseconds) && stamp <= Double(close.milliseconds)
  }

  /// A row at which the clock moved on, and the one before it after which it did.
  private struct Move {
    let row: Int
    let from: Int
  }

  private func value(_ x: [Double], _ starts: [Move]) -> Double {
    guard starts.count >= count else { return .nan }
    let sampled = starts.suffix(count).map { x[$0.row] }
    return sampled.contains { $0.isNaN } ? .nan : statistic.of(sampled)
  }
}
