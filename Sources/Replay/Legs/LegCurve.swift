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
    /// What all entries so far add up to, micro-quote.
    var sum = 0.0
  }

  private var steps: [Step] = []

  /// Holds `quantity` from `row` on, valued at `price`.
  mutating func hold(_ quantity: Double, from price: Double, at row: Int) {
    change(at: row) { step in (step.quantity, step.heldFrom) = (quantity, price) }
  }

  /// Adds an entry of the ledger.
  mutating func add(_ amount: Double, at row: Int) { change(at: row) { $0.sum += amount } }

  private mutating func change(at row: Int, _ change: (inout Step) -> Void) {
    let last = steps.last
    if last?.row != row {
      steps.append(Step(row: row, quantity: last?.quantity ?? 0, heldFrom: last?.heldFrom ?? 0, sum: last?.sum ?? 0))
    }
    change(&steps[steps.count - 1])
  }

  /// Base currency held at each of `count` closes.
  func quantities(_ count: Int) -> [Double] { values(count) { step, _ in step.quantity } }

  /// Micro-quote it had come to at each close.
  ///
  /// - Parameter marks: at the same closes.
  func results(_ marks: [Double]) -> [Double] {
    values(marks.count) { step, row in
      guard step.quantity != 0 else { return step.sum }
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
