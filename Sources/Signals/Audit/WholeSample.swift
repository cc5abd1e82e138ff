import Market
import Numerics

/// The marks of a column that was made with all its rows at once, the last included: less their mean, standardised, ranked, cut
/// into groups of one size, clipped at their quantiles, or put on a scale of the least and the most of them, or of quartiles.
/// Who had only the past could not have met any of them exactly.
struct WholeSample {
  let what: String

  private static let fewest = 500

  /// - Parameter rows: every value of the column, also outside the window that is asked about.
  init?(_ rows: [Double]) {
    let known = rows.filter { !$0.isNaN }
    guard known.count >= Self.fewest else { return nil }
    let sorted = known.sorted()
    if Self.isStandardised(known) {
      what =
        "its mean is 0 and its deviation 1 over all its \(known.count) rows: was it standardised with the whole sample?"
    } else if known != sorted, known != sorted.reversed(), Self.isRanked(sorted) {
      what = "its values are the ranks of all its \(known.count) rows: was it ranked in the whole sample?"
    } else if let ends = Self.scale(known, sorted) {
      what =
        "one of its \(known.count) rows is exactly \(ends.least), one exactly \(ends.most) and all others lie between them: "
        + "was it scaled with the least and the most of the whole sample?"
    } else if Self.isRobust(sorted) {
      what =
        "its median is 0 and its quartiles lie 1 apart over all its \(known.count) rows: was it scaled with those of the "
        + "whole sample?"
    } else if Self.isLessItsMean(known, sorted) {
      what =
        "its \(known.count) rows add up to 0: was the mean of the whole sample, or a line through it, taken from it?"
    } else if let groups = Self.equalGroups(known, sorted) {
      what =
        "each of its \(groups) values has the same number of its \(known.count) rows: was it cut at quantiles of the "
        + "whole sample?"
    } else if let tails = ClippedTails(sorted) {
      what =
        "its \(tails.rows) least and its \(tails.rows) greatest of \(known.count) rows are one value each, "
        + "\((tails.share * 100).shortText)% of them on either side: was it clipped at quantiles of the whole sample?"
    } else {
      return nil
    }
  }

  /// What is not told of so few rows; nil of enough.
  static func unlooked(_ count: Int) -> String? {
    count >= fewest
      ? nil : "\(count) rows are too few to tell whether it was made with all of them: \(fewest) are asked for"
  }

  /// By chance rows add up to the root of their number in deviations, and the changes of something to what it changed by. A
  /// thousandth of one deviation bears the rounding of a file to six digits.
  private static func isLessItsMean(_ known: [Double], _ sorted: [Double]) -> Bool {
    guard distinct(sorted) * 2 > sorted.count, let mean = Rolling.mean(known, window: known.count).last,
      let deviation = Rolling.std(known, window: known.count).last
    else { return false }
    return deviation > 0 && mean.magnitude * Double(known.count) < 1e-3 * deviation
  }

  /// How many values share the rows evenly; nil where they do not, and where they take turns, as a count of bars does.
  private static func equalGroups(_ known: [Double], _ sorted: [Double]) -> Int? {
    let groups = distinct(sorted)
    guard (4...100).contains(groups) else { return nil }
    let sizes = runs(sorted)
    guard let least = sizes.min(), let most = sizes.max(), most - least <= 1 else { return nil }
    return Set(runs(known).dropFirst().dropLast()).count > 1 ? groups : nil
  }

  static func distinct(_ sorted: [Double]) -> Int { zip(sorted, sorted.dropFirst()).count { $0 != $1 } + 1 }

  /// How often each value stands before another comes.
  static func runs(_ values: [Double]) -> [Int] {
    var (runs, first) = ([Int](), 0)
    for row in values.indices.dropFirst() where values[row] != values[row - 1] {
      runs.append(row - first)
      first = row
    }
    return runs + [values.count - first]
  }

