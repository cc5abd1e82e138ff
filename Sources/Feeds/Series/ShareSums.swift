import Market

/// A ratio of longs to shorts and the shares beside it, which say one thing, but for how many digits they are written with.
struct ShareSums {
  private let long: [Double]?
  private let short: [Double]?
  private let ratio: [Double]?
  /// One of the last digit that each column is written with: some are rounded, and some are cut.
  private let digit: (long: Double, short: Double, ratio: Double)

  /// Nobody rounds shares to less than whole percents, and ratios to less than tenths.
  private static let coarsest = (share: 0.01, ratio: 0.1)
  private static let slack = 1e-3

  /// - Parameter values: gives the numbers of a column by its name; nil for one that there is not.
  init(_ values: (String) -> [Double]?) {
    long = values("long_share")
    short = values("short_share")
    ratio = values("long_short_ratio")
    digit = (
      Self.digit(of: long, most: Self.coarsest.share), Self.digit(of: short, most: Self.coarsest.share),
      Self.digit(of: ratio, most: Self.coarsest.ratio)
    )
  }

  private static func digit(of values: [Double]?, most: Double) -> Double {
    var (digit, step) = (1.0, 1.0)
    for value in values ?? [] where value.isFinite {
      while digit > 1e-7, abs(value * step - (value * step).rounded()) > 1e-6 {
        (digit, step) = (digit / 10, step * 10)
      }
    }
    return min(digit, most)
  }

  /// What a row says against itself; nil for one that does not.
  func contradiction(_ row: Int) -> String? {
    let (long, short) = (long?[row] ?? .nan, short?[row] ?? .nan)
    if abs(long + short - 1) > digit.long + digit.short + Self.slack {
      return
        "shares of longs and shorts of \(Self.text(long)) and \(Self.text(short)) add up to \(Self.text(long + short))"
    }
    guard let ratio = ratio?[row], !ratio.isNaN else { return nil }
    let longs = long.isNaN ? 1 - short : long
    let shorts = short.isNaN ? 1 - long : short
    let (longDigit, shortDigit) = (long.isNaN ? digit.short : digit.long, short.isNaN ? digit.long : digit.short)
    guard !longs.isNaN, !shorts.isNaN else { return nil }
    let least = max(0, longs - longDigit) / (shorts + shortDigit) * (1 - Self.slack) - digit.ratio
    let most =
      shorts > shortDigit ? (longs + longDigit) / (shorts - shortDigit) * (1 + Self.slack) + digit.ratio : .infinity
    guard ratio < least || ratio > most else { return nil }
    return "a ratio of longs to shorts of \(Self.text(ratio)) stands beside shares of \(Self.text(longs)) and "
      + "\(Self.text(shorts)), which are \(Self.text(longs / shorts))"
  }

  private static func text(_ value: Double) -> String { "\(Float(value))" }
}
