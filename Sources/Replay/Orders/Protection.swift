/// What stands between an open position and the market: its stop, its take-profit, its trailing stop, the limit it is left
/// by, and the bar by which it is left whatever happens.
///
/// Of a bar only four prices are known, so a path through them has to be chosen, and the one that is chosen is the worse
/// one: the open, then against the position, then in its favour. A trailing stop follows the best price of the bars before.
struct Protection: Sendable {
  /// Why a position was left other than by its rules.
  enum Cause: Hashable, Sendable {
    case stop, take, trail, limit, liquidation, hold
  }

  /// Where a bar ends the position.
  struct Exit: Hashable {
    let row: Int
    let price: Double
    let cause: Cause
    let isMaker: Bool
    /// Whether it comes after the bar's open, be it at the same price.
    var isInside = false
  }

  /// Its stop, take-profit and trailing stop.
  var levels: ExitLevels
  /// Of the first fill, slippage included.
  private(set) var entryPrice: Double
  /// The row at whose open it is left; `Int.max` without a time to leave.
  private(set) var leaveRow = Int.max
  /// The row inside which a limit order opened it; nil where it was there from the open on.
  private(set) var insideRow: Int?
  /// The part of that row, where its finer bars say which; nil where they do not.
  private(set) var insidePart: Int?
  /// What stands behind the position; nil where one rate of maintenance does.
  var margin: PositionMargin?
  /// The bar in which its venue last took a part of it.
  var partRow: Int?
  /// The finer bar that ended it, or a part of it, where finer bars said.
  var exitPart: Int?
  /// A limit order to leave by, and the bar it first meets.
  private(set) var resting: (limit: Limit, arrives: Int)?
  /// Its levels and its time from before it was being left; nil where it is not.
  private var laidAside: (levels: ExitLevels, leaveRow: Int)?
  private(set) var barsHeld = 0
  private(set) var peakReturn = 0.0

  /// Nobody holds anything.
  init(_ quotation: Quotation) { self.init(side: 1, quotation) }

  /// A position with nothing around it but its margin.
  init(side: Double, _ quotation: Quotation) {
    levels = ExitLevels(nil, side: side, entryPrice: .nan, quotation)
    entryPrice = .nan
  }

  /// A position begins. In place, since most of what could be known of the one before it is not there in most.
  @inline(__always)
  mutating func begin(
    _ order: Order, side: Double, entryPrice: Double, leaveRow: Int, insideRow: Int?, insidePart: Int?
  ) {
    levels = ExitLevels(order.instructions, side: side, entryPrice: entryPrice, quotation)
    self.entryPrice = entryPrice
    self.leaveRow = leaveRow
    self.insideRow = insideRow
    self.insidePart = insidePart
    if margin != nil { margin = nil }
    (partRow, exitPart, resting) = (nil, nil, nil)
    if laidAside != nil { laidAside = nil }
    (barsHeld, peakReturn) = (0, 0)
  }

  /// +1 long, −1 short.
  @inline(__always)
  var side: Double { levels.side }
  private var quotation: Quotation { levels.quotation }

  // MARK: Levels

  /// Nothing but the venue ends it from here on: it is being left already.
  mutating func disarm() {
    if laidAside == nil { laidAside = (levels, leaveRow) }
    levels.disarm()
    leaveRow = .max
    resting = nil
  }

  /// What is left of a position that was being left, and is kept after all, has the levels and the time that it was entered
  /// with.
  mutating func arm() {
    guard let laidAside else { return }
    (levels, leaveRow) = laidAside
    self.laidAside = nil
  }

  /// The nearer of stop and trailing stop, the one that is reached first.
  @inline(__always)
  private var guardLevel: (price: Double, cause: Cause) {
    let (level, isTrail) = levels.guarding
    return (side * level, isTrail ? .trail : .stop)
  }

