/// The column that says when the known funding rate was settled: by it settlements are told apart whose rates are equal.
///
/// No series stores it. It is the stamp of the row that `funding_rate` has its value from.
public enum FundingClock {
  public static let name = "funding_time"
  public static let descriptor = ColumnDescriptor(name, .time)

  /// The rate whose settlement a name asks for: `bybit.funding_rate` for `bybit.funding_time`; nil for any other name.
  public static func rate(of name: String) -> String? {
    guard name == Self.name || name.hasSuffix(".\(Self.name)") else { return nil }
    return name.dropLast(Self.name.count) + "funding_rate"
  }
}
