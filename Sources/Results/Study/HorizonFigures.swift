import Market
import Research
import Statistics

/// What happened after a signal at one horizon, before anybody asks how sure one can be: of one market, of several
/// together, or of one among several.
struct HorizonFigures: Sendable {
  var market: String
  var instrument: String
  var signal: String
  var forward: Interval
  var bars: Int
  var observations: Int
  var meanAll: Double
  /// Nil for a signal, which has no inside.
  var inside: Inside?
  var spearman: Double?
  /// The verdict is of all markets together; a market by itself has none.
  var verdict: Verdict?

  struct Inside: Sendable {
    var bars: Int
    var episodes: Int
    var longestEpisode: Int?
    var mean: Double
    var median: Double
    var hitRate: Double?
    var meanError: Double?
    var meanOut: Double
    var meanOutError: Double?
    var medianOut: Double?
    var hitRateOut: Double?

    init(_ contrast: RegimeContrast, _ errors: MeanErrors? = nil) {
      (bars, episodes, longestEpisode) = (contrast.barsIn, contrast.episodes, contrast.longestEpisode)
      (mean, median, hitRate) = (contrast.meanIn, contrast.medianIn, contrast.hitRateIn)
      (meanOut, medianOut, hitRateOut) = (contrast.meanOut, contrast.medianOut, contrast.hitRateOut)
      (meanError, meanOutError) = (errors?.inside, errors?.outside)
    }

    init(_ contrast: PanelContrast) {
      (bars, episodes) = (contrast.barsIn, contrast.episodes)
      (mean, median, meanOut) = (contrast.meanIn, contrast.medianIn, contrast.meanOut)
    }
  }

  static let fields = Fields<HorizonFigures> {
    Field("market", .words, in: .csv) { $0.market }
    Field("instrument", .words, in: .csv) { $0.instrument }
    Field("signal", .words, in: .csv) { $0.signal }
    Field("forward", .words, in: .all, "horizon of forward returns") { $0.forward.description }
    Field("forward_bars", .count, "horizon of forward returns, in bars") { $0.bars }
    Field("observations", "bars", .count, in: .documents, "bars on which signal and forward return are known") {
      $0.observations
    }
    Fields<Inside> {
      Field("bars_in", "bars in", .count, in: .all, "bars in the regime, of those") { $0.bars }
      Field(
        "episodes", .count, in: .all,
        "how often the regime came: the size of the sample; a bar that is not known ends none"
      ) {
        $0.episodes
      }
      Field("longest_episode_bars", .count, "from its first bar in the regime to its last") { $0.longestEpisode }
      Field("mean_in_bps", "mean in", .bps, in: .all, "mean forward return in the regime") { $0.mean }
      Field("mean_out_bps", "mean out", .bps, in: .shown, "mean forward return outside the regime") { $0.meanOut }
      Field("mean_in_se_bps", .unsignedBps, "of mean_in_bps by itself: Newey-West, Bartlett, lags twice the horizon") {
        $0.meanError
      }
      Field("mean_out_se_bps", .unsignedBps) { $0.meanOutError }
      Field("median_in_bps", "median in", .bps, in: .detailed) { $0.median }
      Field("median_out_bps", "median out", .bps, in: [.json, .detail]) { $0.medianOut }
      Field(
        "hit_rate_in", "hit rate", .percent(1), in: .all, unit: "in regime",
        "share of forward returns above zero, in the regime"
      ) { $0.hitRate }
      Field(
        "hit_rate_out", "hit rate", .percent(1), in: .all, unit: "outside",
        "share of forward returns above zero, outside the regime"
      ) { $0.hitRateOut }
    }.of { $0.inside }
    Field("mean_all_bps", "mean", .bps, in: .documents, "mean forward return of all bars") { $0.meanAll }
    Field("difference_bps", .bps, in: .all, "mean_in_bps less mean_out_bps") { $0.inside.map { $0.mean - $0.meanOut } }
    Field("spearman", "Spearman", .correlation, "rank correlation of signal and forward return") { $0.spearman }
  }

  /// One row an estimator.
  static let csv = Fields<(figures: HorizonFigures, estimator: EstimatorRow)> {
    fields.of { $0.figures }
    EstimatorRow.bps.of { $0.estimator }
    Field("verdict", .words, in: .csv) { $0.figures.verdict?.finding.rawValue ?? "" }
  }
}
