import Numerics

/// An operator on all instruments of a universe at one bar: where each stands among them.
///
/// At each bar it is given the values of those that belong to the universe then and whose arguments are known, in the order
/// of their names; the others have no value. Nothing of any other bar is in reach, so it cannot look ahead.
struct UniverseOperator: SignalOperator {
  let name: String
  let about: String
  let formula: String
  let example: String
  let inputs: [OperatorInput]
  let result: Node.Kind
  let unit: OperatorUnit
  let missing = MissingRule.read
  let needsUniverse = true
  var repeatsLast = false
  /// A projection has x's unit, whatever it is projected on.
  let repeatsAlike = false
  /// - Parameters:
  ///   - x: the first argument of each; becomes the result. Of a condition 1 and 0.
  ///   - others: what further arguments each has, by argument.
  ///   - setting: what is the same at every bar.
  let across: @Sendable (_ x: inout [Double], _ others: [[Double]], _ setting: OperatorSetting) -> Void

  func lookBack(windows: [Int]) -> Int { max(0, (windows.last ?? 1) - 1) }
  func lookBack(_ setting: OperatorSetting) -> Int {
    hasWindow ? max(0, (setting.windows.last ?? 1) - 1) : 0
  }

  /// Whether the first argument is averaged over a window first.
  var hasWindow: Bool {
    inputs.contains { input in if case .window = input.kind { true } else { false } }
  }

  /// Of one instrument alone: nobody to compare with. The evaluator refuses before it asks.
  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let count = call.grid.count
    return result == .number
      ? .numbers([Double](repeating: .nan, count: count))
      : .conditions(Truth(holds: .init(repeating: false, count: count), known: .init(repeating: false, count: count)))
  }
}

extension Operators {
  private static let x = OperatorInput("x", .number)

  static let universe: [any SignalOperator] = [
    UniverseOperator(
      name: "rank_across", about: "Where x of an instrument stands among those of the universe, 0 lowest to 1 highest.",
      formula: "(those below + half of the others that are equal) / (how many - 1); 0.5 of one alone",
      example: "rank_across(mean(funding_rate, 7d))", inputs: [x], result: .number, unit: .fixed(.fraction),
      across: { x, _, _ in ranks(&x) }),
    UniverseOperator(
      name: "zscore_across", about: "How many standard deviations x lies from its mean over the universe.",
      formula: "(x - mean) / std, ddof 1; unknown where std is 0", example: "zscore_across(change(close, 7d))",
      inputs: [x], result: .number, unit: .fixed(.score),
      across: { x, _, _ in
        let center = mean(x)
        let deviation = (sum(x) { ($0 - center) * ($0 - center) } / Double(x.count - 1)).squareRoot()
        for place in x.indices { x[place] = deviation > 0 ? (x[place] - center) / deviation : .nan }
      }),
    UniverseOperator(
      name: "demean_across", about: "x less its mean over the universe.",
      formula: "x - mean; exactly 0 of equal values",
      example: "demean_across(rank_across(close / lag(close, 7d)))", inputs: [x], result: .number, unit: .same(as: 0),
      across: { x, _, _ in
        let center = mean(x)
        for place in x.indices { x[place] -= center }
      }),
    UniverseOperator(
      name: "share_across", about: "x over the sum of its absolute values in the universe, so that these add up to 1.",
      formula: "x / sum of abs(x); 0 where all are 0", example: "share_across(if(top(close, 5), 1, 0))",
      inputs: [x], result: .number, unit: .fixed(.fraction),
      across: { x, _, _ in
        let total = sum(x) { abs($0) }
        for place in x.indices { x[place] = total > 0 ? x[place] / total : 0 }
      }),
    UniverseOperator(
      name: "count_across", about: "How many instruments of the universe have a value of x.",
      formula: "those that belong to it at the bar and whose x is known", example: "count_across(mean(funding_8h, 7d))",
      inputs: [x], result: .number, unit: .fixed(.count),
      across: { x, _, _ in
        let count = Double(x.count)
        for place in x.indices { x[place] = count }
      }),
    selection(
      "top", "Whether the mean of x over the window is one of the n highest of the universe.",
      "among the n highest; of equal values those whose names come first", example: "top(close, 20, 30d)", isTop: true),
    selection(
      "bottom", "Whether the mean of x over the window is one of the n lowest of the universe.",
      "among the n lowest; of equal values those whose names come first", example: "bottom(close, 5)", isTop: false),
    UniverseOperator(
      name: "neutralise",
      about: "x without the part that lies along other quantities: its sum times each of them is 0 over the universe.",
      formula:
        "x - b × (sum of x × b / sum of b × b), for one b after the other, each made orthogonal to those before it",
      example: "neutralise(rank_across(funding_rate), beta(close, open, 7d), 1)",
      inputs: [x, OperatorInput("b", .number)], result: .number, unit: .same(as: 0), repeatsLast: true,
      across: { x, others, _ in neutralise(&x, others) }),
  ]

