import Market

/// Columns that a replay reads by name, besides bars.
package enum MarketColumns {
  static let markHigh = "mark_high"
  static let markLow = "mark_low"
  static let markOpen = "mark_open"
  /// Of the coin that a contract settles in, where that is neither its quote nor its base.
  package static let settlementPrice = "settlement_coin_price"
}

/// A frame made ready to be replayed many times: prices without holes, and the stretches between events.
///
/// A sweep builds one and runs thousands of parameter sets over it, so whatever depends on the market alone is worked out
/// here once, and a copy is one reference.
public struct PreparedMarket: Sendable {
  /// The rows of it that are replayed, and what no choice of rows changes.
  private let window: Window
  private var facts: Facts { window.facts }

  private final class Facts: Sendable {
    let grid: Grid
    let instrument: Instrument
    let contract: Contract
    let leg: String
    let isConversion: Bool
    let account: String
    let isUniverse: Bool
    let funding: SettledFunding
    /// Name of the dataset, for messages.
    let market: String
    let path: PricePath?
    let present: Bitmap
    let quotation: Quotation
    let markBars: [MarkBar?]?
    let steps: TradingSteps?
    /// The settlement coin's price by row, where the contract settles in another than its own.
    let settlementPrices: [Double]?
    /// The first row after the last that an instrument beside others has, where they go on; else beyond all rows. Of what a
    /// leg rolls through each has an end of its own, at its expiry.
    let endRow: Int
    /// Rows of the view are those of a `Window`.
    let view: MarketView
    let roll: RollPlace?
    private let memory: FixedMemory

    init(
      _ member: FrameMember, of frame: Frame, funding: SettledFunding, settlements: [Settlement], isBeside: Bool
    ) throws(Problem) {
      let count = frame.grid.count
      let bars = member.bars
      let quotation = try Quotation(member, of: frame)
      func values(_ prices: [Double]) -> [Double] { quotation == .linear ? prices : prices.map(quotation.value) }
      let closes = values(bars.close)
      let opens = values(bars.open)
      let present = Bitmap((0..<count).map { !closes[$0].isNaN && !opens[$0].isNaN })
      let (highs, lows) = (values(bars.high).known(at: present), values(bars.low).known(at: present))
      // Closes without a hole are marks as they are, and need no copy.
      let marks = closes.contains { $0.isNaN } ? closes.carried() : closes
      let settlements = quotation == .linear ? settlements : settlements.map(quotation.settled)
      let memory = FixedMemory()
      view = MarketView(
        in: memory, opens: opens, highs: highs, lows: lows, marks: marks, settlements: settlements,
        // Those beside the first are replayed with it, on the stretches of all together.
        stretches: isBeside
          ? []
          : Segment.all(
            frame.grid, settlements: settlements.map(\.instant), marks: marks, highs: highs, lows: lows),
        printed: present, search: !isBeside ? .whole : frame.isUniverse ? .member : .leg)
      self.memory = memory
      self.present = present
      self.quotation = quotation
      grid = frame.grid
      isUniverse = frame.isUniverse
      path = member.path.map { PricePath($0, of: bars, quotation) }
      instrument = member.instrument
      contract = member.contract
      roll = member.roll
      leg = member.name
      isConversion = member.isConversion
      account = frame.account
      self.funding = funding
      market = member.name.isEmpty ? frame.market : "\(member.instrument) in \(frame.market)"
      steps = quotation.steps(member.contract)
      settlementPrices = quotation.multiplier == nil ? nil : frame.columns[MarketColumns.settlementPrice]?.values
      markBars = frame.column(MarketColumns.markHigh, of: member).flatMap { highs in
        frame.column(MarketColumns.markLow, of: member).map { lows in
          let own = frame.column(MarketColumns.markOpen, of: member).map { values($0.values) }
          return zip(values(highs.values), values(lows.values)).enumerated().map { row, prices -> MarkBar? in
            let (high, low) = prices
            // Of a leg that rolls the column is that of the future it means, which another one may still be held beside.
            guard !high.isNaN, !low.isNaN, member.roll.map({ $0.rows.contains(row) }) ?? true else { return nil }
            var range = PriceRange()
            range.include(high)
            range.include(low)
            return MarkBar(open: own?[row] ?? .nan, traded: opens[row], range: range)
          }
        }
      }
      let end = (0..<count).last { present[$0] }.map { $0 + 1 } ?? 0
      endRow = !member.name.isEmpty && member.roll == nil && end < count ? end : .max
    }
  }

