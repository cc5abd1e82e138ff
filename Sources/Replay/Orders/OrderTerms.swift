import Market
import Numerics
import Signals

/// How a strategy orders, with its parameters fixed and its signals evaluated: everything about orders besides when the
/// rules want one.
///
/// A reference, for every trial of a sweep is handed it and a side of it is large.
public final class OrderTerms: Sendable {
  /// A number that is the same at every bar, one of each bar, or one that depends on the position as well.
  enum Value: Sendable {
    case constant(Double)
    case column([Double])
    case live(LiveExpression)

    func at(_ row: Int, _ state: PositionState) -> Double {
      switch self {
      case .constant(let value): value
      case .column(let values): values[row]
      case .live(let expression): expression.value(at: row, state.values)
      }
    }
  }

  /// A constant is a share of the price it lies around, anything else a distance in price.
  struct DistanceTerm: Sendable {
    let value: Value

    /// A share that is the same at every bar.
    var fixed: Distance? { if case .constant(let share) = value { .share(share) } else { nil } }

    func at(_ row: Int, _ state: PositionState) -> Distance {
      if case .constant(let share) = value { .share(share) } else { .price(value.at(row, state)) }
    }
  }

  struct LimitTerm: Sendable {
    let price: Value
    let bars: Int?
    let isPostOnly: Bool
    let fillsOnTouch: Bool

    func at(_ row: Int, _ state: PositionState) -> Limit {
      // A price that only touches it is no trade through it, so it must be the very number that a venue prints.
      Limit(price: price.at(row, state).nearestDecimal, bars: bars, isPostOnly: isPostOnly, fillsOnTouch: fillsOnTouch)
    }
  }

  struct Side: Sendable {
    var entry: LimitTerm?
    var exit: LimitTerm?
    var stop: DistanceTerm?
    var take: DistanceTerm?
    var trail: DistanceTerm?
    var hold: Int?
    /// The condition to leave by, where it asks about the position.
    var leaves: LiveExpression?
    /// Where that condition holds of nobody's position: the side is not wanted there.
    var barred: Bitmap?
  }

  let long: Side
  let short: Side
  let sizing: Sizing
  /// The size, where it asks about the position or falls below zero; decisions then carry the side alone.
  let liveSize: Value?
  let mostLeverage: Double
  let margin: MarginTerms?
  /// How its orders are filled; nil for at once, at a fixed slippage, on the worse path.
  let execution: Execution?

  /// Whether anything of it depends on the position, besides its side.
  let readsState: Bool
  /// What orders to enter say, where that is the same at every bar.
  private let fixedLong: SharedInstructions?
  private let fixedShort: SharedInstructions?
  /// Whether all of it says the same of every bar and position.
  let isFixed: Bool
  /// Whether a position is left at the market, whatever its side; and what such an order says.
  let leavesAtMarket: Bool
  let leaving: SharedInstructions?

  init(
    long: Side, short: Side, sizing: Sizing, liveSize: Value?, mostLeverage: Double, margin: MarginTerms?,
    execution: Execution?
  ) {
    self.long = long
    self.short = short
    self.sizing = sizing
    self.liveSize = liveSize
    self.mostLeverage = mostLeverage
    self.margin = margin
    self.execution = execution
    func isLive(_ limit: LimitTerm?) -> Bool { if case .live = limit?.price { true } else { false } }
    readsState =
      long.leaves != nil || short.leaves != nil || liveSize != nil || isLive(long.exit) || isLive(short.exit)
    leaving = execution.map { SharedInstructions(OrderInstructions(execution: $0)) }
    let leavesAtMarket = long.exit == nil && short.exit == nil
    self.leavesAtMarket = leavesAtMarket
    func fixed(_ side: Side) -> SharedInstructions? {
      guard leavesAtMarket, liveSize == nil, side.entry == nil,
        [side.stop, side.take, side.trail].allSatisfy({ $0.map { $0.fixed?.isPlaceable ?? false } ?? true })
      else { return nil }
      return SharedInstructions(
        OrderInstructions(
          sizing: sizing, mostLeverage: mostLeverage, stop: side.stop?.fixed, take: side.take?.fixed,
          trail: side.trail?.fixed, hold: side.hold, margin: margin, execution: execution))
    }
    fixedLong = fixed(long)
    fixedShort = fixed(short)
    isFixed = fixedLong != nil && fixedShort != nil && !readsState && execution == nil
  }

  func side(_ sign: Double) -> Side { sign < 0 ? short : long }

