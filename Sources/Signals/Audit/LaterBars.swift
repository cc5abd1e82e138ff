import Market
import Numerics

/// Whether a column computed elsewhere has the order of what later bars come to, over any number of them: a volatility, a mean
/// of volume, a rate that settles next, or groups of these, such as signs and deciles.
///
/// An order is kept by every scale, and one that is kept to a hundredth on all rows but a few is no forecast's. What is slow, as
/// open interest is, has nearly the order of itself a bar later; so nobody is accused whom the present explains nearly as well.
struct LaterBars {
  let what: String

  /// Rows on which widths are tried, and on which a width is judged.
  private static let fewRows = 500
  private static let mostRows = 4000
  private static let fewestRows = 40
  /// Of ranks, from which a width is looked at closely: the nearest that is tried has 0.93 with that of the true one.
  private static let hint = 0.8
  /// Places by which rows may be off, as a share of all, on 19 of 20 rows; the windows of a maker whose file lacks bars are others
  /// on some.
  private static let limit = 0.01
  /// The same of a column of few values: rows in another group, as a share of those outside the largest. The sign of what is
  /// predicted for a settlement is mostly that of the rate, so of what a column has later nearly all must be right.
  private static let limitOfGroups = 0.05
  private static let limitOfLeads = 0.01
  private static let mostGroups = 20
  /// How many times nearer the later bars must be than all that is known.
  private static let advantage = 5.0
  /// Windows that do not overlap, and how often the column must have changed.
  private static let fewestApart = 8
  private static let fewestChanges = 20
  private static let furthest = Interval.days(30)

  /// - Parameter now: columns of the market as they are known at each close.
  init?(_ values: [Double], _ targets: [BarsAfter], beside now: [[Double]], _ interval: Interval) {
    let known = values.indices.filter { !values[$0].isNaN }
    let changes = Self.changes(values, known)
    guard known.count >= Self.fewestRows, changes.count >= Self.fewestChanges else { return nil }
    var samples = [known]
    // A day's value is of its first bar; on the others it is an old one.
    if changes.count * 2 <= known.count {
      let stamps = Self.stamps(values, changes)
      if stamps.count >= Self.fewestRows { samples.insert(stamps, at: 0) }
    }
    for rows in samples {
      let search = Search(values, rows, interval)
      let found = targets.compactMap { search.nearest($0) }.min { $0.distance < $1.distance }
      guard let found, search.isNearer(found, than: now, targets) else { continue }
      let words = found.target.words(found.bars, interval, from: found.start)
      what =
        "\(search.groups.map { "its \($0) values are groups of" } ?? "it has the order of") \(words), on "
        + "\(search.rows.count) bars, and of nothing that is known at the bar: is its stamp the open of what it measures, or was "
        + "it made with what came later?"
      return
    }
    return nil
  }

  /// Which leaks are not looked for, since there is too little of a column; nil where even one over a week is.
  static func unlooked(_ values: [Double], _ interval: Interval) -> String? {
    let known = values.indices.filter { !values[$0].isNaN }
    guard let first = known.first, let last = known.last else { return nil }
    guard known.count >= fewestRows else {
      return
        "\(known.count) known bars are too few to tell by its order whether later ones are in it: "
        + "\(fewestRows) are asked for"
    }
    let changes = Self.changes(values, known).count
    guard changes >= fewestChanges else {
      return
        "\(changes) changes are too few to tell by its order whether later bars are in it: \(fewestChanges) are "
        + "asked for"
    }
    let length = interval * (last - first + 1)
    let most = interval * ((last - first + 1) / fewestApart)
    guard most < .week else { return nil }
    return
      "\(length.inTwoUnits) are too few to tell by its order a leak over more than \(most.inTwoUnits), such as a week's: "
      + "\(fewestApart) such stretches must fit"
  }

  /// The first bar and those on which a column is not what it was on the bar before.
  private static func changes(_ values: [Double], _ known: [Int]) -> [Int] {
    known.filter { $0 == 0 || values[$0] != values[$0 - 1] }
  }

  /// The bars on which a column that stands still takes a value. One of few values may take the one it has: its stamps lie where
  /// all of its changes could.
  private static func stamps(_ values: [Double], _ changes: [Int]) -> [Int] {
    guard Set(changes.map { values[$0] }).count <= mostGroups else { return changes }
    let cadence = zip(changes, changes.dropFirst()).reduce(0) { ($1.1 - $1.0).greatestCommonDivisor(with: $0) }
    guard cadence > 1 else { return [] }
    return stride(from: changes[0], to: values.count, by: cadence).filter { !values[$0].isNaN }
  }

