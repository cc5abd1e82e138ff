import Market
import Research
import Statistics

/// One moving regression of a summary, for tables, documents and pages.
struct MovingSummary {
  let summary: RegressionSummary
  let moving: MovingRegression

  private var scale: Double { summary.scale }

  /// `Rolling 7d`.
  var title: String {
    let kind = moving.scheme.kind == .rolling ? "Rolling" : "Expanding from"
    return "\(kind) \(moving.scheme.length)"
  }

  /// One row a term: where its coefficient has been.
  var table: Table {
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
          .text(moving.fit.terms[index]), figure(values.first), figure(values.last), figure(values.min()),
          figure(values.max()), moving.judged.isEmpty ? .missing : .percent(significantShare(index), decimals: 0),
        ]
      },
      notes: [coverageText, forecastText])
  }

  /// The share of judged windows in which |t| exceeds 1.96.
  func significantShare(_ index: Int) -> Double {
    let beyond = moving.judged.count { ($0.coefficients[index] / $0.errors[index]).magnitude > 1.96 }
    return Double(beyond) / Double(moving.judged.count)
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

  var forecastText: String {
    guard let sample = moving.outOfSample else {
      return "Out of sample: nothing can be said; \(moving.noForecasts ?? "no forecast was made")."
    }
    let test = sample.clarkWest
    return
      "Out of sample: R2 \(sample.r2.fixed(5)) against the mean of the same rows (Campbell & Thompson 2008), \(Double.grouped(sample.forecasts)) forecasts, each by coefficients whose outcomes were known; Clark-West t \(test.t.fixed(2)), one-sided p \(Figure.pValue(test.p).text) (normal; Newey-West, \(test.lags) lags)."
  }

  var json: JSONValue {
    let fit = moving.fit
    let frame = summary.frame
    let close = { (row: Int) in frame.grid.close(frame.evaluation.lowerBound + row) }
    return [
      "kind": .string(moving.scheme.kind.rawValue), "window_bars": .integer(moving.bars),
      "estimated_bars": .integer(fit.estimated),
      "refused": .object(
        Dictionary(fit.refusals.map { ($0.key.rawValue, JSONValue.integer($0.value)) }, uniquingKeysWith: { a, _ in a })
      ),
      "solved_by_rows": .integer(fit.solvedByRows), "terms": .strings(fit.terms),
      "path": .array(
        moving.judged.map { window in
          [
            "known_at": .string(close(window.row).description), "coefficients": .numbers(window.coefficients),
            "se": .numbers(window.errors),
          ]
        }),
      "out_of_sample": moving.outOfSample.map(json) ?? .null,
      "out_of_sample_refused": moving.noForecasts.map(JSONValue.string) ?? .null,
    ]
  }

  private func json(_ sample: OutOfSample) -> JSONValue {
    let test = sample.clarkWest
    return [
      "r2": .real(sample.r2), "forecasts": .integer(sample.forecasts), "benchmark": "mean of the same rows",
      "clark_west": [
        "t": .real(test.t), "p_one_sided": .real(test.p), "lags": .integer(test.lags), "kernel": "bartlett",
        "mean_difference": .real(test.meanDifference), "se": .real(test.standardError),
      ],
    ]
  }

  /// For the page.
  var path: CoefficientPath {
    let frame = summary.frame
    let close = { (row: Int) in frame.grid.close(frame.evaluation.lowerBound + row) }
    let rows = (0..<moving.fit.count).filter { !moving.fit.coefficients[0][$0].isNaN }
    let instants = rows.map(close)
    let judged = moving.judged.map { close($0.row) }
    let reach = 1.96 * scale
    let terms = moving.fit.terms.indices.map { index in
      CoefficientPath.Term(
        moving.fit.terms[index],
        estimate: Curve(instants, rows.map { moving.fit.coefficients[index][$0] * scale }),
        judged: Curve(judged, moving.judged.map { $0.coefficients[index] * scale }),
        low: moving.judged.map { $0.coefficients[index] * scale - $0.errors[index] * reach },
        high: moving.judged.map { $0.coefficients[index] * scale + $0.errors[index] * reach })
    }
    let tone: Remark.Tone =
      (moving.outOfSample?.r2 ?? 0) > 0 && (moving.outOfSample?.clarkWest.p ?? 1) < 0.05 ? .good : .neutral
    return CoefficientPath(
      title: title, terms: terms, unit: summary.unit,
      errors: summary.regression.choice.words(summary.regression.inference.used), table: table,
      advantage: moving.outOfSample.map { sample in
        let rows = sample.advantage.indices.filter { !sample.advantage[$0].isNaN }
        // At the last bar the advantage is R2 times the squared errors of the mean.
        let last = rows.last.map { sample.advantage[$0] } ?? .nan
        let whole = sample.r2 == 0 ? 1 : last / sample.r2
        return Curve(rows.map(close), rows.map { sample.advantage[$0] / whole })
      },
      remark: Remark(tone, "Out of sample", String(forecastText.drop { $0 != ":" }.dropFirst(2))))
  }
}
