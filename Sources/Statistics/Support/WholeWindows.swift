/// How much of an estimate of overlapping returns lies in whole windows of the regressor.
///
/// Σ u_t·y_t over h-bar returns weighs each one-bar return with the sum of u over the h bars before it. Moves round a circle
/// know whole windows only. Where u has a period that goes into the horizon, as a time of day into whole days, those sums
/// are zero but for gaps: what is left of the estimate lies in the windows that the edges of the sample and its holes cut
/// off, and an error made of the others is a small part of its own.
struct WholeWindows {
  /// Σ of squares over whole windows, scaled to all rows that count.
  let whole: Double
  /// The same over all windows, cut ones included.
  let all: Double
  /// Where holes leave no whole window, there is nothing to be said about them.
  let isAnyWhole: Bool

  /// Less than half of the variance is a guess about the rest.
  var standStill: Bool { isAnyWhole && whole < Self.least * all }

  /// What whole windows of a regressor without memory come to is h; of changes of one, 2; of changes of changes, 2/3.
  /// Above this share of Σ u² nothing needs to be looked at.
  static let least = 0.5

  /// - Parameters:
  ///   - known: u by bar wherever the regressor is known, zero elsewhere.
  ///   - counted: the same on the rows of the estimate.
  ///   - isWhole: bars with a whole window behind them.
  ///   - observations: rows of the estimate.
  init(known: [Double], counted: [Double], isWhole: [Bool], observations: Int, horizon: Int) {
    let windows = windowSums(known, width: horizon)
    var (sum, bars) = (0.0, 0)
    for bar in isWhole.indices where isWhole[bar] {
      sum += windows[bar] * windows[bar]
      bars += 1
    }
    isAnyWhole = bars > 0
    whole = sum * Double(observations) / Double(max(1, bars))
    all = Sums.squares(windowSums(counted, width: horizon))
  }
}
