import Market
import Signals

extension ParameterAxis {
  /// More values than this on one axis is a slip of the keyboard.
  static let mostValues = 1_000_000

  static let gridForm = "parameter=from:to:step, parameter=from:to:*factor or parameter=a,b,c"

  /// Reads `entry=0.5:3:0.25` (from, to, step; the end belongs to it when a step lands on it), `lookback=6h:4d:*2` (each
  /// twice the one before), or a list `lookback=6h,1d,3d`; any of them may be followed by `if` and a condition.
  ///
  /// Steps are taken in decimal, so the third value of `0.1:0.5:0.1` is 0.3 and not 0.30000000000000004; what a factor
  /// gives is rounded to twelve digits, durations to whole milliseconds.
  ///
  /// - Throws: a `Problem` for what is no grid, a range that never arrives or stands still, a value given twice, and more
  ///   than a million values.
  public init(parsing text: String) throws(Problem) {
    let text = try AxisText(text, flag: "--grid", form: Self.gridForm)
    self.init(name: text.name, values: try Self.values(of: text), condition: text.condition)
  }

  static func values(of text: AxisText) throws(Problem) -> [ParameterValue] {
    let bounds = text.what.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let values =
      bounds.count > 1
      ? try AxisRange(bounds, of: text).values
      : try text.what.split(separator: ",", omittingEmptySubsequences: false).map { word throws(Problem) in
        try value(String(word), of: text)
      }
    var seen: Set<ParameterValue> = []
    for value in values where !seen.insert(value).inserted {
      throw Problem("\(text.source) has the value \(value) twice", remedy: "write each value once")
    }
    return values
  }

  static func value(_ word: String, of text: AxisText) throws(Problem) -> ParameterValue {
    guard let value = ParameterValue(word) else {
      throw Problem(
        word.isEmpty ? "\(text.source) has an empty value" : "'\(word)' in \(text.source) is not a value",
        remedy: "write a number (1.5, 20%, 5bps), a duration (1d, 12h) or true/false")
    }
    return value
  }
}
