import Research
import Statistics

extension PanelSummary {
  /// One row an estimator and horizon, under the header of a study of one market: first of all markets together, their
  /// names joined by commas, then of each by itself.
  public var csv: String {
    var writer = CSVWriter(columns: StudySummary.csvColumns, into: "")
    for horizon in study.horizons {
      let all = PlainFigures(
        observations: horizon.observations, barsIn: horizon.contrast?.barsIn, episodes: horizon.contrast?.episodes,
        meanIn: horizon.contrast?.meanIn, medianIn: horizon.contrast?.medianIn,
        meanAll: horizon.meanAll,
        difference: horizon.contrast?.difference)
      for result in horizon.estimates {
        writer.append(row(market, horizon, all, result, rejection: rejection(horizon, result.name)))
      }
      for market in horizon.markets {
        let own = PlainFigures(
          observations: market.observations, barsIn: market.contrast?.barsIn, episodes: market.contrast?.episodes,
          meanIn: market.contrast?.meanIn, medianIn: market.contrast?.medianIn,
          hitRateIn: market.contrast?.hitRateIn, hitRateOut: market.contrast?.hitRateOut, meanAll: market.meanAll,
          difference: market.contrast?.difference)
        for result in market.estimates {
          writer.append(row(market.market, horizon, own, result, rejection: nil, verdict: .blank))
        }
      }
    }
    return writer.output
  }

  private struct PlainFigures {
    var observations: Int
    var barsIn: Int?
    var episodes: Int?
    var meanIn: Double?
    var medianIn: Double?
    var hitRateIn: Double?
    var hitRateOut: Double?
    var meanAll: Double
    var difference: Double?
  }

  /// The verdict is of all markets together; a market by itself has none.
  private func row(
    _ market: String, _ horizon: PanelHorizon, _ plain: PlainFigures, _ result: EstimatorResult, rejection: Double?,
    verdict: Figure? = nil
  ) -> [Figure] {
    func bps(_ value: Double?) -> Figure { value.map { .plain($0 * 1e4) } ?? .missing }
    func number(_ value: Double?) -> Figure { value.map { .plain($0) } ?? .missing }
    return [
      .text(market), .text(subject.name), .text(horizon.forward.description), .count(plain.observations),
      plain.barsIn.map(Figure.count) ?? .missing, plain.episodes.map(Figure.count) ?? .missing, bps(plain.meanIn),
      bps(plain.medianIn), number(plain.hitRateIn), number(plain.hitRateOut), bps(plain.meanAll), bps(plain.difference),
      .text(result.name), bps(result.estimate),
      bps(result.standardError), number(result.t), number(result.p), number(rejection),
      result.method?.kernel.map { .text($0.rawValue) } ?? .missing,
      result.method?.lags.map(Figure.count) ?? .missing,
      result.method.map { .text($0.correction.rawValue) } ?? .missing,
      result.method.map { .text($0.distribution.kind) } ?? .missing, verdict ?? .text(horizon.verdict.finding.rawValue),
    ]
  }
}
