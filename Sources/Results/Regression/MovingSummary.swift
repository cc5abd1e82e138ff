import Market
import Research
import Statistics

/// One moving regression of a summary, for tables, documents and pages.
package struct MovingSummary: Sendable {
  package let summary: RegressionSummary
  package let moving: MovingRegression

  private var scale: Double { summary.scale }

  /// `Rolling 7d`.
  package var title: String {
    let kind = moving.scheme.kind == .rolling ? "Rolling" : "Expanding from"
    return "\(kind) \(moving.scheme.length)"
  }

  /// One row a term: where its coefficient has been.
  package var table: Table {
    Table(
      title: "\(title): coefficients through time",
      columns: [
        .init("term", key: "name", .words), .init("first", unit: summary.unit, key: "first"),
        .init("last", unit: summary.unit, key: "last"), .init("lowest", unit: summary.unit, key: "lowest"),
        .init("highest", unit: summary.unit, key: "highest"),
        .init("|t| > 1.96", unit: "of windows", key: "significant_share"),
      ],
      rows: moving.fit.terms.indices.map { index in
        let values = moving.fit.coefficients[index].filter { !$0.isNaN }.map { $0 * scale }
        let spread = (values.max() ?? .nan) - (values.min() ?? .nan)
        let figure = { (value: Double?) -> Figure in
          value.map {
            Figure(
              .real($0), .fixed(RegressionSummary.decimals(error: spread / 10), grouped: true, sign: .whenNegative))
          } ?? .missing
        }
        return [
          .text(RegressionSummary.shown(moving.fit.terms[index])), figure(values.first), figure(values.last),
          figure(values.min()),
          figure(values.max()),
          moving.judged.isEmpty ? .missing : .percent(moving.significantShare(index), decimals: 0),
        ]
      },
      notes: [coverageText, forecastText])
  }

  var coverageText: String {
    let refused = MovingFit.Refusal.allCases.compactMap { reason -> String? in
      guard let rows = moving.fit.refusals[reason], rows > 0 else { return nil }
      let count = Double.grouped(rows)
      switch reason {
      case .warmUp: return "\(count) before the first window was full"
      case .tooFewRows: return "\(count) with less than half of the window known"
      case .singular: return "\(count) in which a column never changes or is made of others"
      }
    }
    let judged =
      "t at \(moving.judged.count) evenly spaced bars by \(summary.regression.choice.words(summary.regression.inference.used)); windows overlap, so these are not so many tests."
    return
      "Estimated at \(Double.grouped(moving.fit.estimated)) of \(Double.grouped(moving.fit.count)) bars\(refused.isEmpty ? "" : "; none at \(refused.joined(separator: ", "))"). \(judged)"
  }

  package var forecastText: String {
    guard let sample = moving.outOfSample else {
      return "Out of sample: nothing can be said; \(moving.noForecasts ?? "no forecast was made")."
    }
    let test = sample.clarkWest
    return
      "Out of sample: R2 \(sample.r2.fixed(5)) against the mean of the same rows (Campbell & Thompson 2008), \(Double.grouped(sample.forecasts)) forecasts, each by coefficients whose outcomes were known; Clark-West t \(test.t.fixed(2)), one-sided p \(test.p.pFigure) (normal; Newey-West, \(test.lags) lags)."
  }

  static let fields = Fields<MovingSummary> {
    Field("kind", .words, "rolling or expanding") { $0.moving.scheme.kind.rawValue }
    Field("window_bars", .count) { $0.moving.bars }
    Field("estimated_bars", .count) { $0.moving.fit.estimated }
    Field("refused", json: .object, "bars without an estimate, by cause") { row in
      .members(row.moving.fit.refusals.map { ($0.key.rawValue, .integer($0.value)) })
    }
    Field("solved_by_rows", .count) { $0.moving.fit.solvedByRows }
    Field("terms", json: .array) { .strings($0.moving.fit.terms) }
    Field(
      "path", json: .array,
      "at evenly spaced bars: coefficients, se, and known_at, when the last outcome that they rest on is known"
    ) { row in
      .array(
        row.moving.judged.map { window in
          [
            "known_at": .string(row.close(window.knownRow).description), "coefficients": .numbers(window.coefficients),
            "se": .numbers(window.errors),
          ]
        })
    }
    Field("out_of_sample", object: outOfSampleFields, "forecasts by coefficients whose outcomes were known") {
      $0.moving.outOfSample
    }
    Field("out_of_sample_refused", .words) { $0.moving.noForecasts }
  }

  private static let outOfSampleFields = Fields<OutOfSample> {
    Field("r2", .number, "Campbell & Thompson 2008") { $0.r2 }
    Field("forecasts", .count) { $0.forecasts }
    Field("benchmark", .words) { _ in "mean of the same rows" }
    Field("clark_west", object: clarkWestFields) { $0.clarkWest }
  }

  private static let clarkWestFields = Fields<ClarkWest> {
    Field("t", .ratio) { $0.t }
    Field("p_one_sided", .p) { $0.p }
    Field("lags", .count) { $0.lags }
    Field("kernel", .words) { _ in "bartlett" }
    Field("mean_difference", .number) { $0.meanDifference }
    Field("se", .number) { $0.standardError }
  }

  /// When a row of the evaluation is known.
  package func close(_ row: Int) -> Instant { summary.frame.grid.close(summary.frame.evaluation.lowerBound + row) }
}
