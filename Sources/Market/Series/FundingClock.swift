/// What every settled rate has beside itself, and no series stores.
public enum FundingClock: CaseIterable, Sendable {
  /// When it was settled, by which settlements are told apart whose rates are equal.
  case time
  /// What it comes to over eight hours, by which rates of different intervals can be compared: a rate for one hour is worth
  /// eight of one for eight hours.
  case per8h
  /// Whether every settlement that fell due has a row: one, and unknown at the bar by which one should have come and has not,
  /// so that what adds settlements up is unknown with it.
  case complete
  /// What the settlements of the bar come to: the sum of their rates, however many a wide bar has; zero where there was none,
  /// and unknown where `complete` is.
  case paid

  public var descriptor: ColumnDescriptor {
    switch self {
    case .time: ColumnDescriptor("funding_time", .time)
    case .per8h: ColumnDescriptor("funding_8h", .fraction)
    case .complete: ColumnDescriptor("funding_complete", .fraction)
    case .paid: ColumnDescriptor("funding_paid", .fraction)
    }
  }

  /// What a name asks for, and of which rate: `bybit.funding_rate` for `bybit.funding_time`; nil for any other name.
  public static func read(_ name: String) -> (clock: FundingClock, rate: String)? {
    for clock in allCases {
      let own = clock.descriptor.name
      if name == own || name.hasSuffix(".\(own)") { return (clock, name.dropLast(own.count) + "funding_rate") }
    }
    return nil
  }
}

/// The intervals that settled rates are paid for, each as it was known when it settled.
///
/// A schedule reads them off the rows around as well, those to come among them. Here a row has the interval that it declares,
/// else the time since the row before it, and behind a hole that of the row before it.
public struct FundingIntervals: Sendable {
  /// By row, in hours; NaN where nothing says it yet.
  public let hours: [Double]
  /// Rows that come sooner after the one before than both declare, with the hours since: what they were paid for is open. A
  /// row at a change of interval names the one that ends or the one that begins, and contradicts nothing.
  public let contradicting: [(row: Int, since: Double)]

  private static let longest = 8.0

  /// - Parameters:
  ///   - stamps: in order of time.
  ///   - declared: hours by row; nil where rows declare none.
  public init(stamps: [Int64], declared: [Double]?) {
    var hours: [Double] = []
    hours.reserveCapacity(stamps.count)
    for row in stamps.indices {
      if let said = declared?[row], said > 0 {
        hours.append(said)
        continue
      }
      let before = row > 0 ? hours[row - 1] : .nan
      guard row > 0 else {
        hours.append(.nan)
        continue
      }
      let since = (Double(stamps[row] - stamps[row - 1]) / Double(Interval.hour.milliseconds)).rounded()
      hours.append(since >= 1 && since <= Self.longest ? since : before)
    }
    self.hours = hours
    contradicting = (declared ?? []).indices.dropFirst().compactMap { row in
      guard let declared, declared[row] > 0, declared[row] == declared[row - 1] else { return nil }
      let since = (Double(stamps[row] - stamps[row - 1]) / Double(Interval.hour.milliseconds)).rounded()
      return since >= 1 && since < declared[row] ? (row, since) : nil
    }
  }

  /// What each row's settlement paid, by what is assumed of rows that contradict each other; unknown where nothing is.
  public func paid(_ rates: [Double], stamps: [Int64], assuming choice: FundingAssumptions.Contradictory?) -> [Double] {
    var paid = rates
    for (row, since) in contradicting {
      switch choice {
      case nil: paid[row] = .nan
      case .listed: break
      case .prorated: paid[row] *= since / hours[row]
      case .declared:
        let hour = (Double(stamps[row]) / Double(Interval.hour.milliseconds)).rounded()
        if hour.truncatingRemainder(dividingBy: hours[row]) != 0 { paid[row] = 0 }
      }
    }
    return paid
  }

  /// A rate of each row over eight hours.
  public func per8h(_ rates: [Double]) -> [Double] { zip(rates, hours).map { $0 * (8 / $1) } }

  /// When it was plain of each settlement that fell due that it has no row, in order of time: the interval in force after the
  /// row before it, and as long as a row may be late. What comes after changes nothing of it, a longer interval neither, which
  /// nobody knew by then.
  ///
  /// - Parameters:
  ///   - stamps: as for `init`.
  ///   - end: up to which settlements fall due.
  public func overdue(stamps: [Int64], to end: Int64, tolerance: Interval) -> [Int64] {
    var overdue: [Int64] = []
    for row in stamps.indices where !hours[row].isNaN {
      let width = Int64(hours[row] * Double(Interval.hour.milliseconds))
      let next = row + 1 < stamps.count ? stamps[row + 1] : .max
      guard width > 0 else { continue }
      var late = stamps[row] + width + tolerance.milliseconds
      while late < next, late <= end {
        overdue.append(late)
        late += width
      }
    }
    return overdue
  }

  /// The different ones among some rows, from the shortest.
  public func different(in rows: Range<Int>) -> [Double] { Set(hours[rows].filter { !$0.isNaN }).sorted() }
}
