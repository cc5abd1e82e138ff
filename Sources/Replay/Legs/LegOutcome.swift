/// What a replay of several legs came to.
package struct LegOutcome: Sendable {
  package let totals: RunTotals
  package let legs: [LegHolding]
  package let orders: OrderCounts
  /// Orders that were cut to what margin allows.
  let cutOrders: Int
  /// Orders that went out because a leg was too far off.
  let driftOrders: Int
  /// Of legs that roll; nil where none does.
  let rolls: [LegRoll]?
}
