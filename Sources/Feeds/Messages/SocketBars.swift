import Market

/// Bars of sockets while they are not over. They are sent many times, and only the last time counts: where nothing in a message
/// says which that is, the first message of the next bar says it of the one before.
struct SocketBars {
  /// By the place of their series.
  private var open: [Int: (stamp: Int64, values: [Double])] = [:]
  /// Bars that were heard of and not to their end.
  private var unfinished: [Int: Set<Int64>] = [:]

  /// A state of a bar where messages say whether it is over.
  mutating func heard(_ stamp: Int64, of series: Int, isOver: Bool) {
    if isOver { unfinished[series]?.remove(stamp) } else { unfinished[series, default: []].insert(stamp) }
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
