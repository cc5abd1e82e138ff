import Market

/// Turns the windows of a call into bars.
struct WindowReader {
  let interval: Interval
  let function: any SignalOperator
  let place: Problem.Place

  /// - Throws: a `Problem` for a duration that is not a whole number of bars, or too few of them for the operator.
  func windows(_ arguments: [Node]) throws(Problem) -> [Int] {
    var windows: [Int] = []
    for (input, node) in zip(function.inputs, arguments) {
      guard case .window(let least) = input.kind else { continue }
      windows.append(try bars(node, least))
    }
    return windows
  }

  private func bars(_ node: Node, _ least: Int) throws(Problem) -> Int {
    switch node.form {
    case .number(let bars): return Int(bars)
    case .duration(let duration):
      guard let bars = duration.count(of: interval), bars <= OperatorInput.longestWindow else {
        throw Problem(
          "the window \(duration) of '\(function.name)' is not a whole number of \(interval) bars", at: place,
          remedy: "take a multiple of \(interval)")
      }
      guard bars >= least else {
        throw Problem(
          "the window \(duration) of '\(function.name)' is \(bars == 1 ? "1 bar" : "\(bars) bars") of \(interval)",
          at: place, remedy: "it needs \(least) or more")
      }
      return bars
    default:
      preconditionFailure("windows are checked when an expression is resolved")
    }
  }
}
