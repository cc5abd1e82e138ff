import Market

/// Rows of a wider width among rows that are known when their bars are over: filed as the narrower one, they would be known
/// before they are.
///
/// Rows that are missing leave gaps of any length; that several in a row leave the same one is no accident, unless rows are
/// missing all around them, as where only bars with trades are listed.
struct ChangedWidth {
  let width: Interval
  /// The rows that are so far apart from each other.
  let rows: ClosedRange<Int>

  /// So many equal steps in a row may be an interval that changed.
  private static let least = 3
  /// So many are one, whatever is around them.
  private static let certain = 20
  /// So many steps to each side tell how often rows are missing there.
  private static let reach = 200
  /// In how many files such a run may be an accident of rows that are missing.
  private static let accidents = 0.001

  /// The first there is; nil where rows are of one width.
  ///
  /// - Parameters:
  ///   - stamps: in order of time.
  ///   - step: how far apart most of them are.
  ///   - isSaid: whether somebody said the width, against which only a long run speaks.
  ///   - areNeighbours: whether nothing is missing between rows, where they tell it themselves.
  init?(
    of stamps: [Int64], step: Int64, isSaid: Bool = false, areNeighbours: (ClosedRange<Int>) -> Bool = { _ in true }
  ) {
    guard step > 0 else { return nil }
    let steps = zip(stamps, stamps.dropFirst()).map { $1 - $0 }
    var (runs, start) = ([Range<Int>](), 0)
    for place in steps.indices where place + 1 == steps.count || steps[place + 1] != steps[place] {
      if place + 1 - start >= Self.least { runs.append(start..<place + 1) }
      start = place + 1
    }
    let wide = runs.filter { steps[$0.lowerBound] >= 2 * step && steps[$0.lowerBound] % step == 0 }
    guard !wide.isEmpty else { return nil }
    // Steps that are no part of any rhythm.
    var areStray = steps.map { $0 != step }
    for run in runs { areStray.replaceSubrange(run, with: repeatElement(false, count: run.count)) }
    func isNoAccident(_ run: Range<Int>) -> Bool {
      let near = [
        max(0, run.lowerBound - Self.reach)..<run.lowerBound,
        run.upperBound..<min(steps.count, run.upperBound + Self.reach),
      ]
      let strays = near.reduce(0) { $0 + areStray[$1].count { $0 } }
      let share = Double(strays + 1) / Double(near[0].count + near[1].count + 2)
      return run.reduce(Double(steps.count)) { expected, _ in expected * share } < Self.accidents
    }
    let found = wide.first { run in
      run.count >= Self.certain || !isSaid && isNoAccident(run) && areNeighbours(run.lowerBound...run.upperBound)
    }
    guard let found else { return nil }
    width = Interval(milliseconds: steps[found.lowerBound])
    rows = found.lowerBound...found.upperBound
  }

  /// Where the width changes: the first of the rows, or the one behind them where the file begins with them.
  var row: Int { rows.lowerBound > 0 ? rows.lowerBound : rows.upperBound }

  /// From when on, and how often.
  func said(_ stamps: [Int64]) -> String {
    "\(width) apart from \(Instant(milliseconds: stamps[rows.lowerBound]).minuteText) on, \(rows.count - 1) times in a row"
  }
}
