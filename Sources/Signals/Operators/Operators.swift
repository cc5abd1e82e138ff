import Market

/// Every operator of the language. A new one is a file in a folder beside this one and a line here.
public enum Operators {
  public static let all: [any SignalOperator] = [
    ZScore(),
    Mean(),
    StandardDeviation(),
    Sum(),
    Minimum(),
    Maximum(),
    Median(),
    Rank(),
    ExponentialMean(),
    Correlation(),
    Slope(),
    Lag(),
    Change(),
    Difference(),
    CrossesAbove(),
    CrossesBelow(),
    AbsoluteValue(),
    Sign(),
    Logarithm(),
    Exponential(),
    SquareRoot(),
    Least(),
    Greatest(),
    Clip(),
    Choice(),
    Defined(),
    AnyInWindow(),
    AllInWindow(),
    HeldCount(),
    BarsSince(),
    HourOfDay(),
    Weekday(),
    BarsPerYear(),
  ]

  /// The names of the operators and of the built-in signals, in the order of documentation.
  public static let names: [String] = all.map(\.name) + Formulas.all.map(\.name)

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> (any SignalOperator)? { byName[name] }

  /// Whether a name is an operator or built-in signal that takes nothing, so that its parentheses may be left out:
  /// `weekday` is `weekday()`.
  static func standsAlone(_ name: String) -> Bool {
    named(name)?.inputs.isEmpty ?? Formulas.named(name)?.inputs.isEmpty ?? false
  }

  /// `zscore(x, window)`, of an operator or built-in signal; the name itself if there is none.
  static func signature(of name: String) -> String {
    named(name)?.signature ?? Formulas.named(name)?.signature ?? name
  }
}