  // MARK: - Which bars

  private struct Match {
    let target: BarsAfter
    let bars: Int
    /// 1 where they begin after the bar, 0 where with it, less where half of them lie before it.
    let start: Int
    let distance: Double
  }

  private struct Search {
    let rows: [Int]
    private let own: [Double]
    private let fewRows: [Int]
    private let fewRanks: [Double]
    /// How many values there are, if few.
    let groups: Int?
    private let windows: [Int]
    private let leads: [Int]
    private let hour: Int

    init(_ values: [Double], _ known: [Int], _ interval: Interval) {
      func even(_ most: Int) -> [Int] { evenRows(known.indices, most: most) { _ in true }.map { known[$0] } }
      rows = even(mostRows)
      own = rounded(rows.map { values[$0] })
      fewRows = even(LaterBars.fewRows)
      fewRanks = LaterCopy.ranks(rounded(fewRows.map { values[$0] }))
      let distinct = Set(own).count
      groups = distinct <= mostGroups ? distinct : nil
      let span = (known.last ?? 0) - (known.first ?? 0) + 1
      let most = min(span / fewestApart, Int(furthest.milliseconds / interval.milliseconds))
      windows = Self.ladder(to: max(1, most))
      hour = max(1, Interval.hour.count(of: interval) ?? 1)
      let hours = Array(1...12).map(Interval.hours) + [.hours(16), .day]
      leads = Set(Array(1...12) + hours.compactMap { $0.count(of: interval) }).filter { $0 <= max(1, most) }.sorted()
    }

    /// 1, 2, 3, … and each a quarter more than the one before.
    private static func ladder(to most: Int) -> [Int] {
      var widths = [1]
      while let last = widths.last, last < most { widths.append(min(most, max(last + 1, last * 5 / 4))) }
      return widths
    }

    /// The bars whose order comes nearest; nil where that is not near enough.
    func nearest(_ target: BarsAfter) -> Match? {
      let candidates: [(bars: Int, start: Int)]
      switch target.reach {
      case .next: candidates = hint(target, 1) >= LaterBars.hint ? [(1, 1)] : []
      case .lead:
        let hinted = leads.map { (bars: $0, hint: hint(target, $0)) }.filter { $0.hint >= LaterBars.hint }
        candidates = hinted.sorted { ($0.hint, -$0.bars) > ($1.hint, -$1.bars) }.prefix(3).map { ($0.bars, 1) }
      case .window:
        // The hours come first: where a column is of each hour, a few bars more or less are the same.
        let later =
          climbed(target).map { bars in
            [(bars / hour * hour, 1), (bars, 1), (bars - 1, 1), (bars + 1, 1), (bars, 0), (bars + 1, 0)]
          } ?? [(2, 0), (3, 0), (4, 0)].filter { hint(target, $0, from: $1) >= LaterBars.hint }
        candidates = later + around(target)
      }
      let limit = groups != nil ? (target.reach == .window ? limitOfGroups : limitOfLeads) : LaterBars.limit
      // A bar by itself that begins with the bar is the present.
      return candidates.filter { $0.bars > 1 - $0.start }.compactMap { bars, start -> Match? in
        let distance = distance(rows.map { target.value($0 + start, bars) })
        return distance <= limit ? Match(target: target, bars: bars, start: start, distance: distance) : nil
      }.min { $0.distance < $1.distance }
    }

    /// Whether no column has the order at its own time, nor anything that can be asked of the same number of bars before.
    func isNearer(_ match: Match, than now: [[Double]], _ targets: [BarsAfter]) -> Bool {
      let least = advantage * match.distance + 4 / Double(rows.count)
      return now.allSatisfy { column in distance(rows.map { column[$0] }) > least }
        && targets.allSatisfy { target in
          target.reach != .window || distance(rows.map { target.value($0 + 1 - match.bars, match.bars) }) > least
        }
    }

    /// The number of bars at which ranks go together most, from the nearest that is tried to the very one; nil where they hardly
    /// do anywhere.
    private func climbed(_ target: BarsAfter, from start: (Int) -> Int = { _ in 1 }) -> Int? {
      let tried = windows.map { hint(target, $0, from: start($0)) }
      guard let place = tried.indices.max(by: { tried[$0] < tried[$1] }), tried[place] >= LaterBars.hint else {
        return nil
      }
      var (bars, best) = (windows[place], tried[place])
      var step = max(1, bars / 4)
      while step >= 1 {
        let better = [bars - step, bars + step].filter { $0 >= 1 }.map {
          (bars: $0, hint: hint(target, $0, from: start($0)))
        }
        .max { $0.hint < $1.hint }
        if let better, better.hint > best { (bars, best) = better } else { step /= 2 }
      }
      return bars
    }

