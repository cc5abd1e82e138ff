import Market

/// Turns what a call is given once into bars, numbers and words.
struct SettingReader {
  let interval: Interval
  let function: any SignalOperator
  let place: Problem.Place

  /// - Throws: a `Problem` for a duration that is not a whole number of bars, too few of them for the operator, and a setting
  ///   that has no meaning on bars of this width.
  func setting(_ arguments: [Node]) throws(Problem) -> OperatorSetting {
    var windows: [Int] = []
    var constants: [Double] = []
    var words: [String] = []
    for (input, node) in zip(function.inputs(for: arguments.count), arguments) {
      switch (input.kind, node.form) {
      // All the data there is has no length.
      case (.window, .word): break
      case (.window(let least), _): windows.append(try bars(node, least))
      case (.times, .number(let count)): windows.append(Int(count))
      case (.constant, .number(let value)): constants.append(value)
      case (.word, .word(let word)): words.append(word)
      default: break
      }
    }
    let setting = OperatorSetting(windows: windows, constants: constants, words: words, interval: interval)
    if let refusal = function.refusal(setting) {
      throw Problem("'\(function.name)' cannot be used here: \(refusal.what)", at: place, remedy: refusal.remedy)
    }
    return setting
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
