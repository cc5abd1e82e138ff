/// Lots and least notionals of legs and of a portfolio's instruments, as of one instrument that is held alone.
extension LegMachine {
  /// What of an order for a leg, decided at the close of `row`, its contract lets be held; what it refuses is counted.
  mutating func possible(_ target: Double, of leg: Int, at row: Int) -> Double {
    orders.held(by: outcome(of: target, of: leg, at: row))
  }

  /// The same without counting: whether an order would change anything.
  func changes(_ target: Double, of leg: Int, at row: Int) -> Bool {
    outcome(of: target, of: leg, at: row).quantity != legs[leg].quantity
  }

  /// The same: whether nothing would be held for so many coins, or units, of a leg.
  func leaves(_ base: Double, of leg: Int, at row: Int) -> Bool {
    outcome(of: quantity(for: base, leg, at: row), of: leg, at: row).quantity == 0
  }

  private func outcome(of target: Double, of leg: Int, at row: Int) -> TradingSteps.Outcome {
    guard let steps = markets[leg].steps else { return .holds(target) }
    return steps.outcome(of: target, holding: legs[leg].quantity, at: timeline.prices[leg].marks[row])
  }
}
