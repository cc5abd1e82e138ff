import Market

/// How long the windows of a walk-forward are, in UTC days.
public struct WalkForwardLengths: Sendable, Hashable {
  public var train: Int
  public var test: Int
  /// From one test window to the next; at least `test`, so that no day is tested twice.
  public var step: Int
  /// Whether every train window begins with the first day, or has the same length as the others.
  public var isAnchored: Bool

  public init(train: Int, test: Int, step: Int? = nil, isAnchored: Bool = false) {
    self.train = train
    self.test = test
    self.step = step ?? test
    self.isAnchored = isAnchored
  }

  /// A quarter of the data to train on and a twelfth to test: nine windows.
  public static func standard(days: Int) -> WalkForwardLengths {
    WalkForwardLengths(train: max(1, days / 4), test: max(1, days / 12))
  }

  /// The windows, in order. What is left at the end is a last test window when it is at least half as long as the others.
  ///
  /// Nothing is purged: a train window lies before its test window and its replays end with it, so all that was used to
  /// choose was known when the test began. `gap` rows are left out all the same when asked for: a column made elsewhere
  /// may have been made with outcomes that reach so far.
  ///
  /// - Throws: a `Problem` for lengths that cannot be, or that do not fit into the data.
  public func folds(_ timeline: Timeline, gap: Int = 0) throws(Problem) -> [Fold] {
    guard train > 0, test > 0 else {
      throw Problem("train and test windows of \(train) and \(test) days", remedy: "give each at least one day")
    }
    guard step >= test else {
      throw Problem(
        "--step \(step)d is shorter than --test \(test)d, so days would be tested twice",
        remedy: "give a step of \(test)d or more")
    }
    guard train + test <= timeline.days else {
      throw Problem(
        "a train window of \(train) days and a test window of \(test) need \(train + test) days and the window has \(timeline.days)",
        remedy: "shorten --train or --test, or take more data")
    }
    var folds: [Fold] = []
    var first = train
    while first < timeline.days {
      let end = min(first + test, timeline.days)
      guard 2 * (end - first) >= test else { break }
      let rows = timeline.rows((isAnchored ? 0 : first - train)..<first)
      let used = rows.lowerBound..<max(rows.lowerBound, rows.upperBound - gap)
      guard !used.isEmpty else {
        throw Problem(
          "a horizon of \(gap) bars leaves nothing of a train window of \(train) days",
          remedy: "lengthen --train or shorten --horizon")
      }
      folds.append(
        Fold(
          train: [used], test: [timeline.rows(first..<end)], removed: PurgedRows(outcome: rows.count - used.count)))
      first += step
    }
    return folds
  }
}
