import Market
import Numerics

/// What takers bought over what they sold, beside the ratio that a publisher lists of the two: where the ratio is that of the one
/// over the other, the two columns have each other's name.
enum FlowRatio {
  private static let columns = [("bought_volume", "sold_volume"), ("bought_value", "sold_value")]
  /// A publisher rounds, and takes its bars off another clock; but no further.
  private static let near = 0.1
  private static let least = 10

  /// - Throws: `Problem` for a ratio that is mostly that of what was sold over what was bought, and mostly not the other.
  static func check(_ series: Series, at location: String) throws {
    guard series.descriptor.kind == .takerFlow, let ratio = series.values("taker_ratio") else { return }
    for (bought, sold) in columns {
      guard let buys = series.values(bought), let sells = series.values(sold) else { continue }
      // Near 1 either way round is about the same.
      let rows = ratio.indices.filter { ratio[$0] > 0 && buys[$0] > 0 && sells[$0] > 0 && abs(ratio[$0] - 1) > 0.01 }
      let own = rows.map { abs(ratio[$0] / (buys[$0] / sells[$0]) - 1) }
      let turned = rows.map { abs(ratio[$0] / (sells[$0] / buys[$0]) - 1) }
      guard rows.count >= least, let distance = own.middle, let other = turned.middle, other < near,
        distance > 5 * other
      else { continue }
      throw Problem(
        "taker_ratio is \(Float(ratio[rows[0]])) where \(bought) over \(sold) is \(Float(buys[rows[0]] / sells[rows[0]])), at "
          + "\(Instant(milliseconds: series.stamps[rows[0]]).minuteText) and mostly so: it is the one over the other, and the two "
          + "have each other's place, or the ratio is of sales to purchases",
        at: Problem.Place(file: location), remedy: "exchange the two with --columns, or leave the ratio out")
    }
  }
}
