import Statistics

extension StudySummary {
  static let csvColumns = [
    "market", "signal", "forward", "observations", "bars_in", "episodes", "mean_in_bps", "median_in_bps",
    "hit_rate_in", "hit_rate_out", "mean_all_bps", "difference_bps", "estimator", "estimate_bps", "se_bps", "t", "p",
    "null_rejection", "kernel", "lags", "correction", "distribution", "verdict",
  ]

  /// One row an estimator and horizon.
  public var csv: String {
    func bps(_ value: Double?) -> Figure { value.map { .plain($0 * 1e4) } ?? .missing }
    func plain(_ value: Double?) -> Figure { value.map { .plain($0) } ?? .missing }
    var writer = CSVWriter(columns: Self.csvColumns, into: "")
    for horizon in study.horizons {
      let contrast = horizon.contrast
      for result in horizon.estimates {
        writer.append([
          .text(frame.market), .text(study.subject.name), .text(horizon.forward.description),
          .count(horizon.observations), contrast.map { .count($0.barsIn) } ?? .missing,
          contrast.map { .count($0.episodes) } ?? .missing, bps(contrast?.meanIn), bps(contrast?.medianIn),
          plain(contrast?.hitRateIn), plain(contrast?.hitRateOut),
          bps(horizon.meanAll), bps(contrast?.difference), .text(result.name), bps(result.estimate),
          bps(result.standardError), plain(result.t), plain(result.p), plain(rejection(horizon, result.name)),
          result.method?.kernel.map { .text($0.rawValue) } ?? .missing,
          result.method?.lags.map { .count($0) } ?? .missing,
          result.method.map { .text($0.correction.rawValue) } ?? .missing,
          result.method.map { .text($0.distribution.kind) } ?? .missing,
          .text(horizon.verdict.finding.rawValue),
        ])
      }
    }
    return writer.output
  }
}
