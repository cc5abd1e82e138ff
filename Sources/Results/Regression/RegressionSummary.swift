import Foundation
import Market
import Research
import Signals
import Statistics

/// A regression with what names it, for documents and pages.
public struct RegressionSummary: Sendable {
  public let regression: Regression
  /// The strategy whose signals the formula may name; nil when there was none.
  public let strategy: String?
  public let parameters: [(name: String, value: ParameterValue)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  public init(regression: Regression, strategy: String?, parameters: [(name: String, value: ParameterValue)]) {
    self.regression = regression
    self.strategy = strategy
    self.parameters = parameters
  }

  package var design: RegressionDesign { regression.design }
  package var outcome: RegressionOutcome { regression.design.outcome }
  package var fit: Fit { regression.fit }
  package var frame: Frame { regression.design.frame }
  package var bars: Int { frame.evaluation.count }

  package var header: ResultHeader {
    ResultHeader(strategy: strategy, on: frame, parameters: parameters, hash: hash)
  }

  /// What coefficients are multiplied by to be printed: returns in basis points, everything else as it is.
  package var scale: Double { outcome.isFraction ? 1e4 : 1 }

  /// What a coefficient counts for one more of its column.
  package var unit: String { outcome.isFraction ? "bps" : "as \(outcome.name)" }

  package var moving: [MovingSummary] { regression.moving.map { MovingSummary(summary: self, moving: $0) } }

  /// A term with its 95% interval.
  typealias Term = (term: Inference.Term, interval: Interval95, isFraction: Bool)

  var terms: [Term] {
    zip(regression.inference.terms, regression.intervals).map { ($0, Interval95($1), outcome.isFraction) }
  }

  /// Of a coefficient; without ends where it has no error.
  struct Interval95 {
    let low: Double?
    let high: Double?

    init(_ range: ClosedRange<Double>) {
      low = range.lowerBound.isFinite ? range.lowerBound : nil
      high = range.upperBound.isFinite ? range.upperBound : nil
    }
  }
}

extension RegressionSummary: ResultDocument {
  public static let kind = "regression"

  public static let fields = Fields<RegressionSummary> {
    ResultHeader.fields.of { $0.header }
    Field("formula", .words) { $0.design.formula.text }
    Field("outcome", .words, "the left side") { $0.outcome.name }
    Field("forward_bars", .count, "horizon of the return on the left; null for anything else") { $0.outcome.horizon }
    Field("observations", .count, "rows on which all of it is known") { $0.fit.observations }
    Field("dropped", .count, "other rows") { $0.fit.dropped.total }
    Field("dropped_by", json: .array, "by the column that was not known") { summary in
      .array(summary.fit.dropped.causes.map { ["column": .string($0.column), "rows": .integer($0.rows)] })
    }
    Field("unit", .words, "of the left side: coefficient, se and interval are in it") {
      $0.outcome.isFraction ? "fraction" : $0.outcome.name
    }
    Field("terms", listOf: termFields, elements: { $0.terms })
    Field("r2", .number) { $0.fit.r2 }
    Field("adjusted_r2", .number) { $0.fit.adjustedR2 }
    Field("covariance", object: covarianceFields, "how errors were judged") { $0.regression }
    Field("wald", object: waldFields, "all slopes zero") { $0.regression.wald }
    Field("rank", .count) { $0.fit.rank }
    Field("condition", .number, "of the design") { $0.fit.condition }
    Field("condition_scaled", .number, "with columns scaled to length one") { $0.regression.scaledCondition }
    Field("solver", .words) { $0.fit.solver.rawValue }
    Field("categories", json: .array, "levels of each, and the one the others are measured against") { summary in
      .array(
        summary.design.categories.map {
          [
            "name": .string($0.name), "levels": .strings($0.levels),
            "reference": $0.reference.map(JSONValue.string) ?? .null,
          ]
        })
    }
    Field("stambaugh", object: biasFields, "what a persistent regressor does to its own coefficient") {
      $0.regression.bias
    }
    Field("moving", listOf: MovingSummary.fields, "of --rolling and --expanding", elements: { $0.moving })
    Field("warnings", json: .array, "before believing a coefficient") { .strings($0.warnings) }
  }

