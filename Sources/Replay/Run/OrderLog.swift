import Market

/// What was ordered in a replay, and what was held because of it.
public struct OrderLog: Sendable {
  /// Replayed as an `OrderList`, they fill as they did.
  public let orders: [Order]
  /// The weight held from each fill on, as decisions at the closes before it: what somebody decides who holds the same
  /// periods by market orders. A position that was entered and left in one bar is not among them.
  public let holdings: [Decision]
  /// The printed bars at whose close a position was decided on that was opened behind it, those among them that were left in the
  /// bar of their entry.
  public let opened: [Int]

  /// Replays what `decisions` order on the rows of `tape`, and leaves what is still held at row `close`.
  public init(
    _ decisions: OrderedDecisions, closingAt close: Int, on tape: PreparedMarket, costs: Costs, initialEquity: Double
  ) throws(Problem) {
    var machine = ReplayMachine(
      tape, costs: costs, initialEquity: initialEquity, observer: OrderRecorder(present: tape.present))
    try machine.run(ClosingOrders(decisions, at: close))
    orders = machine.observer.orders
    holdings = machine.observer.holdings
    opened = machine.observer.opened
  }
}

/// Writes down orders and what they led to.
private struct OrderRecorder: ReplayObserver {
  static let watchesBars = false
  let present: Bitmap
  private(set) var orders: [Order] = []
  private(set) var holdings: [Decision] = []
  private(set) var opened: [Int] = []
  private var weight = 0.0

  init(present: Bitmap) { self.present = present }

  mutating func ordered(_ order: Order, weight: Double) {
    orders.append(order)
    self.weight = weight
  }

  mutating func filled(_ fill: Fill) {
    guard let row = lastPrinted(before: fill.row) else { return }
    if fill.after != 0, fill.before * fill.after <= 0 { opened.append(row) }
    let decision = Decision(row: row, weight: fill.after == 0 ? 0 : weight)
    if let last = holdings.last, last.row >= row {
      holdings.removeLast()
      // Flat again before the next close: nothing that decisions at closes could hold.
    }
    // Parts of one order hold what the first of them does.
    if decision.weight == (holdings.last?.weight ?? 0) { return }
    holdings.append(Decision(row: row, weight: decision.weight))
  }

  private func lastPrinted(before row: Int) -> Int? {
    var row = row - 1
    while row >= 0, !present[row] { row -= 1 }
    return row < 0 ? nil : row
  }

  func marked(_ row: Int, equity: Double, quantity: Double) {}
  func settled(_ settlement: Settlement, amount: Double, quantity: Double) {}
  func dayEnded(_ day: Int32, return: Double) {}
}
