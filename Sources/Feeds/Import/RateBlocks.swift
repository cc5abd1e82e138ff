import Numerics

/// A few settlements in a row that are in percent among fractions, as where somebody pasted what a page shows behind what an
/// interface gave: too few for the step of a table to another unit, and too many for single rows.
///
/// A hundred times the usual rate is there as often as the usual rate is elsewhere, and with the row. What is beside it has two
/// decimals fewer than its like elsewhere, no more and no less: a rate of a market has those by chance once in a hundred. It
/// remains possible that a market did it, so that it is said and not refused.
///
/// Premiums and averaged rates have no usual one. There a block is of rows that are far from the middle of all, begin and end at
/// a stroke, and of which each has two decimals fewer than its like elsewhere.
struct RateBlocks {
  /// Rows that are known and not zero, by their place among all.
  private let rows: [(rate: Double, key: Int64, place: Int)]

  private static let leastUsual = 20
  /// So many rows of it: fewer are looked at one by one, and more are a step.
  private static let lengths = 3...29
  /// A row that large is not of the usual size.
  private static let far = 3.0
  /// What is smaller is no rate in percent that anybody would mistake.
  private static let leastLarge = 0.0008

  init(_ rates: [Double]) {
    rows = rates.indices.filter { rates[$0].isFinite && rates[$0] != 0 }.map {
      (rates[$0], RateSides.key(rates[$0]), $0)
    }
  }

  /// The first such block.
  struct Block {
    /// Where it begins among all rows, and how many of it there are.
    let first: Int
    let count: Int
    /// About how large the others are, and the block.
    let small: Double
    let large: Double
  }

  /// Nil without one.
  var first: Block? {
    guard rows.contains(where: { abs($0.rate) >= Self.leastLarge }) else { return nil }
    return ofUsual ?? ofAny
  }

  private func block(_ range: Range<Int>, small: Double) -> Block {
    Block(
      first: rows[range.lowerBound].place, count: range.count, small: small,
      large: range.map { abs(rows[$0].rate) }.middle ?? 100 * small)
  }

  // MARK: Beside a usual rate

  private var ofUsual: Block? {
    var counts: [Int64: Int] = [:]
    for row in rows where row.rate > 0 { counts[row.key, default: 0] += 1 }
    guard let (usual, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), count >= Self.leastUsual,
      count * 4 >= rows.count, usual >= 50_000, counts[100 * usual] != nil
    else { return nil }
    let share = Double(count) / Double(rows.count)
    let others = rows.lazy.map(\.key).filter { $0 != usual && abs($0) < 10 * usual }
    let grain = Self.grain(Array(others))
    return blocks(usual).first { isPercent($0, usual, share: share, grain: grain) }
      .map { block($0, small: Double(usual) * 1e-10) }
  }

  // MARK: Without one

  /// Fewer rows tell no size that others are far from.
  private static let leastRows = 60
  private static let leastOfAny = 4
  /// Rows beside a block that are on no way to it.
  private static let beside = 6

  private var ofAny: Block? {
    let keys = rows.map(\.key)
    guard rows.count >= Self.leastRows, let middle = keys.map({ Double(abs($0)) }).middle, middle > 0 else {
      return nil
    }
    let isFar = keys.map { Double(abs($0)) > 8 * middle }
    var place = 0
    while let start = isFar[place...].firstIndex(of: true) {
      var end = start + 1
      // A small one in percent may be as large as a large one beside it.
      while end < keys.count, isFar[end] || end + 1 < keys.count && isFar[end + 1] { end += 1 }
      if isPercent(start..<end, keys, middle) { return block(start..<end, small: middle * 1e-10) }
      place = end
    }
    return nil
  }

  private func isPercent(_ block: Range<Int>, _ keys: [Int64], _ middle: Double) -> Bool {
    guard block.count >= Self.leastOfAny, Self.lengths.contains(block.count) else { return false }
    let own = keys[block]
    let others = keys[..<block.lowerBound] + keys[block.upperBound...]
    guard let size = own.map({ Double(abs($0)) }).middle, (25 * middle...400 * middle).contains(size),
      let grain = Self.grain(Array(others)), Self.areCoarser(own, than: grain)
    else { return false }
    // Where large ones are written with fewer decimals, those that are half as far have fewer as well.
    let large = others.filter { Double(abs($0)) > 4 * middle }
    let around =
      keys[max(0, block.lowerBound - Self.beside)..<block.lowerBound]
      + keys[block.upperBound..<min(keys.count, block.upperBound + Self.beside)]
    return large.count(where: { $0.isMultiple(of: 10 * grain) }) * 2 <= max(1, large.count)
      && around.allSatisfy { Double(abs($0)) <= 6 * middle }
  }

  /// Rows about a hundred times the usual rate, each with what is far from usual on both sides of it.
  private func blocks(_ usual: Int64) -> [Range<Int>] {
    func isFar(_ place: Int) -> Bool { Double(abs(rows[place].key)) > Self.far * Double(usual) }
    var (found, place) = ([Range<Int>](), 0)
    while place < rows.count {
      guard rows[place].key == 100 * usual else {
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
    let keys = block.map { rows[$0].key }
    let others = keys.filter { $0 != 100 * usual }
    let again = keys.count - others.count
    guard again >= 2, 3 * Double(again) >= 2 * share * Double(keys.count), keys.allSatisfy({ $0 <= 300 * usual }) else {
      return false
    }
    guard !others.isEmpty else { return again >= 3 }
    guard let grain else { return false }
    return Self.areCoarser(others, than: grain) && !isApproached(keys, usual)
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

  /// Whether rates have two decimals fewer than others, no more and no less.
  private static func areCoarser(_ keys: some Collection<Int64>, than grain: Int64) -> Bool {
    keys.allSatisfy { $0.isMultiple(of: 100 * grain) }
      && keys.count { !$0.isMultiple(of: 1000 * grain) } * 2 > keys.count
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
