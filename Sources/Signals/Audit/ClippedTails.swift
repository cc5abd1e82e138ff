import Market

/// Both tails of a column pressed into one value each, as many rows as a usual share of all: limits that only who had seen all
/// rows could set.
///
/// A limit that somebody wrote may have any number of rows behind it, this one too. So limits are let go that are round beside
/// the other values, or as far below zero as above; and few rows, of which the usual number lies behind many a limit.
struct ClippedTails {
  let low: Int
  let high: Int
  let share: Double

  private static let shares = [0.005, 0.01, 0.02, 0.025, 0.05, 0.1]
  private static let fewest = 20

  init?(_ sorted: [Double]) {
    guard let least = sorted.first, let most = sorted.last, least < most else { return nil }
    low = sorted.prefix { $0 == least }.count
    high = sorted.reversed().prefix { $0 == most }.count
    let (low, high) = (low, high)
    guard low >= Self.fewest, (low - high).magnitude <= 1, low + high < sorted.count,
      let share = Self.shares.first(where: { (Double(low) - $0 * Double(sorted.count)).magnitude <= 1 })
    else { return nil }
    self.share = share
    let middle = Array(sorted[low..<(sorted.count - high)])
    guard WholeSample.distinct(middle) * 10 > middle.count * 9, (least + most).magnitude > 1e-6 * most.magnitude,
      ![least, most].contains(where: { Self.isRound($0, beside: middle) })
    else { return nil }
  }

  /// Whether it has fewer digits than the others: the largest power of ten that it is a multiple of divides next to none of them.
  private static func isRound(_ limit: Double, beside others: [Double]) -> Bool {
    guard limit != 0 else { return true }
    func divides(_ unit: Double, _ value: Double) -> Bool {
      let count = value / unit
      return count.magnitude >= 0.5 && (count - count.rounded()).magnitude <= 1e-9 * count.magnitude
    }
    let units = sequence(first: 1e12) { $0 > 1e-15 ? $0 / 10 : nil }
    guard let unit = units.first(where: { divides($0, limit) }) else { return false }
    return others.count { divides(unit, $0) } * 20 < others.count
  }
}
