import Market

/// What is ordered at the close of a bar, complete: everything that depends on the signals is frozen in it, so that the
/// same orders can be replayed without them.
public struct Order: Hashable, Sendable {
  /// The bar at whose close it is decided.
  public let row: Int
  /// What is to be held, in the unit of `sizing` and with the sign of the side; 0 leaves.
  public let amount: Double
  /// What else it says; nil for a market order for a share of equity, with nothing around it.
  let instructions: SharedInstructions?

  public init(
    row: Int, amount: Double, sizing: Sizing = .share, mostLeverage: Double = .infinity, limit: Limit? = nil,
    stop: Distance? = nil, take: Distance? = nil, trail: Distance? = nil, hold: Int? = nil,
    margin: MarginTerms? = nil, execution: Execution? = nil
  ) {
    self.init(
      row: row, amount: amount,
      SharedInstructions(
        OrderInstructions(
          sizing: sizing, mostLeverage: mostLeverage, limit: limit, stop: stop, take: take, trail: trail, hold: hold,
          margin: margin, execution: execution)))
  }

  @inline(__always)
  init(row: Int, amount: Double, _ instructions: SharedInstructions?) {
    self.row = row
    self.amount = amount
    self.instructions = instructions
  }

  /// The same, written out.
  private var said: OrderInstructions { instructions?.value ?? OrderInstructions() }

  public static func == (a: Order, b: Order) -> Bool {
    a.row == b.row && a.amount == b.amount && a.said == b.said
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(row)
    hasher.combine(amount)
    hasher.combine(said)
  }

  /// To be flat, at the next open.
  static func flat(at row: Int) -> Order { Order(row: row, amount: 0, nil) }

  var side: Double { amount < 0 ? -1 : 1 }
}

extension Order {
  public var sizing: Sizing { instructions?.value.sizing ?? .share }
  /// The most that may be held, as a multiple of equity.
  public var mostLeverage: Double { instructions?.value.mostLeverage ?? .infinity }
  /// Nil for a market order at the next open.
  public var limit: Limit? { instructions?.value.limit }
  /// What protects the position from its first bar on.
  public var stop: Distance? { instructions?.value.stop }
  public var take: Distance? { instructions?.value.take }
  public var trail: Distance? { instructions?.value.trail }
  /// Bars after whose time it is left, from the open of the one that filled it.
  public var hold: Int? { instructions?.value.hold }
  /// What stands behind the position; nil for all of equity and one rate of maintenance.
  public var margin: MarginTerms? { instructions?.value.margin }
  /// How it is filled; nil as those before it.
  public var execution: Execution? { instructions?.value.execution }
}

/// What an order says besides when and how much.
struct OrderInstructions: Hashable, Sendable {
  var sizing = Sizing.share
  var mostLeverage = Double.infinity
  var limit: Limit?
  var stop: Distance?
  var take: Distance?
  var trail: Distance?
  var hold: Int?
  var margin: MarginTerms?
  var execution: Execution?
}

/// Instructions behind a reference: most strategies say the same of every order, which is then made once, and an order is
/// handed on as three words.
final class SharedInstructions: Sendable {
  let value: OrderInstructions

  init(_ value: OrderInstructions) { self.value = value }
}

/// What became of orders that did not simply fill, counted by cause.
public struct OrderCounts: Hashable, Sendable {
  /// Limit orders that filled, resting.
  public package(set) var limitsFilled = 0
  /// Limit orders that were marketable when they arrived, and filled at the open.
  public package(set) var limitsTaken = 0
  /// Limit orders whose time ran out.
  public package(set) var limitsExpired = 0
  /// Limit orders that the rules took back.
  public package(set) var limitsCancelled = 0
  /// Post-only orders that were marketable when they arrived.
  public package(set) var postOnlyRefused = 0
  /// Closes at which an order was wanted and its limit was not known, or not a price above zero.
  public package(set) var unknownLimits = 0
  /// Closes at which an order was wanted and its stop, take or trail was not known, or not above zero.
  public package(set) var unknownStops = 0
  /// Closes at which an order was wanted and its size was not known, or not above zero.
  public package(set) var unknownSizes = 0
  /// Closes at which legs were wanted and the ratio of one was not known.
  public package(set) var unknownRatios = 0

  /// Orders for less than a lot of the contract.
  public package(set) var belowLot = 0
  /// Orders worth less than the least that the contract's venue takes.
  public package(set) var belowLeastNotional = 0
  /// Orders that were cut to the most leverage.
  public package(set) var cutByLeverage = 0
  /// Closes at which an order was wanted whose maintenance margin alone was more than would stand behind it.
  public package(set) var beyondMargin = 0
  /// Orders that were cut to what was left of a day's most turnover, to nothing among them.
  public package(set) var cutByTurnover = 0

  /// Bars of a position whose mark was to be watched and is missing: their traded extreme was watched.
  public package(set) var unmarkedBars = 0

  /// Orders that one bar's share of the volume did not fill.
  public package(set) var split = 0
  /// Bars after their first that such orders were worked through.
  public package(set) var barsWaited = 0
  /// Orders of which something was never filled: taken back, out of time, or still waiting at the end.
  public package(set) var unfilled = 0
  /// Fills for whose spread or impact nothing was known yet; they paid the fixed slippage alone.
  public package(set) var unpricedFills = 0
  /// Fills at whose decision the spread was below zero, for which the last that was known was taken, or too wide to be one,
  /// for which the widest was.
  public package(set) var doubtfulSpreads = 0

  /// Parts that the venue took of positions before it took them whole, or instead.
  public package(set) var liquidatedParts = 0

  /// Bars in which a fill was decided by the finer bars inside.
  public package(set) var pathBars = 0
  /// Of these, bars in which the worse path would have had another answer.
  public package(set) var pathDiffered = 0
  /// Bars that the finer bars should have decided and did not, being missing, not adding up, or no help to a mark.
  public package(set) var pathMissing = 0

  package init() {}

  /// Nothing of the kind happened.
  public static let none = OrderCounts()
}

/// Why an order cannot be placed.
package enum Unplaceable: Hashable, Sendable, Error {
  case limit, stop, size
}
