/// Both tails of a column pressed into one value each, as many rows as a usual share of all: limits that only who had seen all
/// rows could set.
///
/// A limit that somebody wrote may have any number of rows behind it, this one too. So limits are let go that are round beside
/// the other values, or as far below zero as above; and few rows, of which the usual number lies behind many a limit.
struct ClippedTails {
  /// Of either tail.
  let rows: Int
  let share: Double

  private static let shares = [0.005, 0.01, 0.02, 0.025, 0.05, 0.1]
  private static let fewest = 50
  /// A number that somebody wrote has fewer digits.
  private static let mostUnits = 1e6

  init?(_ sorted: [Double]) {
    guard let least = sorted.first, let most = sorted.last, least < most else { return nil }
    let (low, high) = (sorted.prefix { $0 == least }.count, sorted.reversed().prefix { $0 == most }.count)
    // As many as fall behind a quantile on either side, and the row that it lies at or beside: limits fitted to a part of the
    // rows come so near to one on one side in ten, and on both in one pair in hundreds.
    guard low == high, low >= Self.fewest, low + high < sorted.count,
      let share = Self.shares.first(where: { [0, 1].contains(low - Int($0 * Double(sorted.count) + 1e-9)) })
    else { return nil }
    rows = low
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
    // Of many small units one comes near to any number.
    guard let unit = units.first(where: { divides($0, limit) }), limit.magnitude < mostUnits * unit else {
      return false
    }
    return others.count { divides(unit, $0) } * 20 < others.count
  }
}