  private final class Window: Sendable {
    let facts: Facts
    let rows: Range<Int>
    let decidable: Bitmap
    let returnDays: ReturnDays
    let beside: [PreparedMarket]
    let timeline: LegTimeline?
    let view: MarketView

    init(_ rows: Range<Int>, of facts: Facts, beside: [PreparedMarket], timeline: LegTimeline?) {
      self.facts = facts
      self.rows = rows
      decidable = facts.present & Bitmap(rows: rows, count: facts.grid.count)
      let days = ReturnDays(rows.isEmpty ? 0..<max(1, facts.grid.count) : rows, of: facts.grid)
      returnDays = days
      self.beside = beside
      self.timeline = timeline
      view = facts.view.replaying(rows, days)
    }
  }

  public var grid: Grid { facts.grid }
  /// The rows that are replayed.
  public var rows: Range<Int> { window.rows }
  /// Bars the market printed.
  public var present: Bitmap { facts.present }
  /// The rows on which decisions may be made: printed bars of those that are replayed.
  public var decidable: Bitmap { window.decidable }
  /// The days whose returns the replayed rows have.
  public var returnDays: ReturnDays { window.returnDays }
  /// The other legs of a position that has several, on the same grid and the same rows; none where one instrument is traded.
  public var beside: [PreparedMarket] { window.beside }
  /// Whether it and those beside it are a universe, whose members come and go.
  public var isUniverse: Bool { facts.isUniverse }
  /// What happens when to all of its legs; nil where it has none.
  var timeline: LegTimeline? { window.timeline }
  /// How each of its legs comes to be worth something in the account.
  var pricings: [LegPricing] { timeline?.pricings ?? LegPricing.all(legs) }

  public var instrument: Instrument { facts.instrument }
  public var contract: Contract { facts.contract }
  /// Its name where it is a leg; empty where it is traded alone.
  public var leg: String { facts.leg }
  /// Whether it is there for its price alone, which another leg's currency is exchanged at.
  var isConversion: Bool { facts.isConversion }
  /// The currency of the account.
  var account: String { facts.account }
  /// When it is held, of one of the dated futures that a leg rolls through; nil for any other.
  public var roll: RollPlace? { facts.roll }
  /// What settles on a position, and what is to be said beside it.
  public var funding: SettledFunding { facts.funding }

  /// How prices become values of a unit of position: all that follow are such values.
  var quotation: Quotation { facts.quotation }
  /// By row, where the mark price opened and how far it went, nil where that is not known; nil where the frame has no bars of
  /// it.
  var markBars: [MarkBar?]? { facts.markBars }
  /// What orders must be multiples of; nil where the contract says nothing of it.
  var steps: TradingSteps? { facts.steps }
  /// The bars inside its bars; nil where nobody asked for them.
  var path: PricePath? { facts.path }
  /// What the machine reads bar by bar.
  var view: MarketView { window.view }
  var opens: FixedColumn<Double> { facts.view.opens }
  func low(_ row: Int) -> Double { facts.view.low(row) }
  func high(_ row: Int) -> Double { facts.view.high(row) }
  var marks: PriceRangeColumn { facts.view.marks }
  var settlements: FixedColumn<Settlement> { facts.view.settlements }

