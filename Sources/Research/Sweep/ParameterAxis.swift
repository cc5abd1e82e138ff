import Market
import Signals

/// One parameter of a sweep and the values it takes, in order.
public struct ParameterAxis: Sendable, Hashable {
  public let name: String
  public let values: [ParameterValue]

  /// More values than this on one axis is a slip of the keyboard.
  static let mostValues = 1_000_000

  /// Reads `entry=0.5:3:0.25` (from, to, step; the end belongs to it when a step lands on it), `lookback=6h:3d:6h`, or a
  /// list `lookback=6h,1d,3d`.
  ///
  /// Steps are taken in decimal, so the third value of `0.1:0.5:0.1` is 0.3 and not 0.30000000000000004.
  public init(parsing text: String) throws(Problem) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else {
      throw Problem("'\(text)' is not a grid", remedy: "write parameter=from:to:step or parameter=a,b,c")
    }
    name = halves[0]
    let bounds = halves[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    values =
      bounds.count > 1
      ? try Self.range(bounds, of: text)
      : try halves[1].split(separator: ",", omittingEmptySubsequences: false).map { word throws(Problem) in
        try Self.value(String(word), of: text)
      }
    guard Set(values).count == values.count else {
      throw Problem("the grid '\(text)' has a value twice", remedy: "write each value once")
    }
  }

  private static func value(_ word: String, of text: String) throws(Problem) -> ParameterValue {
    guard let value = ParameterValue(word) else {
      throw Problem(
        "'\(word)' in the grid '\(text)' is not a value",
        remedy: "write a number (1.5, 20%, 5bps), a duration (1d, 12h) or true/false")
    }
    return value
  }

  private static func range(_ bounds: [String], of text: String) throws(Problem) -> [ParameterValue] {
    guard bounds.count == 3 else {
      throw Problem(
        "the grid '\(text)' has \(bounds.count) parts", remedy: "a range is from:to:step, such as 0.5:3:0.25")
    }
    let values = try bounds.map { word throws(Problem) in try value(word, of: text) }
    switch (values[0], values[1], values[2]) {
    case (.duration(let from), .duration(let to), .duration(let step)):
      let steps = try count(
        from: Double(from.milliseconds), to: Double(to.milliseconds), step: Double(step.milliseconds), of: text)
      return (0...steps).map { .duration(Interval(milliseconds: from.milliseconds + Int64($0) * step.milliseconds)) }
    case (.number(let from), .number(let to), .number(let step)):
      let steps = try count(from: from, to: to, step: step, of: text)
      guard let scale = decimalScale(from, step) else { return (0...steps).map { .number(from + Double($0) * step) } }
      let first = (from * scale).rounded()
      let each = (step * scale).rounded()
      return (0...steps).map { .number((first + Double($0) * each) / scale) }
    default:
      throw Problem("the grid '\(text)' mixes numbers and durations", remedy: "write all three parts of one kind")
    }
  }

  private static func count(from: Double, to: Double, step: Double, of text: String) throws(Problem) -> Int {
    guard step > 0, to >= from else {
      throw Problem(
        "the grid '\(text)' never arrives", remedy: "the step must be above zero and the end not below the start")
    }
    let steps = ((to - from) / step + 1e-9).rounded(.down)
    guard steps < Double(mostValues) else {
      throw Problem("the grid '\(text)' has \(Int64(min(steps, 1e18)) + 1) values", remedy: "take a larger step")
    }
    return Int(steps)
  }

  /// The power of ten that makes both whole, if one up to a trillion does.
  private static func decimalScale(_ a: Double, _ b: Double) -> Double? {
    var scale = 1.0
    for _ in 0...12 {
      let whole = [a, b].allSatisfy { abs($0 * scale - ($0 * scale).rounded()) <= 1e-9 * max(1, abs($0 * scale)) }
      if whole, abs(a * scale) < 1e15, abs(b * scale) < 1e15, (b * scale).rounded() > 0 { return scale }
      scale *= 10
    }
    return nil
  }
}
