import Market
import Research
import Views

extension SeasonalityView: ViewDocument {
  public static let kind = "view-seasonality"

  public static let fields = Fields<SeasonalityView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("instrument", .words, "whose bars they are") { $0.instrument.description }
    Field("interval", .words, "width of a bar") { $0.interval.description }
    Field("expression", .words, "what is averaged, in the language of signals") { $0.expression }
    Field("tested", .flag, "returns of single bars are; what lasts over bars cannot be so") { $0.isTested }
    Field("buckets", listOf: SeasonalBucket.fields, "hours, weekdays and sessions, UTC") { $0.buckets }
    Field("calendar", json: .array, "mean by weekday, Monday first, and hour") { view in
      .array(view.calendar.map { row in .array(row.map { .real($0) }) })
    }
  }

  public var answer: [String] {
    guard isTested else { return ["\(expression) of \(instrument) by the hour, the weekday and the session."] }
    let found = buckets.filter { ($0.adjusted ?? 1) < 0.05 }
    return [
      found.isEmpty
        ? "No hour, weekday or session of \(instrument) returns anything that chance does not explain, Holm over the buckets of its kind at 5%."
        : "More than chance explains, Holm at 5%: \(found.map { "\($0.name) \(($0.difference ?? 0).bpsFigure) bps" }.joined(separator: ", "))."
    ]
  }

  public var tables: [Table] {
    ["hour", "weekday", "session"].map { kind in
      (isTested ? SeasonalBucket.fields : SeasonalBucket.plain).table(
        buckets.filter { $0.kind == kind }, title: "\(expression) by \(kind): \(title)",
        notes: kind != "session"
          ? []
          : (isTested
            ? ["Difference: mean less that of all other bars; two samples of unequal variance, normal p; Holm by kind."]
            : []) + head.notes)
    }
  }

  public var csv: String { head.csv(SeasonalBucket.fields, buckets) }
}

extension SeasonalBucket {
  static let fields = Fields<SeasonalBucket>(in: .documents) {
    Field("kind", .words, "hour, weekday or session") { $0.kind }
    Field("bucket", .words, in: .all) { $0.name }
    Field("bars", .count, in: .all) { $0.count }
    Field("mean", .number, "of what is averaged, in its own unit") { $0.mean }
    Field("median", .number) { $0.median }
    Field("mean_return_bps", "mean", .bps, in: .table) { $0.mean }
    Field("median_return_bps", "median", .bps, in: [.table, .detail]) { $0.median }
    Field("difference", .number, "mean less the mean of all other bars") { $0.difference }
    Field("difference_bps", "difference", .bps, in: .table) { $0.difference }
    Field("se", .number, "of the difference, unequal variances; null where not tested") { $0.standardError }
    Field("se_bps", "se", .unsignedBps, in: .table) { $0.standardError }
    Field("p", .p, in: .all, "two-sided, normal") { $0.p }
    Field("p_holm", "p, Holm", .p, in: .all, "over the buckets of its kind") { $0.adjusted }
  }

  /// Of anything but returns.
  static let plain = Fields<SeasonalBucket>(in: .table) {
    Field("bucket", .words) { $0.name }
    Field("bars", .count) { $0.count }
    Field("mean", .price) { $0.mean }
    Field("median", .price) { $0.median }
    Field("difference", .price) { $0.difference }
  }
}
