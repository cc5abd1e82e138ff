import Market
import Signals

/// How straight a series has moved over a window: 1 in one direction without a step back, near 0 back and forth.
///
/// Kaufman, *Smarter Trading* (1995): the distance between the ends over the length of the way between them. Unknown
/// where a value in the window is, and where nothing has moved.
public struct Efficiency: SignalOperator {
  public let name = "efficiency"
  public let about = "How straight x has moved over the window: 1 without a step back, near 0 back and forth."
  public let formula = "|x[t] - x[t-window]| / sum of |x[s] - x[s-1]| over the window; unknown where nothing moved"
  public let inputs = [OperatorInput.x, .window]
  public let unit = OperatorUnit.fixed(.fraction)
  public let example = "efficiency(close, 1d)"

  public init() {}

  /// The window is made of steps, so it reads one value more than it has.
  public func lookBack(windows: [Int]) -> Int { windows[0] }

  /// Each window is added up by itself, oldest step first: the same bits wherever the data begins.
  public func evaluate(_ call: OperatorCall) -> SignalColumn {
    let x = call.numbers[0]
    let window = call.windows[0]
    var values = [Double](repeating: .nan, count: x.count)
    for row in x.indices.dropFirst(window) {
      var way = 0.0
      for step in (row - window + 1)...row { way += abs(x[step] - x[step - 1]) }
      let value = abs(x[row] - x[row - window]) / way
      values[row] = value.isFinite ? value : .nan
    }
    return .numbers(values)
  }
}
