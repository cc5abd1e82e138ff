/// Every operator of the language. A new one is a file beside this one and a line here.
public enum Operators {
  public static let all: [any SignalOperator] =
    [
      ZScore(), RollingMean(), RollingDeviation(), RollingSum(), RollingExtreme(isMaximum: false),
      RollingExtreme(isMaximum: true), TrailingRank(), RollingMedian(), ExponentialMean(), RollingCorrelation(),
      RollingSlope(),
      Lag(), Change(), Difference(), Clip(), Choice(), Defined(), Crossing(isAbove: true), Crossing(isAbove: false),
      BarsSince(), Recurrence(.any), Recurrence(.all), HoldCount(), HourOfDay(), Weekday(), BarsPerYear(),
    ] + Elementwise.all

  static let names: [String] = all.map(\.name) + Formulas.all.map(\.name)

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> (any SignalOperator)? { byName[name] }
}
