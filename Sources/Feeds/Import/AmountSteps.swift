import Market
import Numerics

/// Amounts and ratios that from a row on are written otherwise, of kinds whose values leap too much for their levels to tell.
enum AmountSteps {
  private static let width = 24

  static func liquidations(_ series: Series) -> [SeriesFinding] {
    series.descriptor.columns.compactMap { column in
      guard let values = series.values(column.name) else { return nil }
      return total(values, column.name, series) ?? step(values, column.name, series)
    }
  }

  /// What never falls adds up.
  private static func total(_ values: [Double], _ name: String, _ series: Series) -> SeriesFinding? {
    let known = values.filter { !$0.isNaN }
    guard known.count >= 100, Set(known).count >= 50, zip(known, known.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      return nil
    }
    return series.doubt(
      "'\(name)' never falls over \(known.count) rows: a running total, and not what was closed in each?")
  }

  /// Dollars behind coins: hundreds of times as much from one row to the next, in nearly all rows around.
  private static func step(_ values: [Double], _ name: String, _ series: Series) -> SeriesFinding? {
    let rows = values.indices.filter { values[$0] > 0 }
    guard rows.count >= 2 * width else { return nil }
    for place in width...(rows.count - width) {
      // Cheap first: most rows are of the size of the one before.
      let (last, next) = (values[rows[place - 1]], values[rows[place]])
      guard max(last / next, next / last) > 10 else { continue }
      let before = rows[(place - width)..<place].map { values[$0] }.sorted()
      let after = rows[place..<(place + width)].map { values[$0] }.sorted()
      let (small, large) = before[width / 2] < after[width / 2] ? (before, after) : (after, before)
      guard large[width / 2] > 500 * small[width / 2], large[width / 10] > 5 * small[width - 1 - width / 10] else {
        continue
      }
      return series.doubt(
        "'\(name)' is about \(Float(before[width / 2])) before \(Instant(milliseconds: series.stamps[rows[place]]).minuteText) "
          + "and \(Float(after[width / 2])) from there on: coins and dollars in one column?", from: rows[place])
    }
    return nil
  }

  /// A ratio of longs to shorts that goes on as the share of the longs, or the other way round: 1.3, then 0.565.
  static func ratios(_ series: Series) -> [SeriesFinding] {
    series.descriptor.columns.compactMap { column in
      guard column.unit == .score, let values = series.values(column.name), values.count >= 2 * width else {
        return nil
      }
      for row in width...(values.count - width) {
        let (last, next) = (values[row - 1], values[row])
        guard last > 0, next > 0, max(last / next, next / last) > 1.25,
          isShare(next, of: last) || isShare(last, of: next)
        else { continue }
        let (before, after) = (Array(values[(row - width)..<row]), Array(values[row..<(row + width)]))
        guard let former = before.middle, let latter = after.middle,
          isShare(latter, of: former) || isShare(former, of: latter),
          [before, after].allSatisfy({ isCalm($0, beside: next / last - 1) })
        else { continue }
        return series.doubt(
          "'\(column.name)' goes from \(last) to \(next) at \(Instant(milliseconds: series.stamps[row]).minuteText) and stays "
            + "there, as the share of the longs does beside their ratio to the shorts: two measures in one column?",
          from: row)
      }
      return nil
    }
  }

  /// Whether values change from one to the next by less than a fifth of a change beside them.
  private static func isCalm(_ values: [Double], beside change: Double) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { value, next in abs(next / value - 1) < abs(change) / 5 }
  }

  private static func isShare(_ share: Double, of ratio: Double) -> Bool { abs(share * (1 + ratio) / ratio - 1) < 0.05 }
}
