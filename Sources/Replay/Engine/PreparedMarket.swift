import Market

/// Columns that a replay reads by name, besides bars.
enum MarketColumns {
  static let markHigh = "mark_high"
  static let markLow = "mark_low"
}

/// A frame made ready to be replayed many times: prices without holes, and the stretches between events.
///
/// A sweep builds one tape and runs thousands of parameter sets over it, so whatever depends on the market alone is
/// worked out here once.
public struct PreparedMarket: Sendable {
  public let grid: Grid
  /// The rows that are replayed.
  public private(set) var rows: Range<Int>
  /// Bars the market printed.
  public let present: Bitmap
  /// The rows on which decisions may be made: printed bars of those that are replayed.
  public private(set) var decidable: Bitmap

  /// How prices become values of a unit of position: all that follow are such values.
  let quotation: Quotation
  /// Traded prices by row. Only `marks` may be read at rows that are not present.
  let opens: [Double]
  let highs: [Double]
  let lows: [Double]
  /// Closes, each missing one replaced by the last before it: what a position is marked at.
  let marks: PriceRangeColumn

  /// By row, how low and how high the mark price went; nil where the frame has no bars of it.
  let markRanges: [PriceRange]?

  /// What orders must be multiples of; nil where the contract says nothing of it.
  let steps: TradingSteps?

  /// The other legs of a position that has several, on the same grid and the same rows; none where one instrument is traded.
  public private(set) var beside: [PreparedMarket] = []
  /// Whether it and those beside it are a universe, whose members come and go.
  public let isUniverse: Bool
  /// What happens when to all of its legs; nil where it has none.
  private(set) var timeline: LegTimeline?
  /// What no bar asks for.
  private let facts: Facts
  let settlements: [Settlement]
  let stretches: [Segment]
  /// By row: the stretch it belongs to.
  let stretchOfRow: [Int32]
  /// The days whose returns the replayed rows have.
  public private(set) var returnDays: ReturnDays

  /// What a market is and what is to be said of it: behind one reference, since each trial of a sweep holds a copy of its
  /// market, and a contract alone is a dozen words to be kept and let go.
  private final class Facts: Sendable {
    let instrument: Instrument
    let contract: Contract
    let leg: String
    let funding: SettledFunding
    /// Name of the dataset, for messages.
    let market: String
    let path: PricePath?

    init(_ member: FrameMember, funding: SettledFunding, market: String, _ quotation: Quotation) {
      path = member.path.map { PricePath($0, of: member.bars, quotation) }
      instrument = member.instrument
      contract = member.contract
      leg = member.name
      self.funding = funding
      self.market = market
    }
  }

  public var instrument: Instrument { facts.instrument }
  public var contract: Contract { facts.contract }
  /// Its name where it is a leg; empty where it is traded alone.
  public var leg: String { facts.leg }
  /// What settles on a position, and what is to be said beside it.
  public var funding: SettledFunding { facts.funding }
  /// The bars inside its bars; nil where nobody asked for them.
  var path: PricePath? { facts.path }

  /// - Throws: a `Problem` when there are no bars to replay, when the instrument is of a kind that is not replayed, and
  ///   when its funding is doubtful and the frame does not say what to make of it.
  public init(_ frame: Frame) throws(Problem) {
    let settled = try frame.members.map { member throws(Problem) in
      try member.refuseUnlessReplayed()
      return try SettledFunding(member, of: frame)
    }
    try self.init(frame, funding: settled, settlements: settled.map(\.settlements))
  }

  /// With settlements that are made up and priced already, as scenarios have them.
  package init(_ frame: Frame, settlements: [Settlement]) throws(Problem) {
    try self.init(frame, funding: [.nothing], settlements: [settlements])
  }

  /// The same of legs: the settlements of each.
  package init(_ frame: Frame, legs settlements: [[Settlement]]) throws(Problem) {
    try self.init(frame, funding: settlements.map { _ in .nothing }, settlements: settlements)
  }

  /// - Parameters:
  ///   - funding: of each of the frame's members, and what settles of it.
  private init(_ frame: Frame, funding: [SettledFunding], settlements: [[Settlement]]) throws(Problem) {
    try self.init(frame.members[0], of: frame, funding: funding[0], settlements: settlements[0])
    guard !leg.isEmpty else { return }
    for index in frame.members.indices.dropFirst() {
      let other = try PreparedMarket(
        frame.members[index], of: frame, funding: funding[index], settlements: settlements[index])
      beside.append(other)
    }
    if isUniverse { try refuseUnfitMembers() } else { try refuseUnfitLegs(frame) }
    try restrict(to: frame.evaluation)
    timeline = LegTimeline(legs)
  }

