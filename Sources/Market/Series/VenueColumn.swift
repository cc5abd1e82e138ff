/// A column of every venue that lists the coin at once: what `median_across(venues, funding_rate)` asks a dataset for.
///
/// Which venues there are only the dataset knows, so that it is a column with a name of its own:
/// `venues.median.funding_rate`, and `venues.mean.funding_8h.by.open_interest` where each venue has a weight.
public struct VenueColumn: Hashable, Sendable {
  /// What stands for all venues in expressions.
  public static let word = "venues"

  public let statistic: VenueStatistic
  /// A plain name.
  public let column: String
  /// Another, by which a mean is weighted; nil where all venues weigh the same.
  public let weight: String?

  public init(_ statistic: VenueStatistic, _ column: String, weight: String? = nil) {
    self.statistic = statistic
    self.column = column
    self.weight = weight
  }

  /// Nil for any other name.
  public init?(name: String) {
    let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard words.first == Self.word, words.count == 3 || words.count == 5 && words[3] == "by",
      let statistic = VenueStatistic(rawValue: words[1])
    else { return nil }
    self.init(statistic, words[2], weight: words.count == 5 ? words[4] : nil)
  }

  public var name: String {
    ([Self.word, statistic.rawValue, column] + (weight.map { ["by", $0] } ?? [])).joined(separator: ".")
  }
}

public enum VenueStatistic: String, Hashable, Sendable, CaseIterable {
  case mean, median, std

  /// Of the values of one bar and their weights, two or more; NaN where the weights come to nothing.
  public func value(_ values: [Double], weights: [Double]) -> Double {
    // Exactly the value where all are equal.
    var mean = 0.0
    var total = 0.0
    for (value, weight) in zip(values, weights) where weight > 0 {
      total += weight
      mean += (value - mean) * (weight / total)
    }
    switch self {
    case .mean: return total > 0 ? mean : .nan
    case .median:
      let order = values.sorted()
      return (order[(order.count - 1) / 2] + order[order.count / 2]) / 2
    case .std:
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
  }
}
