/// `clip(x, low, high)`.
struct Clip: SignalOperator {
  let name = "clip"
  let about = "x kept between two bounds."
  let formula = "least(greatest(x, low), high); unknown where low is above high"
  let inputs = [OperatorInput("x", .number), OperatorInput("low", .number), OperatorInput("high", .number)]
  let unit = OperatorUnit.same(as: 0)
  let missing = MissingRule.read
  let example = "clip(premium, -10bps, 10bps)"

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let (x, low, high) = (call.numbers[0], call.numbers[1], call.numbers[2])
    return .numbers(x.indices.map { Self.value(x[$0], low[$0], high[$0]) })
  }

  func simplified(_ arguments: [Node]) -> Node? {
    // Bounds that are constants the wrong way round leave nothing between them, at any bar.
    if case .number(let low) = arguments[1].form, case .number(let high) = arguments[2].form {
      if low > high { return .number(.nan) }
      if case .number(let x) = arguments[0].form { return .number(Self.value(x, low, high)) }
    }
    return nil
  }

  static func value(_ x: Double, _ low: Double, _ high: Double) -> Double {
    low <= high ? lesser(greater(x, low), high) : .nan
  }
}