  private init(
    _ member: FrameMember, of frame: Frame, funding: SettledFunding, settlements: [Settlement]
  ) throws(Problem) {
    let count = frame.grid.count
    let bars = member.bars
    let isInverse = member.contract.form == .inverse
    let quotation = Quotation(first: isInverse ? bars.firstOpen(from: frame.evaluation.lowerBound) : nil)
    func values(_ prices: [Double]) -> [Double] { isInverse ? prices.map(quotation.value) : prices }
    let closes = values(bars.close)
    grid = frame.grid
    isUniverse = frame.isUniverse
    facts = Facts(
      member, funding: funding,
      market: member.name.isEmpty ? frame.market : "\(member.instrument) in \(frame.market)", quotation)
    self.quotation = quotation
    let settlements = isInverse ? settlements.map(quotation.settled) : settlements
    self.settlements = settlements
    // Lots of an inverse contract are contracts, and what is held is counted in quote currency.
    steps = isInverse ? nil : TradingSteps(member.contract)
    opens = values(bars.open)
    highs = values(bars.high)
    lows = values(bars.low)
    let opens = self.opens
    present = Bitmap((0..<count).map { !closes[$0].isNaN && !opens[$0].isNaN })

    markRanges = frame.columns[MarketColumns.markHigh].flatMap { highs in
      frame.columns[MarketColumns.markLow].map { lows in
        zip(values(highs.values), values(lows.values)).map { high, low in
          var range = PriceRange()
          range.include(high)
          range.include(low)
          return range
        }
      }
    }
    var last = Double.nan
    marks = PriceRangeColumn(
      closes.map { close in
        if !close.isNaN { last = close }
        return last
      })
    stretches = Segment.all(frame.grid, settlements: settlements, marks: marks.values, highs: highs, lows: lows)
    stretchOfRow = stretches.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1.rows.count) }

    (rows, decidable) = (0..<0, present)
    returnDays = ReturnDays(0..<max(1, count), of: frame.grid)
    let printed = present
    let end = (0..<count).last { printed[$0] }.map { $0 + 1 } ?? 0
    endRow = isUniverse && end < count ? end : .max
    // A universe has bars where one of its members has, which is known when all are here.
    if !isUniverse { try restrict(to: frame.evaluation) }
  }

  /// The same market with other rows replayed: a fold of a cross-validation, a window of a walk forward. Rows before
  /// them stay where they are, so signals computed on the frame need not be computed again.
  ///
  /// - Parameter rows: of the grid, whether or not this tape replays them.
  /// - Throws: a `Problem` when the market printed no bar in them.
  public func slice(_ rows: Range<Int>) throws(Problem) -> PreparedMarket {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= grid.count, "rows of the grid")
    var slice = self
    try slice.restrict(to: rows)
    return slice
  }

  /// Everything that depends on which rows are replayed.
  private mutating func restrict(to rows: Range<Int>) throws(Problem) {
    let printed = isUniverse ? presentAnywhere : present
    guard !rows.isEmpty, printed.next(from: rows.lowerBound) < rows.upperBound else {
      throw Problem("\(facts.market) has no bars in the window to replay", remedy: "choose another --from and --to")
    }
    set(rows)
    for index in beside.indices {
      if isUniverse { beside[index].set(rows) } else { try beside[index].restrict(to: rows) }
    }
  }

  private mutating func set(_ rows: Range<Int>) {
    self.rows = rows
    decidable = present & Bitmap(rows: rows, count: grid.count)
    returnDays = ReturnDays(rows, of: grid)
  }

  /// Bars that some member of a universe has.
  public var presentAnywhere: Bitmap { beside.reduce(present) { $0 | $1.present } }

  /// Bars that every leg has.
  public var presentEverywhere: Bitmap { beside.reduce(present) { $0 & $1.present } }

  /// What is to be said of what settles on any leg. That a leg settles nothing by its nature is no news. Of a universe
  /// a sentence says it of many.
  public var fundingNotes: [String] {
    guard !isUniverse else { return SettledFunding.notes(of: legs.map { ($0.leg, $0.funding) }) }
    return beside.isEmpty ? funding.notes : legs.filter { $0.funding.coverage != .notDue }.flatMap(\.funding.notes)
  }

  /// The first row after the last that an instrument of a universe has, where others go on; else beyond all rows.
  private let endRow: Int

  /// The first row at whose open it has expired, if it is a dated contract, or is traded no more; else beyond all rows.
  var expiryRow: Int { min(endRow, contractExpiryRow) }

  var contractExpiryRow: Int {
    guard instrument.type == .future, let expiry = contract.expiry, expiry < grid.range.to else { return .max }
    return expiry <= grid.start ? 0 : grid.row(containing: expiry - Interval(milliseconds: 1)) + 1
  }

  /// It and those beside it.
  package var legs: [PreparedMarket] { [self] + beside }

  /// How many days have a return.
  public var days: Int { returnDays.count }

  /// What is replayed, from the first open to the last close.
  var length: Interval { grid.interval * rows.count }

  /// The day whose return a row is part of, counted from 1970.
  func day(of row: Int) -> Int32 { day(of: stretches[Int(stretchOfRow[row])]) }

  @inline(__always)
  func day(of stretch: Segment) -> Int32 { Int32(truncatingIfNeeded: returnDays.day(of: Int(stretch.day))) }

  /// The first printed bar at or after `row`, or the end of the replayed rows.
  @inline(__always)
  func nextPresent(from row: Int) -> Int {
    row < rows.upperBound ? min(present.next(from: row), rows.upperBound) : rows.upperBound
  }
}

extension Bars {
  /// The first price that was printed at or after a row; 1 where none was.
  fileprivate func firstOpen(from row: Int) -> Double { open[row...].first { !$0.isNaN } ?? 1 }
}

extension PreparedMarket {
  /// Of an inverse contract, what a coin cost when the market began: amounts are coins at this price. Nil of a linear one.
  public var firstCoinPrice: Double? { quotation.first }
}