  /// - Throws: a `Problem` when there are no bars to replay, when the instrument is of a kind that is not replayed, and
  ///   when its funding is doubtful and the frame does not say what to make of it.
  public init(_ frame: Frame) throws(Problem) {
    for member in frame.members { try member.refuseUnlessReplayed() }
    let settled = try SettledFunding.all(of: frame)
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
    func facts(_ index: Int) throws(Problem) -> Facts {
      try Facts(
        frame.members[index], of: frame, funding: funding[index], settlements: settlements[index], isBeside: index > 0)
    }
    let first = try facts(0)
    guard !first.leg.isEmpty else {
      self = try PreparedMarket(first, beside: [], timeline: nil).slice(frame.evaluation)
      return
    }
    // Which rows there are is known when all are here: a universe has bars where one of its members has.
    let others = try frame.members.indices.dropFirst().map { index throws(Problem) in
      PreparedMarket(try facts(index), beside: [], timeline: nil)
    }
    let whole = PreparedMarket(first, beside: others, timeline: nil)
    if first.isUniverse {
      try whole.refuseUnfitMembers(frame.evaluation)
    } else {
      _ = try whole.slice(frame.evaluation)
      try whole.refuseUnfitLegs(frame)
    }
    let timeline = LegTimeline(whole.legs)
    self = try PreparedMarket(first, beside: others, timeline: timeline).slice(frame.evaluation)
  }

  /// With no rows to replay yet.
  private init(_ facts: Facts, beside: [PreparedMarket], timeline: LegTimeline?) {
    window = Window(0..<0, of: facts, beside: beside, timeline: timeline)
  }

  private init(_ window: Window) { self.window = window }

  /// The same market with other rows replayed: a fold of a cross-validation, a window of a walk forward. Rows before
  /// them stay where they are, so signals computed on the frame need not be computed again.
  ///
  /// - Parameter rows: of the grid, whether or not this tape replays them.
  /// - Throws: a `Problem` when the market printed no bar in them.
  public func slice(_ rows: Range<Int>) throws(Problem) -> PreparedMarket {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= grid.count, "rows of the grid")
    let printed = isUniverse ? presentAnywhere : present
    guard !rows.isEmpty, printed.next(from: rows.lowerBound) < rows.upperBound else {
      throw Problem("\(facts.market) has no bars in the window to replay", remedy: "choose another --from and --to")
    }
    // A dated future has bars for a part of the window, and the leg has others for the rest.
    let others = try beside.map { other throws(Problem) in
      isUniverse || other.roll != nil
        ? PreparedMarket(Window(rows, of: other.facts, beside: [], timeline: nil)) : try other.slice(rows)
    }
    return PreparedMarket(Window(rows, of: facts, beside: others, timeline: timeline))
  }

  /// The same for a thread of its own: two threads that hand on one reference wait for each other to count it.
  package func forThread() -> PreparedMarket {
    PreparedMarket(Window(rows, of: facts, beside: beside, timeline: timeline))
  }

  /// Bars that some member of a universe has.
  public var presentAnywhere: Bitmap { beside.reduce(present) { $0 | $1.present } }

  /// Bars that every leg has; of a leg that rolls, those of the future that it means then.
  public var presentEverywhere: Bitmap { Self.everywhere(legs, \.present) }

  /// Where something holds of every one of `legs`; of those that one leg rolls through, of the one it means then.
  static func everywhere(_ legs: [PreparedMarket], _ bits: (PreparedMarket) -> Bitmap) -> Bitmap {
    var all: Bitmap?
    var rolling: [String: Bitmap] = [:]
    func add(_ more: Bitmap) { all = all.map { $0 & more } ?? more }
    for leg in legs {
      guard let roll = leg.roll else {
        add(bits(leg))
        continue
      }
      let own = bits(leg) & Bitmap(rows: roll.rows, count: leg.grid.count)
      rolling[leg.leg] = rolling[leg.leg].map { $0 | own } ?? own
    }
    for (_, bits) in rolling { add(bits) }
    return all ?? Bitmap(count: legs.first?.grid.count ?? 0)
  }

  /// What settles on each of what is held, by the name it goes by.
  public var settled: [(name: String, funding: SettledFunding)] {
    legs.map { (LegRun.label($0.leg, of: $0.instrument, isDated: $0.roll != nil), $0.funding) }
  }

  /// What is to be said of it.
  public var fundingNotes: [String] { SettledFunding.notes(of: settled, inUniverse: isUniverse) }

  /// Of a universe, those whose bars end before the replayed rows do, when, and whether that is an expiry.
  public var ended: [(name: String, at: Instant, isExpired: Bool)] {
    guard isUniverse else { return [] }
    return legs.filter { $0.expiryRow < rows.upperBound }.map {
      ($0.leg, grid.open($0.expiryRow), $0.expiryRow == $0.contractExpiryRow)
    }
  }

  /// The first row at whose open it has expired, if it is a dated contract, or is traded no more; else beyond all rows.
  var expiryRow: Int {
    let expiry = contractExpiryRow
    // A wide bar into which the expiry falls has not all of its parts: it is missing, and what is held waits for the expiry.
    return facts.endRow == expiry - 1 ? expiry : min(facts.endRow, expiry)
  }

  var contractExpiryRow: Int {
    guard instrument.type == .future, let expiry = contract.expiry, expiry < grid.range.to else { return .max }
    return expiry <= grid.start ? 0 : grid.row(containing: expiry - Interval(milliseconds: 1)) + 1
  }

  /// Whether a position that is held through the replayed rows is settled at their end: a dated contract has expired by
  /// then, and is traded alone.
  var isSettledAtEnd: Bool {
    guard leg.isEmpty, instrument.type == .future, let expiry = contract.expiry else { return false }
    return expiry <= grid.open(rows.upperBound)
  }

  /// It and those beside it.
  package var legs: [PreparedMarket] { [self] + beside }

  /// How many days have a return.
  public var days: Int { returnDays.count }

  /// What is replayed, from the first open to the last close.
  var length: Interval { grid.interval * rows.count }

  /// The day whose return a row is part of, counted from 1970.
  func day(of row: Int) -> Int32 { view.day(of: row) }
  func day(of stretch: Segment) -> Int32 { view.day(of: stretch) }

  /// What it is marked at, at the close of each replayed row.
  var replayedMarks: [Double] { Array(marks.values[rows]) }

  /// The first printed bar at or after `row`, or the end of the replayed rows.
  func nextPresent(from row: Int) -> Int { view.nextPresent(from: row) }
}

