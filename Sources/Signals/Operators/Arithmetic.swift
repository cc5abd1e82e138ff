import Numerics

/// What is worked out on the values of one bar.
extension Operators {
  static let arithmetic: [any SignalOperator] = [
    UnaryOperator(
      "abs", "The size of x without its sign.", "|x|", unit: .same(as: 0), example: "abs(premium)"
    ) { $0.magnitude },
    UnaryOperator(
      "sign", "Which way x points.", "-1, 0 or 1", unit: .fixed(.score), example: "sign(premium)"
    ) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 == 0 ? 0 : .nan },
    UnaryOperator(
      "log", "The natural logarithm.", "ln x; unknown unless x > 0", unit: .pure(of: 0), example: "log(close)"
    ) { naturalLogarithm($0) },
    UnaryOperator(
      "exp", "e to the power of x.", "e^x; unknown beyond the largest number", unit: .pure(of: 0),
      example: "exp(premium)"
    ) { exponential($0) },
    UnaryOperator(
      "sqrt", "The square root.", "x^0.5; unknown below 0", unit: .root(of: 0), example: "sqrt(volume)"
    ) { $0 >= 0 ? $0.squareRoot() : .nan },
    UnaryOperator(
      "round", "The whole number nearest to x.", "halves away from zero", unit: .same(as: 0),
      example: "round(zscore(close, 1d))"
    ) { $0.rounded() },
    UnaryOperator(
      "floor", "The largest whole number that is not above x.", "⌊x⌋", unit: .same(as: 0),
      example: "floor(zscore(close, 1d))"
    ) { $0.rounded(.down) },
    BinaryOperator(
      "least", "The smaller of two numbers.", "a or b, whichever is less", unit: .same(as: 0),
      example: "least(close, open)"
    ) { lesser($0, $1) },
    BinaryOperator(
      "greatest", "The larger of two numbers.", "a or b, whichever is more", unit: .same(as: 0),
      example: "greatest(close, open)"
    ) { greater($0, $1) },
    Operation.number(
      "clip", "x kept between two bounds.", "least(greatest(x, low), high); unknown where low is above high",
      [OperatorInput("x", .number), OperatorInput("low", .number), OperatorInput("high", .number)],
      unit: .same(as: 0), missing: .read, example: "clip(premium, -10bps, 10bps)", alike: [0, 1, 2],
      lookBack: { _ in 0 }, simplify: simplifiedClip
    ) { call in
      let (x, low, high) = (call.numbers[0], call.numbers[1], call.numbers[2])
      return x.indices.map { clipped(x[$0], low[$0], high[$0]) }
    },
  ]

  static func clipped(_ x: Double, _ low: Double, _ high: Double) -> Double {
    low <= high ? lesser(greater(x, low), high) : .nan
  }

  /// Bounds that are constants the wrong way round leave nothing between them, at any bar.
  private static func simplifiedClip(_ arguments: [Node]) -> Node? {
    guard case .number(let low) = arguments[1].form, case .number(let high) = arguments[2].form else { return nil }
    if low > high { return .number(.nan) }
    guard case .number(let x) = arguments[0].form else { return nil }
    return .number(clipped(x, low, high))
  }
}
