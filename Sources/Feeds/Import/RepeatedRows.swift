import Market

/// A stretch of a series that is there a second time, some rows later: a file that was put behind itself under other times, or a
/// hole that was filled with what came before it. A market prints one bar twice, and not days of them one behind the other.
enum RepeatedRows {
  /// So many rows in a row, no two of them alike. What goes round in fewer is said to stand still, where it does.
  private static let least = 48
  /// Of longer series every second, fourth, … row is looked at, told by what it holds: the same ones of both stretches.
  private static let most = 1 << 19

  static func finding(on series: Series) -> SeriesFinding? {
    guard series.count >= 2 * least, let digests = RowDigests(series) else { return nil }
    var mask: UInt64 = 0
    while series.count / Int(mask + 1) > most { mask = 2 * mask + 1 }
    var last: [UInt64: Int] = [:]
    var (start, end, distance, run) = (0, 0, 0, 0)
    var found: (row: Int, distance: Int)?
    var count = 0
    for row in series.stamps.indices where digests.tells(row) {
      let digest = digests[row]
      guard digest & mask == 0 else { continue }
      // The row before it that is the same is the last one: within its distance no two are alike.
      let before = last.updateValue(row, forKey: digest).map { row - $0 } ?? 0
      if before >= least, before == distance {
        run += 1
      } else {
        (start, distance, run) = (row, before, before >= least ? 1 : 0)
      }
      if run >= least {
        count += run == least ? row - start + 1 : row - end
        found = found ?? (start, distance)
      }
      end = row
    }
    guard let found else { return nil }
    let (at, source) = (series.stamps[found.row], series.stamps[found.row - found.distance])
    return series.doubt(
      "\(count) rows are those of an earlier stretch over again, to the last digit: from "
        + "\(Instant(milliseconds: at).minuteText) on what it has from \(Instant(milliseconds: source).minuteText) on; rows "
        + "that were pasted twice, or a hole that was filled with them?", from: found.row, count: count)
  }
}
