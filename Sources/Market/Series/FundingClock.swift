/// What every settled rate has beside itself, and no series stores: when it was settled, by which settlements are told apart whose
/// rates are equal, and what it comes to over eight hours, by which rates of different intervals can be compared.
public enum FundingClock {
  public static let name = "funding_time"
  public static let descriptor = ColumnDescriptor(name, .time)
  /// A rate for one hour is worth eight of one for eight hours.
  public static let comparable = ColumnDescriptor("funding_8h", .fraction)

  /// The rate whose settlement a name asks for: `bybit.funding_rate` for `bybit.funding_time`; nil for any other name.
  public static func rate(of name: String) -> String? { rate(of: name, Self.name) }

  /// The rate that a name asks for over eight hours: `bybit.funding_rate` for `bybit.funding_8h`.
  public static func rate(over8h name: String) -> String? { rate(of: name, comparable.name) }

  private static func rate(of name: String, _ own: String) -> String? {
    guard name == own || name.hasSuffix(".\(own)") else { return nil }
    return name.dropLast(own.count) + "funding_rate"
  }
}

/// The intervals that settled rates are paid for, each as it was known when it settled.
///
/// A schedule reads them off the rows around as well, those to come among them. Here a row has the interval that it declares,
/// else the time since the row before it, and behind a hole that of the row before it.
public struct FundingIntervals: Sendable {
  /// By row, in hours; NaN where nothing says it yet.
  public let hours: [Double]

  private static let longest = 8.0

  /// - Parameters:
  ///   - stamps: in order of time.
  ///   - declared: hours by row; nil where rows declare none.
  public init(stamps: [Int64], declared: [Double]?) {
    var hours: [Double] = []
    hours.reserveCapacity(stamps.count)
    for row in stamps.indices {
      if let said = declared?[row], said > 0 {
        hours.append(said)
        continue
      }
      let before = row > 0 ? hours[row - 1] : .nan
      guard row > 0 else {
        hours.append(.nan)
        continue
      }
      let since = (Double(stamps[row] - stamps[row - 1]) / Double(Interval.hour.milliseconds)).rounded()
      hours.append(since >= 1 && since <= Self.longest ? since : before)
    }
    self.hours = hours
  }

  /// A rate of each row over eight hours.
  public func per8h(_ rates: [Double]) -> [Double] { zip(rates, hours).map { $0 * (8 / $1) } }

  /// The different ones among some rows, from the shortest.
  public func different(in rows: Range<Int>) -> [Double] { Set(hours[rows].filter { !$0.isNaN }).sorted() }
}