  /// Coefficients in units of the left side, and in basis points where that is a return.
  private static let termFields = Fields<Term>(in: .documents) {
    Field("name", .words, in: .json) { $0.term.name }
    Field("coefficient", .number) { $0.term.coefficient }
    Field("se", .number) { $0.term.standardError }
    Field("t", .ratio) { $0.term.t }
    Field("p", .p) { $0.term.p }
    Field("ci_low", .number, "95%") { $0.interval.low }
    Field("ci_high", .number) { $0.interval.high }
    Field("coefficient_bps", .bps, in: .json, "of a return: the coefficient in basis points") {
      $0.isFraction ? $0.term.coefficient : nil
    }
    Field("se_bps", .unsignedBps, in: .json) { $0.isFraction ? $0.term.standardError : nil }
    Field("ci_low_bps", .bps, in: .json) { $0.isFraction ? $0.interval.low : nil }
    Field("ci_high_bps", .bps, in: .json) { $0.isFraction ? $0.interval.high : nil }
  }

  private static let covarianceFields = Fields<Regression> {
    Field("kind", .words) { $0.inference.used.kind }
    Field("lags", .count) { $0.inference.used.lags }
    Field("kernel", .words) { $0.inference.used.kernel }
    Field("small_sample", .flag) { $0.inference.used.smallSample }
    Field("distribution", .words) { $0.inference.distribution.rawValue }
    Field("reason", .words) { $0.choice.reason }
  }

  private static let waldFields = Fields<WaldTest> {
    Field("statistic", .number) { $0.statistic }
    Field("degrees_of_freedom", .count) { $0.degreesOfFreedom }
    Field("p", .p) { $0.p }
  }

  private static let biasFields = Fields<StambaughBias> {
    Field("autocorrelation", .number) { $0.autocorrelation }
    Field("error_correlation", .number) { $0.errorCorrelation }
    Field("bias", .number) { $0.bias }
    Field("corrected", .number) { $0.corrected }
    Field("observations", .count) { $0.observations }
  }

  /// One row a term. Coefficients are in units of the left side: a return is a fraction.
  public var csv: String {
    Fields<Term>(in: .csv) {
      Field("market", .words) { _ in frame.market }
      Field("instrument", .words) { _ in frame.instrument.description }
      Field("outcome", .words) { _ in outcome.name }
      Field("name", .words) { $0.term.name }
      Self.termFields
      Field("observations", .count) { _ in fit.observations }
      Field("r2", .number) { _ in fit.r2 }
      Field("covariance", .words) { _ in regression.inference.used.kind }
      Field("lags", .count) { _ in regression.inference.used.lags }
    }.csv(terms)
  }

  /// The tables for a terminal.
  public var tables: [Table] { [coefficients] + moving.map(\.table) }

  /// One row a term.
  package var coefficients: Table {
    let unit = unit
    func figure(_ term: Term, _ value: Double, sign: Double.SignRule = .whenNegative) -> Figure {
      let decimals = Self.decimals(error: term.term.standardError * scale)
      return Figure(.real(value * scale), .fixed(decimals, grouped: true, sign: sign))
    }
    return Table(
      title: header.title(outcome.name),
      columns: [
        .init("term", key: "name", .words), .init("coefficient", unit: unit, key: "coefficient"),
        .init("se", unit: unit, key: "se"), .init("t", key: "t"), .init("p", key: "p"),
        .init("low", unit: "95%", key: "ci_low"), .init("high", unit: "95%", key: "ci_high"),
      ],
      rows: terms.map { term in
        [
          .text(Self.shown(term.term.name)), figure(term, term.term.coefficient, sign: .always),
          figure(term, term.term.standardError), .ratio(term.term.t), .pValue(term.term.p),
          figure(term, term.interval.low ?? .nan), figure(term, term.interval.high ?? .nan),
        ]
      },
      notes: [sampleText, covarianceText, unitText, qualityText, conditionText] + categoryTexts + header.found
        + [biasText].compactMap(\.self))
  }

  /// A term as people read it: `C(weekday)[1]` is Tuesday.
  package static func shown(_ term: String) -> String {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return days.enumerated().reduce(term) { text, day in
      text.replacing("C(weekday)[\(day.offset)]", with: day.element)
        .replacing("C(weekday())[\(day.offset)]", with: day.element)
    }
  }

  /// Decimals that show three digits of a standard error: more would pretend to know what the error says is not known.
  static func decimals(error: Double) -> Int {
    guard error.isFinite, error > 0 else { return 2 }
    return min(max(2 - Int(log10(error).rounded(.down)), 0), 9)
  }
}
