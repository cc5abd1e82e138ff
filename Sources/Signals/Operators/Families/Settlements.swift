import Market

/// Statistics over events instead of bars.
extension Operators {
  static let events: [any SignalOperator] = [
    Operation.number(
      "over_settlements", "A statistic of x over the last settlements of a clock, not over bars.",
      "of x on the last `n` bars at which `clock` moved on, the newest last; unknown where fewer lie in the last "
        + "(n + 1) × 8h",
      [
        .x, OperatorInput("clock", .series), OperatorInput("n", .settlements(least: 1)),
        .word("statistic", EventStatistic.allCases.map(\.rawValue), standard: "zscore"),
      ],
      unit: .derived("that of its statistic"), missing: .read,
      example: "over_settlements(funding_rate, funding_time, 9, mean)", lookBackText: "(n + 1) × 8h",
      lookBack: { SettlementWindow($0).reach }, refuse: { SettlementWindow($0).refusal }
    ) { call in
      SettlementWindow(call.setting).values(call.numbers[0], clock: call.numbers[1])
    }
  ]
}

enum EventStatistic: String, CaseIterable {
  case mean, sum, std, zscore, min, max, median, rank

  /// - Parameter x: oldest first, all of them known.
  func of(_ x: [Double]) -> Double {
    let whole = x.count
    switch self {
    case .mean: return Rolling.mean(x, window: whole)[whole - 1]
    case .sum: return Rolling.sum(x, window: whole)[whole - 1]
    case .std: return Rolling.std(x, window: whole)[whole - 1]
    case .zscore: return Rolling.zscore(x, window: whole)[whole - 1]
    case .min: return Rolling.min(x, window: whole)[whole - 1]
    case .max: return Rolling.max(x, window: whole)[whole - 1]
    case .median: return Rolling.median(x, window: whole)[whole - 1]
    case .rank: return Rolling.rank(x, window: whole)[whole - 1]
    }
  }
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
    guard interval > Self.longest else { return nil }
    return OperatorRefusal(
      "bars of \(interval) hide settlements in between", remedy: "take bars of \(Self.longest) or less")
  }

  func values(_ x: [Double], clock: [Double]) -> [Double] {
    var results = [Double](repeating: .nan, count: x.count)
    /// Rows at which the clock moved on since it was last unknown, the newest last.
    var starts: [Int] = []
    var held = Double.nan
    for row in x.indices.dropFirst() {
      guard !clock[row].isNaN else {
        starts.removeAll(keepingCapacity: true)
        continue
      }
      if !clock[row - 1].isNaN, clock[row] != clock[row - 1] {
        starts.append(row)
        if starts.count > 2 * count + 64 { starts.removeFirst(starts.count - count) }
        held = value(x, starts)
      }
      if starts.count >= count, starts[starts.count - count] > row - reach { results[row] = held }
    }
    return results
  }

  private func value(_ x: [Double], _ starts: [Int]) -> Double {
    guard starts.count >= count else { return .nan }
    let sampled = starts.suffix(count).map { x[$0] }
    return sampled.contains { $0.isNaN } ? .nan : statistic.of(sampled)
  }
}
