import Market

/// Somebody who watches a replay of legs, and cannot change it: as `ReplayObserver`, with the leg that is meant.
package protocol LegObserver {
  static var watchesBars: Bool { get }
  /// After the close of `row`; not called while every leg is flat.
  mutating func marked(_ row: Int, equity: Double, legs: [LegHolding])
  /// - Parameters:
  ///   - opens: whether nothing was held before.
  ///   - closes: whether nothing is held after.
  mutating func filled(_ fill: Fill, leg: Int, opens: Bool, closes: Bool)
  /// - Parameter coin: what one cost, of a contract that is settled in it.
  mutating func settled(_ settlement: Settlement, amount: Double, quantity: Double, leg: Int, coin: Double?)
  mutating func financed(_ instant: Instant, amount: Double, quantity: Double, price: Double, rate: Double, leg: Int)
  /// What a venue took of a leg, after its fill.
  mutating func liquidated(_ step: LiquidationStep)
  mutating func dayEnded(_ day: Int32, return: Double)
}

extension Unobserved: LegObserver {
  package func marked(_ row: Int, equity: Double, legs: [LegHolding]) {}
  package func filled(_ fill: Fill, leg: Int, opens: Bool, closes: Bool) {}
  package func settled(_ settlement: Settlement, amount: Double, quantity: Double, leg: Int, coin: Double?) {}
  package func financed(
    _ instant: Instant, amount: Double, quantity: Double, price: Double, rate: Double, leg: Int
  ) {}
}