extension PreparedMarket {
  /// Of a contract that is settled in a coin, what that cost when the market began: amounts are coins at this price. Nil of
  /// others.
  public var firstCoinPrice: Double? { quotation.first }

  /// What the settlement coin cost at each replayed close, the last known where a bar has none; nil of a contract that is
  /// settled in what it is quoted in.
  public var coinPrices: [Double]? {
    guard quotation.first != nil else { return nil }
    guard let prices = facts.settlementPrices else {
      return marks.values[rows].map(quotation.price)
    }
    return prices[rows].carried(from: prices[..<rows.lowerBound].last { !$0.isNaN } ?? firstCoinPrice ?? .nan)
  }
}

extension Frame {
  /// A column of a member, as a strategy file calls it there.
  func column(_ name: String, of member: FrameMember) -> Column? {
    if isUniverse { return member.columns.first { $0.name == name } }
    return columns[member.name.isEmpty ? name : "\(member.name).\(name)"]
  }
}

extension Sequence<Double> {
  /// Each that is missing replaced by the last before it, and by `known` where there is none.
  fileprivate func carried(from known: Double = .nan) -> [Double] {
    var last = known
    return map { value in
      if !value.isNaN { last = value }
      return last
    }
  }
}

extension [Double] {
  /// Not known where the market printed no bar, whatever the data say of its low or high.
  fileprivate func known(at present: Bitmap) -> [Double] {
    var values = self
    for row in indices where !present[row] && !self[row].isNaN { values[row] = .nan }
    return values
  }
}
