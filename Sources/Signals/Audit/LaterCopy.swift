import Market
import Numerics

/// Whether a column is what a column of the market comes to only later: stamped too early, filled from behind, or made of the
/// bars after. What is said of it names the nearest: a copy before a mean, and that (`LaterBars`) before a mixture.
///
/// What the market's columns come to at the bar itself goes first. The next bar opens where this one closes, so whoever has the
/// close is not accused of the open; of a column only what no column explains at its own time can be owed to a later one.
struct LaterCopy {
  /// The column of the market.
  let name: String
  let what: String

  /// How far ahead a value is looked for.
  private static let reach = Interval.day
  private static let mostValues = 500
  private static let mostRows = 1000
  private static let fewest = 40

  /// - Parameter market: columns as they are known at each close, on the grid of the values.
  init?(_ values: [Double], in market: [(name: String, values: [Double])], _ interval: Interval) {
    guard
      let found = Self.taken(values, from: market, interval) ?? Self.inLine(values, with: market, interval)
        ?? Self.inOrder(values, with: market, interval)
    else { return nil }
    (name, what) = found
  }

  /// Of a column that is made of several bars after, and of some at and before its own.
  init?(_ values: [Double], mixedFrom market: [(name: String, values: [Double])]) {
    guard let found = Self.mixed(values, from: market) else { return nil }
    (name, what) = found
  }

  // MARK: - The same values, earlier

  /// Where it takes a new value, that is one which a column has later and none had before.
  private static func taken(
    _ values: [Double], from market: [(name: String, values: [Double])], _ interval: Interval
  ) -> (String, String)? {
    let reach = max(1, Int(reach.milliseconds / interval.milliseconds))
    let changes = values.indices.dropFirst().filter { row in
      !values[row].isNaN && values[row] != values[row - 1] && row >= reach && row + reach < values.count
    }
    let step = max(1, changes.count / mostValues)
    let places = stride(from: 0, to: changes.count, by: step).map { changes[$0] }
    guard places.count >= fewest else { return nil }
    func isIt(_ value: Double, _ other: Double) -> Bool { (other - value).magnitude <= 1e-9 * value.magnitude }
    // Of any column: whoever has the close has what the next bar opens at.
    let wasThere = places.map { row in
      market.contains { column in (0...reach).contains { isIt(values[row], column.values[row - $0]) } }
    }
    for (name, theirs) in market {
      var (asked, after, before, furthest) = (0, 0, 0, 0)
      for (row, wasThere) in zip(places, wasThere) where !theirs[row].isNaN {
        let ahead = (1...reach).first { isIt(values[row], theirs[row + $0]) }
        // A value that was there and comes again says nothing.
        if wasThere, ahead != nil { continue }
        asked += 1
        if wasThere { before += 1 }
        if let ahead {
          after += 1
          furthest = max(furthest, ahead)
        }
      }
      guard after >= fewest, after * 5 >= asked * 4, before * 20 <= after else { continue }
      return (
        name,
        "on \(after) of \(asked) bars on which it changes it takes a value that '\(name)' has only later, up to "
          + "\(furthest) bars: is it filled from behind, or its stamp the open of what it measures?"
      )
    }
    return nil
  }

  // MARK: - Made of later values

  /// Bars of a column that others are held against, before and after.
  private static let lags = 12

  /// A straight line of what a column comes to a bar or an hour later, and not of what all of them are by then.
  private static func inLine(
    _ values: [Double], with market: [(name: String, values: [Double])], _ interval: Interval
  ) -> (String, String)? {
    let hour = Interval.hour.count(of: interval) ?? 1
    for (name, theirs) in market {
      guard let now = Known(values, theirs, market, lags: lags, ahead: max(lags, hour)) else { continue }
      for bars in Set([1, hour]).sorted() where now.isOwed(to: theirs, [bars]) {
        return (
          name,
          "it is a straight line of '\(name)' \(bars == 1 ? "a bar" : "\(bars) bars") later, and of no column at its own "
            + "time: is its stamp the open of what it measures?"
        )
      }
    }
    return nil
  }

  private static func mixed(
    _ values: [Double], from market: [(name: String, values: [Double])]
  ) -> (String, String)? {
    for (name, theirs) in market {
      guard let now = Known(values, theirs, market, lags: lags, ahead: lags), now.isOwed(to: theirs, Array(1...lags))
      else { continue }
      return (
        name,
        "it is made of '\(name)' over the \(lags) bars after, and what is known at the bar does not make it: is it "
          + "centred on its bar?"
      )
    }
    return nil
  }

  /// The same of ranks: a logarithm or another curve of what a column comes to a bar or an hour later.
  private static func inOrder(
    _ values: [Double], with market: [(name: String, values: [Double])], _ interval: Interval
  ) -> (String, String)? {
    let own = ranks(values)
    let ranked = market.map { (name: $0.name, values: ranks($0.values)) }
    let hour = Interval.hour.count(of: interval) ?? 1
    // A row more or a tie less moves ranks by some places, which is no order of its own: of n in order the variance is n²/12.
    let count = Double(max(1, own.count { !$0.isNaN }))
    let rounding = 100 / (count * count)
    for (name, theirs) in ranked {
      guard let now = Known(own, theirs, ranked, lags: 3, ahead: max(3, hour), least: rounding) else { continue }
      for bars in Set([1, hour]).sorted() where now.isOwed(to: theirs, [bars]) {
        return (
          name,
          "it has the order of '\(name)' \(bars == 1 ? "a bar" : "\(bars) bars") later, and of no column at its own time: is "
            + "its stamp the open of what it measures?"
        )
      }
    }
    return nil
  }

  /// From one half on, equal values sharing one; NaN of what is not known.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: .nan, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }

  /// What is left of a column once all that is known at the bar has explained what it can.
  private struct Known {
    private let explained: Explained
    private let values: [Double]
    private let left: Double

    /// Nil where next to nothing is left, or no more than a share of it all that is rounding, and where there are too few rows to tell.
    init?(
      _ values: [Double], _ theirs: [Double], _ market: [(name: String, values: [Double])], lags: Int, ahead: Int,
      least: Double = 0
    ) {
      let inside = min(lags, values.count)..<max(min(lags, values.count), values.count - ahead)
      func isKnown(_ row: Int) -> Bool {
        !values[row].isNaN && (-lags...lags).allSatisfy { !theirs[row + $0].isNaN } && !theirs[row + ahead].isNaN
      }
      let own = inside.filter(isKnown)
      // A column that is missing on many of these bars would take them away from the others.
      let others = market.map(\.values).filter { other in own.count { !other[$0].isNaN } * 10 >= own.count * 9 }
      let rows = evenRows(inside, most: LaterCopy.mostRows) { row in
        isKnown(row) && others.allSatisfy { !$0[row].isNaN }
      }
      guard rows.count >= 10 * (others.count + 2 * lags + 2) else { return nil }
      var explained = Explained(on: rows)
      for other in others { explained.add(other) }
      for lag in 1...lags { explained.add(theirs, shiftedBy: -lag) }
      let rest = explained.rest(of: values)
      guard rest.left > rest.total * max(1e-9, least) else { return nil }
      (self.explained, self.values, left) = (explained, values, rest.left)
    }

    /// Whether later values of a column take nine tenths of that away.
    func isOwed(to theirs: [Double], _ bars: [Int]) -> Bool {
      var explained = explained
      for ahead in bars { explained.add(theirs, shiftedBy: ahead) }
      return explained.rest(of: values).left * 10 < left
    }
  }
}
