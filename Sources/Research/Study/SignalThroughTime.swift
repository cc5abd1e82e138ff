import Market
import Statistics

/// How the bars of a study are cut into spans of calendar time, for figures that are followed through it.
public enum SignalCalendar: String, Sendable, Hashable, CaseIterable {
  /// UTC, of the calendar; the first and the last may be cut by the window.
  case month
  /// UTC, from Monday.
  case week
  /// UTC.
  case day

  /// Rows of each span, in order. Every bar belongs to the span its open falls into.
  func spans(_ grid: Grid, _ rows: Range<Int>) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var start = rows.lowerBound
    for row in rows where row + 1 == rows.upperBound || key(grid.open(row + 1)) != key(grid.open(row)) {
      spans.append(start..<row + 1)
      start = row + 1
    }
    return spans
  }

  private func key(_ instant: Instant) -> Int {
    switch self {
    case .month: instant.date.year * 12 + instant.date.month
    case .week: instant.utcDay - instant.weekday
    case .day: instant.utcDay
    }
  }

  /// The longest span of which the window holds at least `least`, each of `leastBars` bars or more.
  static func choice(_ grid: Grid, _ rows: Range<Int>, least: Int, leastBars: Int) -> SignalCalendar? {
    allCases.first { calendar in
      calendar.spans(grid, rows).count { $0.count >= leastBars } >= least
    }
  }
}

/// The rank information coefficient over horizons that double: how soon it comes, and how long it lasts.
public struct SignalDecay: Sendable {
  public struct Point: Sendable, Hashable {
    public let forward: Interval
    public let bars: Int
    public let coefficient: Double
    /// Hodrick 1B's; nil where there is none.
    public let standardError: Double?
  }

  public let points: [Point]

  /// From one bar to four times the longest horizon asked for, and never beyond a twentieth of the window: longer returns
  /// are too few to speak of.
  ///
  /// - Throws: why there is none: a regime, a signal of one value, a window of less than forty bars.
  init(_ subject: StudySubject, _ plan: StudyPlan, longest: Int) throws(Unavailable) {
    guard case .signal(let signal) = subject.values else {
      throw Unavailable("a regime is not a number, so it has no information coefficient")
    }
    guard plan.depth == .everything else { throw Unavailable("only a judgement was asked for") }
    let closes = subject.frame.values("close")
    let next = HorizonSample.nextReturns(closes)
    let last = min(4 * longest, subject.frame.evaluation.count / 20)
    let lengths = Array(sequence(first: 1) { $0 * 2 }.prefix { $0 <= last })
    let points = Study.map(lengths.count, rows: closes.count) { index -> Point? in
      let bars = lengths[index]
      let returns = zip(HorizonSample.returns(closes, bars: bars), subject.known).map { $1 ? $0 : .nan }
      guard
        let ranks = try? InformationCoefficient(
          .spearman, signal: signal, y: returns, nextReturns: next, horizon: bars)
      else { return nil }
      return Point(
        forward: subject.frame.grid.interval * bars, bars: bars, coefficient: ranks.coefficient,
        standardError: ranks.sample.estimates([Hodrick1BEstimator()])[0].standardError)
    }
    self.points = points.compactMap(\.self)
    guard self.points.count >= 2 else {
      throw Unavailable("\(subject.frame.evaluation.count) bars are too few to follow a coefficient over horizons")
    }
  }
}

/// What follows each fifth of a signal, and what it would take to live off the difference. Fifths by the signal's own past
/// only, so that somebody at each bar could have known them.
public struct SignalQuantiles: Sendable {
  /// Known bars behind the first edges.
  public let warmUp: Int
  public let returns: BucketReturns
  public let monotonicity: Result<Monotonicity, Unavailable>
  public let turnover: SignalTurnover
  public let hits: HitRate?

  /// Fifths.
  public static let count = 5

  /// Edges begin when a tenth of the known bars, and at least fifty for each bucket, have gone by: edges from a handful of
  /// values put the first days wherever they please.
  static func warmUp(known: Int) -> Int { max(50 * count, known / 10) }

  /// - Throws: why there are none: too few bars, or values so equal that no bar falls into the top or the bottom.
  init(_ horizon: HorizonSample, signal: [Double]) throws(Unavailable) {
    let known = signal.count { !$0.isNaN }
    let warmUp = Self.warmUp(known: known)
    guard known > 2 * warmUp else {
      throw Unavailable(
        "\(known) known bars are too few for edges from the past, which take \(warmUp) and as many again to be judged")
    }
    let next = HorizonSample.nextReturns(horizon.subject.frame.values("close"))
    do {
      let buckets = try ExpandingBuckets(signal, count: Self.count, warmUp: warmUp)
      returns = try BucketReturns(buckets, y: horizon.returns, nextReturns: next, horizon: horizon.bars)
      hits = HitRate(buckets, y: horizon.returns)
    } catch {
      throw Unavailable("hardly a bar is in the top or in the bottom fifth of the signal's own past")
    }
    self.warmUp = warmUp
    turnover = SignalTurnover(signal: signal, returns: returns, horizon: horizon.bars)
    let returns = returns
    monotonicity = Result { () throws(Unavailable) in
      do { return try Monotonicity(returns) } catch { throw Unavailable("\(error)") }
    }
  }
}

/// The rank information coefficient span by span: is it there all the time, or was it one month?
public struct SignalThroughTime: Sendable {
  public let calendar: SignalCalendar
  /// When each span begins, the instant its first bar opens.
  public let starts: [Instant]
  /// One coefficient a span, NaN where it has too few bars.
  public let series: CoefficientSeries
  /// A span with fewer bars has no coefficient: twenty, and two horizons.
  public let leastBars: Int

  /// - Throws: why there is none: a window too short to be cut.
  init(_ horizon: HorizonSample, signal: [Double]) throws(Unavailable) {
    let grid = horizon.subject.frame.grid
    let rows = horizon.subject.frame.evaluation
    let leastBars = max(20, 2 * horizon.bars)
    let leastSpans = CoefficientSeries.leastPeriods
    guard let calendar = SignalCalendar.choice(grid, rows, least: leastSpans, leastBars: leastBars) else {
      throw Unavailable("the window holds fewer than \(leastSpans) days, weeks or months of \(leastBars) bars each")
    }
    let spans = calendar.spans(grid, rows)
    do {
      series = try CoefficientSeries.coefficients(
        signal: signal, y: horizon.returns, periods: spans, horizon: horizon.bars, leastRows: leastBars)
    } catch {
      throw Unavailable("no \(calendar.rawValue) has \(leastBars) bars on which the signal and the return vary")
    }
    self.calendar = calendar
    self.leastBars = leastBars
    starts = spans.map { grid.open($0.lowerBound) }
  }
}
