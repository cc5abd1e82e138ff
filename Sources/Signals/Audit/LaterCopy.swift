import Market
import Numerics

/// Whether a column is what a column of the market comes to only later: stamped too early, filled from behind, or made of the
/// next bar in a straight line.
struct LaterCopy {
  /// The column of the market.
  let name: String
  let what: String

  /// How far ahead a value is looked for.
  private static let reach = Interval.day
  private static let most = 2000
  private static let fewest = 50

  /// - Parameter market: bars that are known at their close, on the grid of the values.
  init?(_ values: [Double], in market: [(name: String, values: [Double])], _ interval: Interval) {
    for (name, theirs) in market {
      if let what = Self.taken(values, from: theirs, name, interval)
        ?? Self.inLine(values, with: theirs, name, interval)
      {
        self.name = name
        self.what = what
        return
      }
    }
    return nil
  }

  /// Where it takes a new value, that is one which the other has later and did not have before.
  private static func taken(
    _ values: [Double], from theirs: [Double], _ name: String, _ interval: Interval
  ) -> String? {
    let reach = max(1, Int(reach.milliseconds / interval.milliseconds))
    let changes = values.indices.dropFirst().filter { row in
      !values[row].isNaN && !theirs[row].isNaN && values[row] != values[row - 1] && row >= reach
        && row + reach < values.count
    }
    let step = max(1, changes.count / most)
    var (after, before, asked, furthest) = (0, 0, 0, 0)
    for place in stride(from: 0, to: changes.count, by: step) {
      let row = changes[place]
      let value = values[row]
      func isIt(_ other: Double) -> Bool { (other - value).magnitude <= 1e-9 * value.magnitude }
      asked += 1
      let wasThere = (0...reach).contains { isIt(theirs[row - $0]) }
      let ahead = (1...reach).first { isIt(theirs[row + $0]) }
      if wasThere, ahead == nil { before += 1 }
      if !wasThere, let ahead {
        after += 1
        furthest = max(furthest, ahead)
      }
    }
    guard asked >= fewest, after * 5 >= asked * 4, before * 20 <= after else { return nil }
    return "on \(after) of \(asked) bars on which it changes it takes a value that '\(name)' has only later, up to "
      + "\(furthest) bars: is it filled from behind, or its stamp the open of what it measures?"
  }

  /// A straight line of what the other comes to a bar or an hour later, and not of what it is.
  private static func inLine(
    _ values: [Double], with theirs: [Double], _ name: String, _ interval: Interval
  ) -> String? {
    guard let now = Association(values, theirs)?.correlation.magnitude else { return nil }
    for bars in Set([1, Interval.hour.count(of: interval) ?? 1]).sorted() {
      let later = Array(theirs.dropFirst(bars)) + [Double](repeating: .nan, count: min(bars, theirs.count))
      guard let found = Association(values, later)?.correlation.magnitude, found > 0.99,
        1 - now > 10 * (1 - found) + 1e-9
      else { continue }
      return "it is a straight line of '\(name)' \(bars == 1 ? "a bar" : "\(bars) bars") later (correlation "
        + "\((found * 10_000).rounded() / 10_000)), and less of what that is at its own time: is its stamp the open of "
        + "what it measures?"
    }
    return nil
  }
}
