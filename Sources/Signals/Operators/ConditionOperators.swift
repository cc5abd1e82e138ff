import Market

/// `if(condition, a, b)`.
struct Choice: SignalOperator {
  let name = "if"
  let about = "One number where a condition holds and another where it does not."
  let formula = "a where the condition holds, else b"
  let inputs = [OperatorInput("condition", .conditions), OperatorInput("a", .numbers), OperatorInput("b", .numbers)]

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let (a, b) = (call.numbers[0], call.numbers[1])
    return .numbers(a.indices.map { call.conditions[0][$0] ? a[$0] : b[$0] })
  }
}

/// `defined(x)`.
struct Defined: SignalOperator {
  let name = "defined"
  let about = "Whether x is known."
  let formula = "true unless x is unknown"
  let inputs = [OperatorInput.x]
  let result = Node.Kind.condition

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn { .conditions(Bitmap(call.numbers[0].map { !$0.isNaN })) }
}

/// `crosses_above(a, b)` and `crosses_below(a, b)`.
struct Crossing: SignalOperator {
  let isAbove: Bool
  var name: String { isAbove ? "crosses_above" : "crosses_below" }
  var about: String { "Whether a has just moved from \(isAbove ? "below to above" : "above to below") b." }
  var formula: String {
    isAbove ? "a[t] > b[t] and a[t-1] <= b[t-1]" : "a[t] < b[t] and a[t-1] >= b[t-1]"
  }
  var inputs: [OperatorInput] { [OperatorInput("a", .numbers), OperatorInput("b", .numbers)] }
  var result: Node.Kind { .condition }

  func lookBack(windows: [Int]) -> Int { 1 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let (a, b) = isAbove ? (call.numbers[0], call.numbers[1]) : (call.numbers[1], call.numbers[0])
    return .conditions(Bitmap(a.indices.map { $0 > 0 && a[$0] > b[$0] && a[$0 - 1] <= b[$0 - 1] }))
  }
}

/// `since(condition, window)`.
struct BarsSince: SignalOperator {
  let name = "since"
  let about = "How many bars ago a condition last held."
  let formula = "0 where it holds now; `window` where it has not held in the last `window` bars"
  let inputs = [OperatorInput("condition", .conditions), OperatorInput.window]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let window = call.windows[0]
    var bars = window
    return .numbers(
      (0..<call.grid.count).map { row in
        bars = call.conditions[0][row] ? 0 : min(bars + 1, window)
        return Double(bars)
      })
  }
}

/// `any(condition, window)` and `all(condition, window)`.
struct Recurrence: SignalOperator {
  enum Quantity: String { case any, all }

  let quantity: Quantity
  var name: String { quantity.rawValue }
  var about: String {
    quantity == .any
      ? "Whether a condition has held at least once in the window."
      : "Whether a condition has held all through the window."
  }
  var formula: String {
    "over the last `window` bars, this one included\(quantity == .all ? "; false before there are so many" : "")"
  }
  var inputs: [OperatorInput] { [OperatorInput("condition", .conditions), .window] }
  var result: Node.Kind { .condition }

  init(_ quantity: Quantity) { self.quantity = quantity }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let window = call.windows[0]
    let counts = heldCounts(call.conditions[0], window)
    let least = quantity == .any ? 1 : window
    return .conditions(Bitmap(counts.map { $0 >= least }))
  }
}

/// `count(condition, window)`.
struct HoldCount: SignalOperator {
  let name = "count"
  let about = "On how many bars of the window a condition held."
  let formula = "of the last `window` bars, this one included"
  let inputs = [OperatorInput("condition", .conditions), OperatorInput.window]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(heldCounts(call.conditions[0], call.windows[0]).map(Double.init))
  }
}

private func heldCounts(_ condition: Bitmap, _ window: Int) -> [Int] {
  var count = 0
  return (0..<condition.count).map { row in
    if condition[row] { count += 1 }
    if row >= window, condition[row - window] { count -= 1 }
    return count
  }
}
