import Market
import Numerics

/// Where orders come from.
///
/// Like a `DecisionSource` it answers where it next wants something else than what it last ordered. Unlike one it may also
/// ask about the position that its orders have led to, at closes that the replay has reached.
package protocol OrderSource: Sendable {
  /// The first decision at or after `row` that differs from holding `amount`, or nil when there is none.
  func change(from row: Int, holding amount: Double) -> Decision?
  /// The order for a decision.
  ///
  /// - Parameters:
  ///   - close: the price at the decision's close.
  ///   - unit: what one unit of position is worth there, unsigned, in what equity is counted in.
  ///   - state: of what is held there.
  func order(
    for decision: Decision, close: Double, unit: Double, equity: Double, state: PositionState
  ) throws(Unplaceable) -> Order
  /// Whether what is held is left at the close of `row` whatever else is wanted there: by the exit of its own side.
  func leaves(at row: Int, holding amount: Double) -> Bool
  /// The first close at or after `row` at which an order to hold `amount` that has not filled is taken back; nil where it
  /// never is.
  func withdrawal(from row: Int, of amount: Double) -> Int?
  /// What the other side wants at the close of `row`, at which rules that know the position leave what is held: that side is
  /// not wanted there, whatever its `enter` says. Nil where the other is not wanted either.
  func reversal(at row: Int, of amount: Double) -> Decision?
  /// Whether its orders take no more than a share of each bar's volume.
  var sharesVolume: Bool { get }
  /// Whether it must be shown every close of a position.
  var readsState: Bool { get }
  /// Whether the rules leave the position at the close of `row`, by what only its holder knows.
  func leaves(at row: Int, side: Double, state: PositionState) -> Bool
}

extension OrderSource {
  /// Where something else is wanted.
  package func withdrawal(from row: Int, of amount: Double) -> Int? { change(from: row, holding: amount)?.row }

  /// Where nobody knows the position.
  package func reversal(at row: Int, of amount: Double) -> Decision? { nil }
}

/// Orders that were made before, in order of their rows.
///
/// Replaying them gives what they gave when they were made: fills depend on orders and prices alone.
package struct OrderList: OrderSource {
  package let orders: [Order]

  /// - Parameter orders: of several at one row the last counts.
  package init(_ orders: [Order]) {
    var kept: [Order] = []
    for order in orders {
      if kept.last?.row == order.row { kept.removeLast() }
      kept.append(order)
    }
    precondition(zip(kept, kept.dropFirst()).allSatisfy { $0.row < $1.row }, "orders in order of rows")
    self.orders = kept
  }

  package func change(from row: Int, holding amount: Double) -> Decision? {
    orders[index(of: row)...].first { $0.amount != amount }.map { Decision(row: $0.row, weight: $0.amount) }
  }

  package func order(
    for decision: Decision, close: Double, unit: Double, equity: Double, state: PositionState
  ) throws(Unplaceable) -> Order {
    let index = index(of: decision.row)
    guard index < orders.count, orders[index].row == decision.row else { return .flat(at: decision.row) }
    return orders[index]
  }

  package func leaves(at row: Int, holding amount: Double) -> Bool { false }
  package var readsState: Bool { false }
  package var sharesVolume: Bool { orders.contains { $0.execution?.participation != nil } }
  package func leaves(at row: Int, side: Double, state: PositionState) -> Bool { false }

  /// Of the first order at or after `row`.
  private func index(of row: Int) -> Int { orders.leadingCount { $0.row < row } }
}

/// Another source's orders on a stretch that must end flat: nothing new is ordered from `close` on, and what is still held
/// is left there.
package struct ClosingOrders<Source: OrderSource>: OrderSource {
  let source: Source
  let close: Int

  package init(_ source: Source, at close: Int) {
    self.source = source
    self.close = close
  }

  package func change(from row: Int, holding amount: Double) -> Decision? {
    if let decision = source.change(from: row, holding: amount), decision.row < close { return decision }
    return amount != 0 && row <= close ? Decision(row: close, weight: 0) : nil
  }

  package func order(
    for decision: Decision, close: Double, unit: Double, equity: Double, state: PositionState
  ) throws(Unplaceable) -> Order {
    if decision.row >= self.close { return .flat(at: decision.row) }
    let order = try source.order(for: decision, close: close, unit: unit, equity: equity, state: state)
    // A limit to leave by rests until the close at which everything is left, and no longer.
    guard order.amount == 0, let limit = order.limit else { return order }
    let left = self.close - decision.row
    return Order(
      row: order.row, amount: 0,
      limit: Limit(
        price: limit.price, bars: min(limit.bars ?? left, left), isPostOnly: limit.isPostOnly,
        fillsOnTouch: limit.fillsOnTouch))
  }

  package func leaves(at row: Int, holding amount: Double) -> Bool { source.leaves(at: row, holding: amount) }

  package func withdrawal(from row: Int, of amount: Double) -> Int? {
    if let taken = source.withdrawal(from: row, of: amount), taken < close { return taken }
    return row <= close ? close : nil
  }

  package func reversal(at row: Int, of amount: Double) -> Decision? {
    row < close ? source.reversal(at: row, of: amount) : nil
  }

  package var readsState: Bool { source.readsState }
  package var sharesVolume: Bool { source.sharesVolume }

  package func leaves(at row: Int, side: Double, state: PositionState) -> Bool {
    row < close && source.leaves(at: row, side: side, state: state)
  }
}