  /// Of as many rows of a signal whose true mean is 0 and deviation 1, one in ten thousand comes so near by chance. It bears
  /// the rounding of a file, and a row that was lost.
  private static func isStandardised(_ known: [Double]) -> Bool {
    let count = Double(known.count)
    guard let mean = Rolling.mean(known, window: known.count).last,
      let deviation = Rolling.std(known, window: known.count).last
    else { return false }
    let slack = 0.01 / count.squareRoot()
    // Divided by n or by n - 1.
    return mean.magnitude < slack
      && [1, ((count - 1) / count).squareRoot(), (count / (count - 1)).squareRoot()].contains {
        (deviation - $0).magnitude < slack
      }
  }

  /// Whether values are 1/n, 2/n, … of their own number n, or the same from 1 to n or from 0 on; ties share a rank. On any other
  /// scale, such as percent or -1 to 1, they are as many steps of one size.
  private static func isRanked(_ sorted: [Double]) -> Bool {
    let count = Double(sorted.count)
    let distinct = Self.distinct(sorted)
    guard distinct * 2 > sorted.count, let first = sorted.first, let last = sorted.last else { return false }
    let step = (last - first) / (count - 1)
    if zip(sorted, sorted.dropFirst()).allSatisfy({ ($1 - $0 - step).magnitude <= 0.3 * step }) { return true }
    let unit = last > 1.5 ? 1 : 1 / count
    guard first >= 0, first <= 2 * unit, (last - (last > 1.5 ? count : 1)).magnitude <= 2 * unit else { return false }
    return sorted.count { value in
      let halves = 2 * value / unit
      return (halves - halves.rounded()).magnitude <= 0.2
    } == sorted.count
  }

  /// The scale that a column was put on by the least and the most of its rows; nil where either is met twice, as by what is
  /// clipped. What swings between bounds of its own, as a stochastic oscillator does, comes near to both in every quarter.
  private static func scale(_ known: [Double], _ sorted: [Double]) -> (least: Int, most: Int)? {
    guard distinct(sorted) * 2 > sorted.count, sorted[1] > sorted[0],
      sorted[sorted.count - 2] < sorted[sorted.count - 1]
    else { return nil }
    let (least, most) = (sorted[0], sorted[sorted.count - 1])
    let near = (most - least) / 50
    let swings = (0..<4).allSatisfy { quarter in
      let part = known[(quarter * known.count / 4)..<((quarter + 1) * known.count / 4)]
      return part.contains { $0 <= least + near } && part.contains { $0 >= most - near }
    }
    return swings ? nil : [(0, 1), (-1, 1), (0, 100)].first { least == Double($0.0) && most == Double($0.1) }
  }

  /// As rarely by chance as `isStandardised`.
  private static func isRobust(_ sorted: [Double]) -> Bool {
    guard distinct(sorted) * 2 > sorted.count else { return false }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let row = Int(place)
      guard row + 1 < sorted.count else { return sorted[row] }
      return sorted[row] + (place - Double(row)) * (sorted[row + 1] - sorted[row])
    }
    let slack = 0.01 / Double(sorted.count).squareRoot()
    return quantile(0.5).magnitude < slack && (quantile(0.75) - quantile(0.25) - 1).magnitude < slack
  }

  /// Whether values repeat themselves each day or each week: what is of the calendar is known to its end, and may well have a
  /// mean of 0 and a deviation of 1.
  static func isOfCalendar(_ values: [Double], _ interval: Interval) -> Bool {
    [Interval.day, .week].contains { period in
      guard let bars = period.count(of: interval), bars < values.count else { return false }
      let pairs = (bars..<values.count).filter { !values[$0].isNaN && !values[$0 - bars].isNaN }
      let alike = pairs.count { (values[$0] - values[$0 - bars]).magnitude <= 1e-9 * max(1, values[$0].magnitude) }
      return pairs.count >= bars && alike * 100 >= pairs.count * 99
    }
  }
}
