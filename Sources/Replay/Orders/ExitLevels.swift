import Numerics

/// The prices at which a position ends by its own orders, and how they follow the market: stop, take-profit, trailing stop
/// and a limit to leave by.
///
/// Prices are times the side: the higher, the better for who holds the position, so that long and short are one case.
struct ExitLevels: Sendable {
  /// +1 long, −1 short.
  let side: Double
  /// NaN where there is none, which no price reaches.
  private var stopAt: Double
  private var takeAt: Double
  private var limitAt = Double.nan
  /// The best price since the entry, as far as a trailing stop may know it.
  private(set) var reached: Double
  /// How far a trailing stop stays behind `reached`: a share of it, and so much in price; NaN without one.
  private var trailShare = 0.0
  private var trailAmount = 0.0
  /// How prices become what all of this is in.
  let quotation: Quotation

  /// - Parameter instructions: nil where nothing protects the position.
  @inline(__always)
  init(_ instructions: SharedInstructions?, side: Double, entryPrice: Double, _ quotation: Quotation) {
    self.side = side
    self.quotation = quotation
    func level(_ distance: Distance?, _ direction: Double) -> Double {
      distance.map { side * quotation.moved(entryPrice, by: direction, $0) } ?? .nan
    }
    stopAt = level(instructions?.value.stop, -side)
    takeAt = level(instructions?.value.take, side)
    reached = side * entryPrice
    switch instructions?.value.trail {
    case .share(let share)?: trailShare = side * share
    case .price(let amount)?: trailAmount = amount
    case nil: trailAmount = .nan
    }
  }

  var take: Double { side * takeAt }

  /// Nothing but the venue ends the position from here on.
  mutating func disarm() { (stopAt, takeAt, limitAt, trailShare, trailAmount) = (.nan, .nan, .nan, 0, .nan) }

  /// - Parameter price: NaN when there is no limit any more.
  mutating func rest(at price: Double) { limitAt = side * price }

  /// Where a trailing stop stands once the best price was `reached`; NaN without one.
  @inline(__always)
  private func trailing(_ reached: Double) -> Double {
    quotation.isLinear ? (reached - (reached * trailShare + trailAmount)).nearestDecimal : coinTrailing(reached)
  }

  @inline(never)
  private func coinTrailing(_ reached: Double) -> Double {
    guard !trailAmount.isNaN else { return .nan }
    let distance = trailShare == 0 ? Distance.price(trailAmount) : .share(side * trailShare)
    return side * quotation.moved(side * reached, by: -side, distance)
  }

  /// The nearer of stop and trailing stop, the one that is reached first: times the side, and which it is.
  @inline(__always)
  var guarding: (level: Double, isTrail: Bool) {
    let trailing = trailing(reached)
    return trailing > stopAt || stopAt.isNaN ? (trailing, true) : (stopAt, false)
  }

  /// Follows the market to its best price in a bar, times the side.
  @inline(__always)
  mutating func follow(_ finest: Double) {
    if finest > reached { reached = finest }
  }

  @inline(__always)
  private func ends(_ range: PriceRange) -> (worst: Double, finest: Double) {
    side > 0 ? (range.lowest, range.highest) : (-range.highest, -range.lowest)
  }

  /// Whether nothing between these prices ends the position, in whatever order they come. If so the trailing stop follows
  /// them.
  ///
  /// A trailing stop only ever rises, so one that stands clear of the worst price after the best one did all along.
  @inline(__always)
  mutating func pass(_ range: PriceRange) -> Bool {
    let (worst, finest) = ends(range)
    let best = finest > reached ? finest : reached
    guard !(worst <= stopAt || finest >= takeAt || finest >= limitAt || worst <= trailing(best)) else { return false }
    reached = best
    return true
  }

  /// Whether nothing in `range` is a level that stays where it is; false with a trailing stop, which need not have seen all
  /// of it.
  @inline(__always)
  func isBeyond(_ range: PriceRange) -> Bool {
    let (worst, finest) = ends(range)
    return trailAmount.isNaN && !(worst <= stopAt || finest >= takeAt || finest >= limitAt)
  }

  /// Whether the trailing stop could be reached on some path through a bar, whatever the worse one does.
  func trailMayBeReached(in bar: Bar) -> Bool {
    let (worst, finest) = ends(PriceRange(low: bar.low, high: bar.high))
    return worst <= trailing(max(reached, finest))
  }
}

// MARK: - Searching

extension ExitLevels {
  /// Two bounds and what moves one of them: what a search keeps in registers.
  ///
  /// Where prices are values, that is. Other contracts are searched with all of their levels.
  struct Bounds {
    private let stop: Double
    private let goal: Double
    private let share: Double
    private let amount: Double
    private(set) var reached: Double
    /// The nearer of stop and trailing stop, or a few roundings above it: what lies higher need not be held against the
    /// decimal that the trailing stop is at, which takes a division.
    private var floor: Double

    @inline(__always)
    fileprivate init(_ levels: ExitLevels) {
      stop = levels.stopAt.isNaN ? -.infinity : levels.stopAt
      // What is not there is not the lower of both.
      goal = levels.takeAt > levels.limitAt || levels.takeAt.isNaN ? levels.limitAt : levels.takeAt
      share = levels.trailShare
      amount = levels.trailAmount.isNaN ? .infinity : levels.trailAmount
      reached = levels.reached
      floor = 0
      floor = bound(after: reached)
    }

    @inline(__always)
    private func bound(after reached: Double) -> Double {
      let trailing = reached - (reached * share + amount)
      let above = trailing + trailing.magnitude * 0x1p-48
      return above > stop ? above : stop
    }

    private func isReached(by worst: Double) -> Bool {
      worst <= stop || worst <= (reached - (reached * share + amount)).nearestDecimal
    }

    /// `ExitLevels.pass`, or false where only the parts of a block can tell.
    @inline(__always)
    mutating func pass(worst: Double, finest: Double) -> Bool {
      guard !(finest >= goal) else { return false }
      guard finest > reached else { return !(worst <= floor) }
      let moved = bound(after: finest)
      guard !(worst <= moved) else { return false }
      (reached, floor) = (finest, moved)
      return true
    }

    /// The same of a bar on its worse path, on which the trailing stop knows the bars before.
    @inline(__always)
    mutating func passBar(worst: Double, finest: Double) -> Bool {
      guard !(finest >= goal || worst <= floor && isReached(by: worst)) else { return false }
      if finest > reached { (reached, floor) = (finest, bound(after: finest)) }
      return true
    }
  }

  @inline(__always)
  var bounds: Bounds { Bounds(self) }

  /// `ExitLevels.pass` of a bar on its worse path, on which the trailing stop knows the bars before.
  mutating func passBar(_ range: PriceRange) -> Bool {
    let (worst, finest) = ends(range)
    guard !(worst <= guarding.level || finest >= takeAt || finest >= limitAt) else { return false }
    follow(finest)
    return true
  }
}
