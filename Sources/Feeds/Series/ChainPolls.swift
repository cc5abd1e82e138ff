import Market

/// The polls that rows of a chain were said in. Who asks for one contract after the other stamps each row by itself, and
/// what they say together was known when the last of them was: a poll stands under its last stamp.
///
/// Rows are put together when they come in and not when they are read: at an instant between them nobody can tell whether
/// more will follow, and a reader would take the first of them for all there is.
struct ChainPolls {
  /// How long after the row before it a row of the same poll may come.
  static let step = Interval.second * 10
  /// From the first row of a poll to its last. What goes on for longer is a stream, and no one state of a market.
  static let longest = Interval.minutes(5)

  private let series: Series
  /// The first row of each.
  let starts: [Int]

  /// - Parameter series: its rows in order of time. Those of one stamp are never told apart, so that snapshots which have
  ///   one stamp stay as they are.
  init(_ series: Series) {
    self.series = series
    let stamps = series.stamps
    func isNear(_ row: Int) -> Bool {
      row > 0 && row < stamps.count && stamps[row] - stamps[row - 1] <= Self.step.milliseconds
    }
    var starts: [Int] = []
    var said: Set<[UInt64]> = []
    var row = 0
    while row < stamps.count {
      let end = stamps[row...].firstIndex { $0 != stamps[row] } ?? stamps.count
      let follows = isNear(row)
      // Most snapshots have no other near them, and nobody asks for their contracts.
      let own = follows || isNear(end) ? Set((row..<end).map(series.contract)) : []
      if follows, said.isDisjoint(with: own) {
        said.formUnion(own)
      } else {
        starts.append(row)
        said = own
      }
      row = end
    }
    self.starts = starts
  }

  /// The last stamp of a poll.
  func end(of poll: Int) -> Int64 {
    series.stamps[(poll + 1 < starts.count ? starts[poll + 1] : series.count) - 1]
  }

  /// The same rows with each poll under its last stamp.
  func stamped() -> (series: Series, tally: Tally) {
    var stamps = series.stamps
    var tally = Tally()
    for (poll, start) in starts.enumerated() {
      let end = end(of: poll)
      let span = end - stamps[start]
      guard span > 0, span <= Self.longest.milliseconds else { continue }
      tally.add(Interval(milliseconds: span))
      for row in start..<(poll + 1 < starts.count ? starts[poll + 1] : stamps.count) { stamps[row] = end }
    }
    return (Series(descriptor: series.descriptor, stamps: stamps, columns: series.columns), tally)
  }

  /// How many polls were put together.
  struct Tally {
    private var polls = 0
    private var widest = Interval.zero

    fileprivate mutating func add(_ span: Interval) {
      polls += 1
      widest = max(widest, span)
    }

    static func += (sum: inout Tally, more: Tally) {
      sum.polls += more.polls
      sum.widest = max(sum.widest, more.widest)
    }

    /// What is to be said of it; nil where each poll had one stamp.
    var note: String? {
      guard polls > 0 else { return nil }
      return "rows of one poll, stamped up to \(widest) apart, stand under its last stamp: "
        + (polls == 1 ? "1 poll" : "\(polls) polls")
    }
  }
}

extension Series {
  /// What tells a row's contract from the others of its chain.
  func contract(_ row: Int) -> [UInt64] {
    columns.prefix(RowRule.contractWidth(of: descriptor.columns)).map { $0[row].bitPattern }
  }
}

extension SeriesRows {
  /// The same with polls of a chain put together.
  func polled() -> (rows: SeriesRows, tally: ChainPolls.Tally) {
    guard series.descriptor.rows == .chain else { return (self, ChainPolls.Tally()) }
    let (own, tally) = ChainPolls(series).stamped()
    return (SeriesRows(series: own, read: read, repeated: repeated, rejected: rejected), tally)
  }
}
