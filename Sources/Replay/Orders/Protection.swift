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
  }

  /// +1 long, −1 short.
  let side: Double
  /// How prices become what all that follows is in.
  private let quotation: Quotation
  /// Of the first fill, slippage included.
  let entryPrice: Double
  /// NaN where there is none, which no price reaches.
  private(set) var stop: Double
  private(set) var take: Double
  private var trail: Distance?
  /// The best price since the entry, as far as a trailing stop may know it.
  private(set) var best: Double
  /// The row at whose open it is left.
  let leaveRow: Int
  /// The row inside which a limit order opened it; nil where it was there from the open on.
  let insideRow: Int?
  /// The part of that row, where its finer bars say which; nil where they do not.
  let insidePart: Int?
  /// What stands behind the position; nil where one rate of maintenance does.
  var margin: PositionMargin?
  /// The bar in which its venue last took a part of it.
  var partRow: Int?
  /// The finer bar that ended it, or a part of it, where finer bars said.
  var exitPart: Int?
  /// A limit order to leave by, and the bar it first meets.
  private(set) var resting: (limit: Limit, arrives: Int)?
  private(set) var barsHeld = 0
  private(set) var peakReturn = 0.0

  /// - Parameter leaveRow: `Int.max` without a time to leave.
  init(
    _ order: Order, side: Double, entryPrice: Double, leaveRow: Int, insideRow: Int? = nil, insidePart: Int? = nil,
    _ quotation: Quotation = .linear
  ) {
    self.side = side
    self.quotation = quotation
    self.entryPrice = entryPrice
    stop = order.stop.map { quotation.moved(entryPrice, by: -side, $0) } ?? .nan
    take = order.take.map { quotation.moved(entryPrice, by: side, $0) } ?? .nan
    trail = order.trail
    best = entryPrice
    self.leaveRow = leaveRow
    self.insideRow = insideRow
    self.insidePart = insidePart
  }

  /// Nobody holds anything.
  static let none = Protection(Order.flat(at: 0), side: 1, entryPrice: .nan, leaveRow: .max)

  // MARK: Levels

  /// Nothing but the venue ends it from here on: it is being left already.
  mutating func disarm() {
    (stop, take, trail, resting) = (.nan, .nan, nil, nil)
  }

  /// The price a trailing stop stands at after `best`; NaN without one.
  private func trailing(_ best: Double) -> Double { trail.map { quotation.moved(best, by: -side, $0) } ?? .nan }

  /// The nearer of stop and trailing stop, the one that is reached first.
  private func guardLevel(_ best: Double) -> (price: Double, cause: Cause) {
    let trailing = trailing(best)
    return side * trailing > side * stop || stop.isNaN ? (trailing, .trail) : (stop, .stop)
  }

  /// Whether nothing of `traded` can end the position: the bars in it need not be looked at one by one.
  ///
  /// - Parameter isHeld: whether all of `traded` happened while it was held, so that a trailing stop may follow it.
  mutating func isClear(of traded: PriceRange, isHeld: Bool) -> Bool {
    guard resting == nil else { return false }
    let (worst, finest) = side > 0 ? (traded.lowest, traded.highest) : (-traded.highest, -traded.lowest)
    guard !(worst <= side * stop), !(finest >= side * take) else { return false }
    guard trail != nil else { return true }
    guard isHeld else { return false }
    let reached = max(side * best, finest)
    guard !(worst <= side * trailing(side * reached)) else { return false }
    best = side * reached
    return true
  }

  /// The price at which the venue takes the position, and what it looks at: the traded prices where there is no mark.
  struct Watched {
    let price: Double
    let mark: PriceRange?
  }

  /// Whether the trailing stop could be reached on some path through a bar, whatever the worse one does.
  func trailMayReach(_ bar: Bar) -> Bool {
    guard trail != nil else { return false }
    let (worst, finest) = side > 0 ? (bar.low, bar.high) : (-bar.high, -bar.low)
    return worst <= side * trailing(side * max(side * best, finest))
  }

  /// What a bar does to a position that was held when it opened. A bar that leaves it standing moves its trailing stop.
  ///
  /// - Parameter isFirst: false for a later part of the row, whose open is no open of a market.
  mutating func exit(in bar: Bar, row: Int, _ watched: Watched, isFirst: Bool = true) -> Exit? {
    let (open, worst, finest) = (side * bar.open, side > 0 ? bar.low : -bar.high, side > 0 ? bar.high : -bar.low)
    let level = guardLevel(best)
    if watched.mark == nil, open <= side * watched.price {
      return Exit(row: row, price: bar.open, cause: .liquidation, isMaker: false)
    }
    if open <= side * level.price { return Exit(row: row, price: bar.open, cause: level.cause, isMaker: false) }
    if let exit = restingExit(in: bar, row: row, atOpen: true, isFirst) { return exit }
    if open >= side * take { return Exit(row: row, price: bar.open, cause: .take, isMaker: false) }
    if let exit = against(worst, level, watched, row: row) { return exit }
    let limit = restingExit(in: bar, row: row, atOpen: false, isFirst)
    if finest >= side * take, limit.map({ side * take < side * $0.price }) ?? true {
      return Exit(row: row, price: take, cause: .take, isMaker: false)
    }
    if let limit { return limit }
    if finest > side * best { best = side * finest }
    return nil
  }

  /// What the rest of a bar does to a position that a limit order opened inside it, at `entryPrice`.
  ///
  /// The price came down to the limit and may have gone on; of what it did in favour of the position only the close is
  /// sure to be later.
  mutating func exit(afterLimitIn bar: Bar, row: Int, _ watched: Watched) -> Exit? {
    let worst = side > 0 ? bar.low : -bar.high
    if let exit = against(worst, guardLevel(best), watched, row: row) { return exit }
    if side * bar.close >= side * take { return Exit(row: row, price: take, cause: .take, isMaker: false) }
    if side * bar.close > side * best { best = bar.close }
    return nil
  }

  /// On the way against the position the nearer price comes first.
  private func against(
    _ worst: Double, _ level: (price: Double, cause: Cause), _ watched: Watched, row: Int
  ) -> Exit? {
    let seen = watched.mark.map { side > 0 ? $0.lowest : -$0.highest } ?? worst
    let isTaken = seen <= side * watched.price
    if worst <= side * level.price, !isTaken || !(side * watched.price > side * level.price) {
      return Exit(row: row, price: level.price, cause: level.cause, isMaker: false)
    }
    return isTaken ? Exit(row: row, price: watched.price, cause: .liquidation, isMaker: false) : nil
  }

  // MARK: Leaving by a limit

  mutating func rest(_ limit: Limit, arrives row: Int) { resting = (limit, row) }

  mutating func stopResting() { resting = nil }

  /// - Parameter atOpen: whether the bar's open is asked about, or what comes after it.
  private func restingExit(in bar: Bar, row: Int, atOpen: Bool, _ isFirst: Bool) -> Exit? {
    guard let resting, row >= resting.arrives else { return nil }
    guard isFirst else {
      let outcome = resting.limit.outcome(inLater: bar, side: -side)
      guard !atOpen, case .filled(let price, let isMaker) = outcome else { return nil }
      return Exit(row: row, price: price, cause: .limit, isMaker: isMaker)
    }
    let outcome = resting.limit.outcome(in: bar, side: -side, arrives: row == resting.arrives)
    guard case .filled(let price, let isMaker) = outcome, (price == bar.open) == atOpen else { return nil }
    return Exit(row: row, price: price, cause: .limit, isMaker: isMaker)
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