  private static func selection(
    _ name: String, _ about: String, _ formula: String, example: String, isTop: Bool
  ) -> UniverseOperator {
    UniverseOperator(
      name: name, about: about, formula: formula, example: example,
      inputs: [x, OperatorInput("n", .times(least: 1)), OperatorInput("window", .window(least: 1), standard: 1)],
      result: .condition, unit: .fixed(.flag),
      across: { x, _, setting in
        let count = setting.windows.first ?? 1
        let order = ordered(isTop ? x.map { -$0 } : x)
        for (rank, entry) in order.enumerated() { x[entry.place] = rank < count ? 1 : 0 }
      })
  }

  /// Exact where all are equal, and where their sum is, as that of ranks: what stands in the middle is then 0 from it, and not
  /// next to 0.
  private static func mean(_ values: [Double]) -> Double {
    var total = 0.0
    for value in values { total += value }
    let mean = total / Double(values.count)
    var rest = 0.0
    for value in values { rest += value - mean }
    return mean + rest / Double(values.count)
  }

  private static func sum(_ values: [Double], _ term: (Double) -> Double) -> Double {
    var sum = 0.0
    for value in values { sum += term(value) }
    return sum
  }

  /// From the lowest to the highest; of equal ones those that come first by name.
  private static func ordered(_ values: [Double]) -> [(value: Double, place: Int)] {
    var order: [(value: Double, place: Int)] = []
    order.reserveCapacity(values.count)
    for (place, value) in values.enumerated() { order.append((value, place)) }
    order.sort { a, b in a.value < b.value || a.value == b.value && a.place < b.place }
    return order
  }

  private static func ranks(_ x: inout [Double]) {
    guard x.count > 1 else {
      for place in x.indices { x[place] = 0.5 }
      return
    }
    let order = ordered(x)
    let scale = Double(x.count - 1)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, order[end].value == order[first].value { end += 1 }
      let rank = (Double(first) + Double(end - first - 1) / 2) / scale
      for entry in order[first..<end] { x[entry.place] = rank }
      first = end
    }
  }

  /// Gram and Schmidt, modified: each direction is taken out of the ones after it and of x.
  private static func neutralise(_ x: inout [Double], _ others: [[Double]]) {
    var directions = others
    for index in directions.indices {
      let b = directions[index]
      var size = 0.0
      for value in b { size += value * value }
      var original = 0.0
      for value in others[index] { original += value * value }
      // What is left of a direction that lies along those before it is rounding.
      guard size > original * 0x1p-40 else { continue }
      func takeOut(of y: inout [Double]) {
        var along = 0.0
        for place in b.indices { along += y[place] * b[place] }
        let factor = along / size
        for place in b.indices { y[place] -= factor * b[place] }
      }
      takeOut(of: &x)
      for later in directions.indices where later > index { takeOut(of: &directions[later]) }
    }
  }
}
