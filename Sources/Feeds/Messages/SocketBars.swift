import Market

/// Bars of sockets while they are not over. They are sent many times, and only the last time counts: where nothing in a message
/// says which that is, the first message of the next bar says it of the one before.
struct SocketBars {
  /// By the place of their series.
  private var open: [Int: (stamp: Int64, values: [Double])] = [:]
  /// Bars that were heard of and not to their end.
  private var unfinished: [Int: Set<Int64>] = [:]
  /// When the first of a series opens that was heard of.
  private var first: [Int: Int64] = [:]

  /// By series, its latest bar that was over, and how far such bars are apart, by how often.
  private var latest: [Int: Int64] = [:]
  private var steps: [Int: [Int64: Int]] = [:]
  /// So many steps tell how wide bars are.
  private static let leastSteps = 10

  /// - Parameters:
  ///   - end: when the bar ends, where it says so.
  ///   - title: of its series.
  /// - Throws: `RowDefect` for a bar that ends elsewhere than its width says, or opens within another of its series: it is of
  ///   another width, and would be known before it was over, or long after.
  mutating func check(
    _ stamp: Int64, until end: Int64?, of series: Int, _ title: String, width: Interval
  ) throws(RowDefect) {
    let step = width.milliseconds
    func bar() -> String { "the bar of \(title) at \(Instant(milliseconds: stamp).minuteText)" }
    // Venues write the last millisecond of a bar, or the first one behind it.
    if let end, end != stamp + step, end != stamp + step - 1 {
      throw RowDefect(
        "\(bar()) ends at \(Instant(milliseconds: end)) by its own word, and is said to be \(width) wide", column: nil)
    }
    let hour = Interval.hour.milliseconds
    guard hour % step != 0 || stamp.flooredRemainder(by: step) == 0 else {
      throw RowDefect("\(bar()) is not where one of \(width) opens", column: nil)
    }
    // Days and halves of them begin at some venues when they do in Hong Kong.
    let first = first[series] ?? stamp
    guard (stamp - first).isMultiple(of: step) else {
      throw RowDefect(
        "\(bar()) is not where one of \(width) opens, as the one of \(Instant(milliseconds: first).minuteText) is: bars of another "
          + "width, or of another clock", column: nil)
    }
    self.first[series] = first
  }

  /// A state of a bar where messages say whether it is over.
  mutating func heard(_ stamp: Int64, of series: Int, isOver: Bool) {
    guard isOver else {
      unfinished[series, default: []].insert(stamp)
      return
    }
    unfinished[series]?.remove(stamp)
    if let last = latest[series], stamp > last { steps[series, default: [:]][stamp - last, default: 0] += 1 }
    latest[series] = max(latest[series] ?? stamp, stamp)
  }

  /// How far apart most bars of a series are, with how often, where they are wider apart than they are wide.
  func sparse(_ series: Int, width: Interval) -> (step: Interval, count: Int, of: Int)? {
    guard let steps = steps[series], let most = steps.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
      return nil
    }
    let all = steps.values.reduce(0, +)
    guard all >= Self.leastSteps, most.key > width.milliseconds, most.value * 10 >= all * 9 else { return nil }
    return (Interval(milliseconds: most.key), most.value, all)
  }

  /// A state of a bar where they do not.
  ///
  /// - Returns: the bar before, if this is the first state of the bar that follows on it.
  mutating func followed(
    by values: [Double], at stamp: Int64, of series: Int, width: Interval
  ) -> (stamp: Int64, values: [Double])? {
    let last = open[series]
    // A state of a bar that others have followed on comes too late to be its last.
    if let last, stamp < last.stamp { return nil }
    open[series] = (stamp, values)
    unfinished[series, default: []].insert(stamp)
    guard let last, last.stamp + width.milliseconds == stamp else { return nil }
    unfinished[series]?.remove(last.stamp)
    return last
  }

  /// A subscription begins: what the bars came to that were open before may have been missed.
  mutating func begin(_ series: some Sequence<Int>) {
    for place in series { open[place] = nil }
  }

  /// How many bars were not heard of to their end, and the first of them.
  var left: (count: Int, series: Int, stamp: Int64)? {
    let all = unfinished.filter { !$0.value.isEmpty }
    guard let first = all.min(by: { ($0.value.min() ?? 0, $0.key) < ($1.value.min() ?? 0, $1.key) }),
      let stamp = first.value.min()
    else { return nil }
    return (all.reduce(0) { $0 + $1.value.count }, first.key, stamp)
  }
}
