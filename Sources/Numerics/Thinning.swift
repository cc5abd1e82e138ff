/// Which points of a long series a chart is drawn from.
///
/// A chart has some hundreds of columns; a year of five-minute bars has a hundred thousand points. The series is cut into
/// stretches of equal length and of each the first, lowest, highest and last point are kept, so that the line covers the
/// same pixels and no spike is lost (Jugel, Jerzak, Hackenbroich & Markl 2014, "M4: A visualization-oriented time series
/// data aggregation", PVLDB 7(10)). Points are dropped, never averaged: each one drawn is in the data.
public enum Thinning {
  /// What is drawn of one trace at most.
  public static let limit = 1200

  /// The rows to keep, in order: all of them while there are no more than `limit`, else at most `limit`.
  ///
  /// A stretch without any value keeps its first row, so that the gap shows; missing values beside others are dropped.
  ///
  /// - Complexity: one pass.
  public static func rows(of values: [Double], limit: Int = limit) -> [Int] {
    guard values.count > max(limit, 4) else { return Array(values.indices) }
    let stretches = max(limit / 4, 1)
    var kept: [Int] = []
    kept.reserveCapacity(stretches * 4)
    for stretch in 0..<stretches {
      // The product cannot overflow: 10^9 rows in 300 stretches are 3·10^11.
      let rows = values.count * stretch / stretches..<values.count * (stretch + 1) / stretches
      kept += corners(of: values, in: rows)
    }
    return kept
  }

  /// The rows between which a value that holds until the next one changes, and both ends: drawn from these it is exact.
  ///
  /// The row before a change is kept too, though the line does not need it: the pointer shows the nearest point, which
  /// would otherwise be the coming change from half-way on.
  public static func changes(of values: [Double]) -> [Int] {
    func differs(_ row: Int) -> Bool { values[row].bitPattern != values[row - 1].bitPattern }
    return values.indices.filter { row in
      row == 0 || row == values.count - 1 || differs(row) || differs(row + 1)
    }
  }

  /// The rows to keep of a value that holds until the next one, and how many points it counts as drawn from: drawn from its
  /// changes it has lost nothing, and only if there are more than `limit` of them is it thinned as any other series.
  public static func steps(of values: [Double]) -> (kept: [Int], source: Int) {
    let ends = changes(of: values)
    guard ends.count > limit else { return (ends, ends.count) }
    return (rows(of: ends.map { values[$0] }).map { ends[$0] }, values.count)
  }

  private static func corners(of values: [Double], in rows: Range<Int>) -> [Int] {
    var corners: (first: Int, lowest: Int, highest: Int, last: Int)?
    for row in rows where !values[row].isNaN {
      guard var found = corners else {
        corners = (row, row, row, row)
        continue
      }
      if values[row] < values[found.lowest] { found.lowest = row }
      if values[row] > values[found.highest] { found.highest = row }
      found.last = row
      corners = found
    }
    guard let (first, lowest, highest, last) = corners else { return Array(rows.prefix(1)) }
    return [first, min(lowest, highest), max(lowest, highest), last].reduce(into: []) { kept, row in
      if kept.last != row { kept.append(row) }
    }
  }
}
