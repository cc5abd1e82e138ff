import Research
import Statistics

/// One estimator's answer with what is said beside it.
struct EstimatorRow: Sendable {
  let result: EstimatorResult
  let rejection: Double?
  /// Whether the verdict rests on it.
  let decides: Bool

  init(_ result: EstimatorResult, rejections: [NullRejection] = [], restsOn: [String] = []) {
    self.result = result
    rejection = rejections.first { $0.name == result.name }?.share
    decides = restsOn.contains(result.name)
  }

  /// Of returns.
  static let bps = fields("_bps", .slopeBps, .unsignedSlopeBps)
  /// Of ranks: without a unit.
  static let coefficients = fields("", .correlation, .correlation)

  private static func fields(_ unit: String, _ estimate: Form<Double>, _ error: Form<Double>) -> Fields<EstimatorRow> {
    Fields(in: .documents) {
      Field("name", .words, in: .json) { $0.result.name }
      Field("estimator", .words, "its name, as in name") { $0.result.name }
      Field("estimator_marked", "estimator", .words, in: .table) { $0.result.name + ($0.decides ? " *" : "") }
      Field("estimate\(unit)", "estimate", estimate, in: .all, "the slope: a difference of means for a regime") {
        $0.result.estimate
      }
      Field("se\(unit)", "se", error, in: .all, "standard error under the null of the estimator") {
        $0.result.standardError
      }
      Field("t", .ratio, in: .all) { $0.result.t }
      Field("p", .p, in: .all, "two-sided, against no relation") { $0.result.p }
      Field(
        "null_rejection", "null rejection", .percent(1), in: .all, unit: "at 5%",
        "share of random shifts of the labels at which it rejects at 5%"
      ) { $0.rejection }
      Field("kernel", .words) { $0.result.method?.kernel?.rawValue }
      Field("lags", .count, "lags of the kernel, in bars") { $0.result.method?.lags }
      Field("correction", .words) { $0.result.method?.correction.rawValue }
      Field("distribution", .words, "what t is compared with") { $0.result.method?.distribution.kind }
      Field("method", .words, in: .detail) { $0.result.method?.description ?? "" }
      Field("note", .words, in: [.json, .detail], "what a reader must know beyond the method") { row in row.result.note
      }
    }
  }

  /// Estimators side by side.
  static func table(
    _ title: String, _ rows: [EstimatorRow], _ fields: Fields<EstimatorRow> = bps, notes: [String] = []
  ) -> Table {
    fields.table(rows, title: title, notes: notes)
  }
}

extension [EstimatorResult] {
  func rows(_ rejections: [NullRejection] = [], restsOn: [String] = []) -> [EstimatorRow] {
    map { EstimatorRow($0, rejections: rejections, restsOn: restsOn) }
  }
}

/// Estimators side by side, for a page.
package func estimatorTable(
  _ title: String, _ results: [EstimatorResult], _ rejections: [NullRejection] = [], restsOn: [String] = [],
  isReturn: Bool = true, notes: [String] = []
) -> Table {
  EstimatorRow.table(
    title, results.rows(rejections, restsOn: restsOn), isReturn ? EstimatorRow.bps : EstimatorRow.coefficients,
    notes: restsOn.isEmpty ? [] : notes)
}
