/// What was held of a leg, and what that had come to, at the close of each replayed bar.
///
/// A position stays what it was for many bars, and in between it follows the marks. Kept is what changed and when: of a
/// thousand instruments of which forty are held that takes the room of forty, where two numbers a bar take that of all.
struct LegCurve: Sendable {
  /// What holds from the close of a row on.
  private struct Step: Sendable {
    let row: Int
    var quantity = 0.0
    /// The price that the next `price` entry is measured from.
    var heldFrom = 0.0
    /// Of a contract that is settled in a coin, what its face value was in coins where it was entered; nil of others.
    var coins: Double?
    /// Whether all that it has gained of them is among the entries.
    var isBooked = false
    /// What all entries so far add up to, micro-quote.
    var sum = 0.0
  }

  private var steps: [Step] = []

  /// Holds `quantity` from `row` on, valued at `price`.
  ///
  /// - Parameter coins: of a contract that is settled in one, what its face value was where it was entered.
  mutating func hold(_ quantity: Double, from price: Double, coins: Double?, at row: Int) {
    change(at: row) { step in (step.quantity, step.heldFrom, step.coins) = (quantity, price, coins) }
  }

  /// All that it has come to by `price` is among the entries, and what is held stays.
  mutating func book(at price: Double, _ row: Int) {
    change(at: row) { step in (step.heldFrom, step.isBooked) = (price, true) }
  }

  /// Adds an entry of the ledger.
  mutating func add(_ amount: Double, at row: Int) { change(at: row) { $0.sum += amount } }

  private mutating func change(at row: Int, _ change: (inout Step) -> Void) {
    let last = steps.last
    if last?.row != row {
      steps.append(
        Step(
          row: row, quantity: last?.quantity ?? 0, heldFrom: last?.heldFrom ?? 0, coins: last?.coins,
          sum: last?.sum ?? 0))
    }
    change(&steps[steps.count - 1])
  }

  /// Base currency held at each of `count` closes.
  func quantities(_ count: Int) -> [Double] { values(count) { step, _ in step.quantity } }

  /// Micro-quote it had come to at each close.
  ///
  /// - Parameters:
  ///   - marks: at the same closes.
  ///   - coin: what the coin cost that it is settled in; nil of others.
  func results(_ marks: [Double], coin: [Double]? = nil) -> [Double] {
    values(marks.count) { step, row in
      guard step.quantity != 0 else { return step.sum }
      if let coins = step.coins, let coin {
        let face = step.quantity * Money.scale
        return step.isBooked
          ? step.sum : step.sum + LegHolding.value(face: face, coins: coins, at: marks[row], coin: coin[row])
      }
      return step.sum + LegHolding.value(of: step.quantity, at: marks[row])
        - LegHolding.value(of: step.quantity, at: step.heldFrom)
    }
  }

  private func values(_ count: Int, _ value: (Step, Int) -> Double) -> [Double] {
    var now = Step(row: 0)
    var next = steps[...]
    return (0..<count).map { row in
      while let step = next.first, step.row <= row {
        now = step
        next.removeFirst()
      }
      return value(now, row)
    }
  }
}