  /// What an order to enter the side of `sign` says, where that is the same at every bar.
  @inline(__always)
  func fixed(_ sign: Double) -> SharedInstructions? { sign < 0 ? fixedShort : fixedLong }
}

/// The orders of a strategy: its rules say when, its terms say how.
public struct OrderedDecisions: OrderSource {
  /// When something else is wanted.
  enum Rules: Sendable {
    case sides(RuleDecisions)
    case weights(WeightDecisions)
  }

  let rules: Rules
  let terms: OrderTerms

  @inline(__always)
  package func change(from row: Int, holding amount: Double) -> Decision? {
    switch rules {
    case .sides(let rules): rules.next(from: row, holding: amount)
    case .weights(let weights): weights.next(from: row, holding: amount)
    }
  }

  @inline(__always)
  package func order(
    for decision: Decision, close: Double, unit: Double, equity: Double, state: PositionState
  ) throws(Unplaceable) -> Order {
    if decision.weight == 0 {
      if terms.leavesAtMarket { return Order(row: decision.row, amount: 0, terms.leaving) }
    } else if let instructions = terms.fixed(decision.weight) {
      return Order(row: decision.row, amount: decision.weight, instructions)
    }
    return try variableOrder(for: decision, close: close, unit: unit, equity: equity, state: state)
  }

  /// The order where it depends on the bar or on the position.
  private func variableOrder(
    for decision: Decision, close: Double, unit: Double, equity: Double, state: PositionState
  ) throws(Unplaceable) -> Order {
    let row = decision.row
    // Who leaves by a limit has not left yet: the other side has to wait for it.
    let leaving = decision.weight * state.side < 0 ? terms.side(state.side).exit : nil
    guard decision.weight != 0, leaving == nil else {
      let limit = (state.side == 0 ? nil : leaving ?? terms.side(state.side).exit)?.at(row, state)
      guard limit?.isPlaceable ?? true else { throw .limit }
      return Order(row: row, amount: 0, limit: limit, execution: terms.execution)
    }
    let side = terms.side(decision.weight)
    var amount = decision.weight
    if let size = terms.liveSize {
      let size = size.at(row, state)
      guard size.isFinite, size > 0 else { throw .size }
      amount *= size
    }
    let limit = side.entry?.at(row, .flat)
    guard limit?.isPlaceable ?? true else { throw .limit }

    let expected = limit?.price ?? close
    let sizing = terms.sizing
    func position(stopDistance: Double) -> Double {
      let basis = Sizing.Basis(
        equity: equity, close: close, unit: unit, stopDistance: stopDistance, isInverse: unit != close)
      return sizing.quantity(amount, basis, mostLeverage: terms.mostLeverage) * Money.scale * unit / equity
    }
    // How much is held follows from the stop where a stop decides it, so a stop cannot ask for that.
    let entered = PositionState(
      side: decision.weight, entryPrice: expected, barsHeld: 0,
      position: sizing == .risk ? .nan : position(stopDistance: .nan), openReturn: 0, peakReturn: 0)
    let (stop, take, trail) = (
      side.stop?.at(row, entered), side.take?.at(row, entered), side.trail?.at(row, entered)
    )
    for distance in [stop, take, trail] {
      guard distance?.isPlaceable ?? true else { throw .stop }
    }
    return Order(
      row: row, amount: amount, sizing: sizing, mostLeverage: terms.mostLeverage, limit: limit, stop: stop, take: take,
      trail: trail, hold: side.hold, margin: terms.margin, execution: terms.execution)
  }

  package func leaves(at row: Int, holding amount: Double) -> Bool {
    switch rules {
    case .sides(let rules): rules.leaves(at: row, holding: amount)
    case .weights(let weights): weights.leaves(at: row, holding: amount)
    }
  }

  package func reversal(at row: Int, of amount: Double) -> Decision? {
    switch rules {
    case .sides(let rules): rules.reversal(at: row, of: amount)
    case .weights: nil
    }
  }

  package func withdrawal(from row: Int, of amount: Double) -> Int? {
    switch rules {
    case .sides(let rules): rules.withdrawal(from: row, of: amount)
    case .weights(let weights): weights.next(from: row, holding: amount)?.row
    }
  }

  package var readsState: Bool { terms.readsState }
  package var sharesVolume: Bool { terms.execution?.participation != nil }

  package func leaves(at row: Int, side: Double, state: PositionState) -> Bool {
    terms.side(side).leaves?.holds(at: row, state.values) ?? false
  }
}