    /// Bars on both sides, of an even number one more before than after or the other way round.
    private func around(_ target: BarsAfter) -> [(bars: Int, start: Int)] {
      guard target.mayBeAround, let bars = climbed(target, from: { -($0 / 2) }) else { return [] }
      let widths = max(3, bars - 1)...max(3, bars + 1)
      return widths.flatMap { width in [(width, -(width / 2)), (width, -((width - 1) / 2))] }
    }

    /// The correlation of ranks on a few rows, as a share of what so many equal values allow; 0 where too few are known.
    private func hint(_ target: BarsAfter, _ bars: Int, from start: Int = 1) -> Double {
      let others = LaterCopy.ranks(rounded(fewRows.map { target.value($0 + start, bars) }))
      guard let found = Association(fewRanks, others, fewest: min(fewestRows, fewRows.count)),
        found.count * 3 >= fewRows.count
      else { return 0 }
      let most = (spread(fewRanks) / max(1e-9, spread(others))).squareRoot()
      return found.correlation.magnitude / min(1, most)
    }

    /// The variance of ranks as a share of that of as many that are all different.
    private func spread(_ ranks: [Double]) -> Double {
      let known = ranks.filter { !$0.isNaN }
      guard known.count > 1 else { return 0 }
      return 12 * moments(known).variance / Double(known.count * known.count)
    }

    // MARK: - How near

    /// How far the order is another, whichever way round; 1 where that cannot be said.
    private func distance(_ other: [Double]) -> Double {
      let known = own.indices.filter { !other[$0].isNaN }
      guard known.count >= fewestRows, known.count * 3 >= own.count else { return 1 }
      let (own, other) = (known.map { self.own[$0] }, rounded(known.map { other[$0] }))
      return groups != nil ? groupDistance(own, other) : rankDistance(own, other)
    }

    private func rankDistance(_ own: [Double], _ other: [Double]) -> Double {
      // A rate that is pinned to one value is so on both sides, and says nothing there.
      let (usual, theirs) = (mode(own), mode(other))
      let rows = own.indices.filter { own[$0] != usual || other[$0] != theirs }
      guard rows.count >= fewestRows else { return 1 }
      let (a, b) = (LaterCopy.ranks(rows.map { own[$0] }), LaterCopy.ranks(rows.map { other[$0] }))
      let count = Double(rows.count)
      let distances = [1.0, -1.0].map { sign in
        zip(a, b).map { (sign > 0 ? $0 - $1 : $0 + $1 - count).magnitude / count }.sorted()[rows.count * 19 / 20]
      }
      return min(distances[0], distances[1])
    }

    /// The value on a fifth of the rows or more; NaN where none is.
    private func mode(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      let step = max(1, sorted.count / 10)
      for row in stride(from: step, to: sorted.count, by: step) where sorted[row] == sorted[row - step] {
        if values.count(where: { $0 == sorted[row] }) * 5 >= values.count { return sorted[row] }
      }
      return .nan
    }

    /// Where the other values, in their order, are cut into groups of the same sizes: rows that fall into another.
    private func groupDistance(_ own: [Double], _ other: [Double]) -> Double {
      let sorted = own.sorted()
      let largest = WholeSample.runs(sorted).max() ?? 0
      guard sorted.count - largest >= fewestChanges else { return 1 }
      let order = other.indices.sorted { other[$0] < other[$1] }
      let wrong = [order, order.reversed()].map { order in
        zip(order, sorted).count { own[$0] != $1 }
      }
      return Double(min(wrong[0], wrong[1])) / Double(sorted.count - largest)
    }
  }
}

/// To a ten-millionth of the deviation: what sums of the same numbers differ by is no order.
private func rounded(_ values: [Double]) -> [Double] {
  let known = values.filter { !$0.isNaN }
  guard !known.isEmpty else { return values }
  let (mean, variance) = moments(known)
  let unit = variance.squareRoot() * 1e-7
  return unit > 0 && unit.isFinite ? values.map { (($0 - mean) / unit).rounded() } : values
}

private func moments(_ known: [Double]) -> (mean: Double, variance: Double) {
  let mean = known.reduce(0, +) / Double(known.count)
  return (mean, known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count))
}
