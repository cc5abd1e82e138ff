import Market
import Numerics

/// What values known at a close say of the returns after it, over several horizons.
///
/// A correlation is judged by the returns that do not overlap, since a value that lasts is one observation however many bars it
/// stands on.
struct Foresight {
  /// Returns over so many bars, of each close.
  struct Horizon {
    let bars: Int
    let width: Interval
    let returns: [Double]
  }

  /// A correlation that no market leaves lying about.
  struct Finding {
    let horizon: Horizon
    let form: String
    let correlation: Double
    let bars: Int
  }

  let horizons: [Horizon]
  private let close: [Double]
  /// Of the bar that ends with the close.
  private let own: [Double]
  private let barsPerHour: Int

  /// Beyond it a column of the market is no column of its time.
  private static let limit = 0.5
  /// The same of a column computed elsewhere, beyond what the bar's own return says.
  private static let computedLimit = 0.25
  /// The least square of a correlation times the returns behind it: seven standard errors.
  private static let leastEvidence = 49.0

  init(_ frame: Frame) {
    let interval = frame.grid.interval
    let close = frame.values("close")
    self.close = close
    own = Self.steps(close) { $0 / $1 - 1 }
    barsPerHour = Interval.hour.count(of: interval) ?? 1
    let widths = [Interval.hour, .hours(4), .day].filter { $0 > interval && $0.count(of: interval) != nil }
    horizons = ([interval] + widths).map { width in
      let bars = width.count(of: interval) ?? 1
      return Horizon(
        bars: bars, width: width,
        returns: close.indices.map { $0 + bars < close.count ? finite(close[$0 + bars] / close[$0] - 1) : .nan })
    }
  }

  private static func steps(_ values: [Double], _ step: (Double, Double) -> Double) -> [Double] {
    values.indices.map { $0 == 0 ? .nan : finite(step(values[$0], values[$0 - 1])) }
  }

  /// The first horizon of which the values, their change or their distance from the close know too much; nil for none.
  func finding(_ values: [Double], isComputed: Bool) -> Finding? {
    for horizon in horizons {
      for (series, form) in forms(of: values) {
        guard let found = Association(series, horizon.returns),
          isBeyond(found.correlation, found.count / horizon.bars, isComputed ? Self.computedLimit : Self.limit)
        else { continue }
        if isComputed, !isBeyond(given(series, horizon), found.count / horizon.bars, Self.computedLimit) { continue }
        return Finding(horizon: horizon, form: form, correlation: found.correlation, bars: found.count)
      }
    }
    return nil
  }

  /// What a column says of each horizon where it is, and told later.
  func foreknowledge(of column: String, _ values: [Double]) -> [SignalAudit.Foreknowledge] {
    horizons.map { horizon in
      func correlation(late bars: Int) -> Double {
        let late = [Double](repeating: .nan, count: min(bars, values.count)) + values.dropLast(bars)
        return Association(late, horizon.returns)?.correlation ?? .nan
      }
      return SignalAudit.Foreknowledge(
        column: column, horizon: horizon.width, correlation: correlation(late: 0), barLater: correlation(late: 1),
        hourLater: correlation(late: barsPerHour),
        observations: (Association(values, horizon.returns)?.count ?? 0) / horizon.bars)
    }
  }

  /// The values, their change, and where they are prices their distance from the close.
  private func forms(of values: [Double]) -> [(values: [Double], form: String)] {
    var forms = [(values, "it"), (Self.steps(values, -), "its change")]
    let ratios = values.indices.map { finite(values[$0] / close[$0]) }
    let known = ratios.count { !$0.isNaN }
    if known > 0, ratios.count(where: { (0.5...2).contains($0) }) * 100 >= known * 99 {
      forms.append((ratios, "its distance from the close"))
    }
    return forms
  }

  private func isBeyond(_ correlation: Double, _ observations: Int, _ limit: Double) -> Bool {
    correlation.magnitude > limit && correlation * correlation * Double(observations) > Self.leastEvidence
  }

  /// The correlation beside the bar's own return, which everybody knows.
  private func given(_ series: [Double], _ horizon: Horizon) -> Double {
    guard let xy = Association(series, horizon.returns)?.correlation, let xz = Association(series, own)?.correlation,
      let yz = Association(horizon.returns, own)?.correlation
    else { return 0 }
    let left = (1 - xz * xz) * (1 - yz * yz)
    return left < 1e-6 ? 0 : (xy - xz * yz) / left.squareRoot()
  }

  /// Whether values have been standardised with the mean and deviation of all of them, the last included.
  static func isStandardised(_ values: [Double]) -> Bool {
    let known = values.filter { !$0.isNaN }
    guard known.count >= 5000, let mean = Rolling.mean(known, window: known.count).last,
      let deviation = Rolling.std(known, window: known.count).last
    else { return false }
    // A row or two more or less than those that it was made of.
    let slack = 3 * known.reduce(0) { max($0, $1.magnitude) } / Double(known.count)
    return mean.magnitude < slack && (deviation - 1).magnitude < slack
  }
}

/// Pearson's correlation of two series, on the rows on which both are known.
struct Association {
  let correlation: Double
  let count: Int

  /// Nil for too few rows, and where either is constant.
  init?(_ x: [Double], _ y: [Double]) {
    let rows = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
    guard rows.count >= Self.fewest,
      let value = Rolling.correlation(rows.map { x[$0] }, rows.map { y[$0] }, window: rows.count).last, !value.isNaN
    else { return nil }
    correlation = value
    count = rows.count
  }

  private static let fewest = 50
}
