import Market

extension Interval {
  /// This horizon in bars of a window: what every study asks of its horizons before anything else.
  ///
  /// - Parameters:
  ///   - count: bars of the window.
  ///   - place: where the horizon was written, when in a file.
  ///   - remedy: what to do about one that is longer than the window.
  /// - Throws: a `Problem` for a horizon that is no whole number of bars or as long as the window.
  package func horizon(
    in count: Int, barsOf interval: Interval, at place: Problem.Place = Problem.Place(),
    remedy: String = "shorten it or widen --from and --to"
  ) throws(Problem) -> Int {
    guard let bars = self.count(of: interval), bars > 0 else {
      throw Problem(
        "the horizon \(self) is not a whole number of \(interval) bars", at: place, remedy: "take a multiple")
    }
    guard bars < count else {
      throw Problem("the horizon \(self) is \(bars) bars and the window has \(count)", at: place, remedy: remedy)
    }
    return bars
  }
}