  /// What a bar does to a position that was held when it opened. A bar that leaves it standing moves its trailing stop.
  ///
  /// - Parameter isFirst: false for a later part of the row, whose open is no open of a market.
  mutating func exit(in bar: Bar, row: Int, _ watched: Watched, isFirst: Bool = true) -> Exit? {
    if let exit = exit(atOpenOf: bar, row: row, watched, isFirst: isFirst) { return exit }
    let (worst, finest) = (side > 0 ? bar.low : -bar.high, side > 0 ? bar.high : -bar.low)
    if let exit = against(worst, guardLevel, watched, row: row) { return exit }
    let limit = restingExit(in: bar, row: row, atOpen: false, isFirst)
    if finest >= side * levels.take, limit.map({ side * levels.take < side * $0.price }) ?? true {
      return Exit(row: row, price: levels.take, cause: .take, isMaker: false, isInside: true)
    }
    if let limit { return limit }
    levels.follow(finest)
    return nil
  }

  /// What the open of a bar does to a position that was held before it, whatever the bar goes on to do.
  func exit(atOpenOf bar: Bar, row: Int, _ watched: Watched, isFirst: Bool = true) -> Exit? {
    let open = side * bar.open
    let level = guardLevel
    if let price = watched.taken(atOpen: bar.open, side) {
      return Exit(row: row, price: price, cause: .liquidation, isMaker: false, isInside: !isFirst)
    }
    if open <= side * level.price {
      return Exit(row: row, price: bar.open, cause: level.cause, isMaker: false, isInside: !isFirst)
    }
    let takes = open >= side * levels.take
    if let exit = restingExit(in: bar, row: row, atOpen: true, isFirst) {
      // At the open of a market both are at one price. Between two parts it came to the nearer first.
      if isFirst || !takes || side * exit.price <= side * levels.take { return exit }
    }
    return takes ? Exit(row: row, price: bar.open, cause: .take, isMaker: false, isInside: !isFirst) : nil
  }

  /// What the rest of a bar does to a position that a limit order opened inside it, at `entryPrice`.
  ///
  /// The price came down to the limit and may have gone on; of what it did in favour of the position only the close is
  /// sure to be later.
  mutating func exit(afterLimitIn bar: Bar, row: Int, _ watched: Watched) -> Exit? {
    let worst = side > 0 ? bar.low : -bar.high
    if let exit = against(worst, guardLevel, watched, row: row) { return exit }
    if side * bar.close >= side * levels.take {
      return Exit(row: row, price: levels.take, cause: .take, isMaker: false, isInside: true)
    }
    levels.follow(side * bar.close)
    return nil
  }

  /// On the way against the position the nearer price comes first.
  private func against(
    _ worst: Double, _ level: (price: Double, cause: Cause), _ watched: Watched, row: Int
  ) -> Exit? {
    let taken = watched.taken(by: side * worst, side)
    if worst <= side * level.price, taken.map({ !(side * $0 > side * level.price) }) ?? true {
      return Exit(row: row, price: level.price, cause: level.cause, isMaker: false, isInside: true)
    }
    return taken.map { Exit(row: row, price: $0, cause: .liquidation, isMaker: false, isInside: true) }
  }

  // MARK: Leaving by a limit

  mutating func rest(_ limit: Limit, arrives row: Int) {
    resting = (limit, row)
    levels.rest(at: limit.price)
  }

  mutating func stopResting() {
    resting = nil
    levels.rest(at: .nan)
  }

  /// - Parameter atOpen: whether the bar's open is asked about, or what comes after it.
  private func restingExit(in bar: Bar, row: Int, atOpen: Bool, _ isFirst: Bool) -> Exit? {
    guard let resting, row >= resting.arrives else { return nil }
    let outcome =
      isFirst
      ? resting.limit.outcome(in: bar, side: -side, arrives: row == resting.arrives)
      : resting.limit.outcome(inLater: bar, side: -side)
    guard case .filled(let price, let isMaker, atOpen) = outcome else { return nil }
    return Exit(row: row, price: price, cause: .limit, isMaker: isMaker, isInside: !atOpen || !isFirst)
  }

  // MARK: What rules may know

  /// Counts a bar that closed with the position at `close`.
  mutating func see(close: Double) {
    barsHeld += 1
    peakReturn = max(peakReturn, openReturn(at: close))
  }

  func state(close: Double, position: Double) -> PositionState {
    PositionState(
      side: side, entryPrice: quotation.price(entryPrice), barsHeld: barsHeld, position: position,
      openReturn: openReturn(at: close), peakReturn: peakReturn)
  }

  private func openReturn(at close: Double) -> Double {
    side * (quotation.price(close) / quotation.price(entryPrice) - 1)
  }
}
