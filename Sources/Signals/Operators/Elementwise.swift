#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A function of the values at one bar, such as `abs` or `least`.
struct Elementwise: SignalOperator {
  let name: String
  let about: String
  let formula: String
  let inputs: [OperatorInput]
  private let apply: @Sendable (Double, Double) -> Double

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let first = call.numbers[0]
    guard call.numbers.count > 1 else { return .numbers(first.map { apply($0, 0) }) }
    return .numbers(zip(first, call.numbers[1]).map(apply))
  }

  private static func one(
    _ name: String, _ about: String, _ formula: String, _ apply: @escaping @Sendable (Double) -> Double
  ) -> Elementwise {
    Elementwise(name: name, about: about, formula: formula, inputs: [.x]) { x, _ in apply(x) }
  }

  private static func two(
    _ name: String, _ about: String, _ formula: String, _ apply: @escaping @Sendable (Double, Double) -> Double
  ) -> Elementwise {
    Elementwise(
      name: name, about: about, formula: formula,
      inputs: [OperatorInput("a", .numbers), OperatorInput("b", .numbers)], apply: apply)
  }

  private init(
    name: String, about: String, formula: String, inputs: [OperatorInput],
    apply: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.name = name
    self.about = about
    self.formula = formula
    self.inputs = inputs
    self.apply = apply
  }

  static let all: [Elementwise] = [
    one("abs", "The size of x without its sign.", "|x|") { abs($0) },
    one("sign", "Which way x points: -1, 0 or 1.", "unknown stays unknown") {
      $0 > 0 ? 1 : $0 < 0 ? -1 : $0 == 0 ? 0 : .nan
    },
    one("log", "The natural logarithm.", "ln x; unknown unless x > 0") { $0 > 0 ? log($0) : .nan },
    one("exp", "The exponential.", "e^x") { exp($0) },
    one("sqrt", "The square root.", "unknown below 0") { $0.squareRoot() },
    two("least", "The smaller of two.", "unknown where either is") { $0.isNaN || $1.isNaN ? .nan : min($0, $1) },
    two("greatest", "The larger of two.", "unknown where either is") { $0.isNaN || $1.isNaN ? .nan : max($0, $1) },
  ]
}

/// `clip(x, low, high)`.
struct Clip: SignalOperator {
  let name = "clip"
  let about = "x kept between two bounds."
  let formula = "least(greatest(x, low), high); unknown where any of them is"
  let inputs = [OperatorInput.x, OperatorInput("low", .numbers), OperatorInput("high", .numbers)]

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let (x, low, high) = (call.numbers[0], call.numbers[1], call.numbers[2])
    return .numbers(
      x.indices.map { row in
        x[row].isNaN || low[row].isNaN || high[row].isNaN ? .nan : min(max(x[row], low[row]), high[row])
      })
  }
}
