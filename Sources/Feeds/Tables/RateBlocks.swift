import Numerics

/// A few settlements in a row that are in percent among fractions, as where somebody pasted what a page shows behind what an
/// interface gave: too few for the step of a table to another unit, and too many for single rows.
///
/// A hundred times the usual rate is there as often as the usual rate is elsewhere, and with the row. What is beside it has two
/// decimals fewer than its like elsewhere, no more and no less: a rate of a market has those by chance once in a hundred. It
/// remains possible that a market did it, so that it is said and not refused.
struct RateBlocks {
  private let rows: [MixedRates.Row]

  private static let leastUsual = 20
  /// So many rows of it: fewer are looked at one by one, and more are a step.
  private static let lengths = 3...29
  /// A row that large is not of the usual size.
  private static let far = 3.0

  init(_ rows: [MixedRates.Row]) { self.rows = rows }

  /// Nil without such a block.
  var mixed: MixedRates? {
    var counts: [Int64: Int] = [:]
    for row in rows where row.rate > 0 { counts[RateSides.key(row.rate), default: 0] += 1 }
    guard let (usual, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), count >= Self.leastUsual,
      count * 4 >= rows.count, usual >= 50_000, counts[100 * usual] != nil
    else { return nil }
    let rate = Double(usual) * 1e-10
    let share = Double(count) / Double(rows.count)
    let others = rows.lazy.map { RateSides.key($0.rate) }.filter { $0 != usual && abs($0) < 10 * usual }
    let grain = Self.grain(Array(others))
    guard let block = blocks(usual).first(where: { isPercent($0, usual, share: share, grain: grain) }) else {
      return nil
    }
    return MixedRates(line: rows[block.lowerBound].line, small: rate, large: 100 * rate, isSure: false)
  }

  /// Rows about a hundred times the usual rate, each with what is far from usual on both sides of it.
  private func blocks(_ usual: Int64) -> [Range<Int>] {
    func isFar(_ place: Int) -> Bool { Double(abs(RateSides.key(rows[place].rate))) > Self.far * Double(usual) }
    var (found, place) = ([Range<Int>](), 0)
    while place < rows.count {
      guard RateSides.key(rows[place].rate) == 100 * usual else {
        place += 1
        continue
      }
      var (start, end) = (place, place + 1)
      while start > (found.last?.upperBound ?? 0), isFar(start - 1) { start -= 1 }
      // A small rate in percent may be a usual one between them.
      while end < rows.count, isFar(end) || end + 1 < rows.count && isFar(end + 1) { end += 1 }
      found.append(start..<end)
      place = end
    }
    return found
  }

  private func isPercent(_ block: Range<Int>, _ usual: Int64, share: Double, grain: Int64?) -> Bool {
    guard Self.lengths.contains(block.count) else { return false }
    let keys = block.map { RateSides.key(rows[$0].rate) }
    let others = keys.filter { $0 != 100 * usual }
    let again = keys.count - others.count
    guard again >= 2, 3 * Double(again) >= 2 * share * Double(keys.count), keys.allSatisfy({ $0 <= 300 * usual }) else {
      return false
    }
    guard !others.isEmpty else { return again >= 3 }
    guard let grain else { return false }
    let isAsFine =
      others.allSatisfy { $0.isMultiple(of: 100 * grain) }
      && others.count { !$0.isMultiple(of: 1000 * grain) } * 2 > others.count
    return isAsFine && !isApproached(keys, usual)
  }

  /// Whether rates come to it over some settlements, or leave it so, as those of a market do.
  private func isApproached(_ keys: [Int64], _ usual: Int64) -> Bool {
    func way(_ keys: some Sequence<Int64>) -> Int {
      var (steps, last) = (0, Int64.min)
      for key in keys.prefix(while: { $0 != 100 * usual }) where key > last { (steps, last) = (steps + 1, key) }
      return steps
    }
    return way(keys) >= 3 || way(keys.reversed()) >= 3
  }

  /// The decimal that nearly all have and most need: `0.000028` has six. Nil for too few, and for those of no one form.
  private static func grain(_ keys: [Int64]) -> Int64? {
    guard keys.count >= 5 else { return nil }
    let grains: [Int64] = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1]
    guard let grain = grains.first(where: { grain in keys.count { $0.isMultiple(of: grain) } * 20 >= keys.count * 19 })
    else { return nil }
    return keys.count { !$0.isMultiple(of: 10 * grain) } * 2 > keys.count ? grain : nil
  }
}
