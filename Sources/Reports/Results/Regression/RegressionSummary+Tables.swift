import Foundation
import Statistics

extension RegressionSummary {
  /// The tables for a terminal.
  public var tables: [Table] { [coefficients] + moving.map(\.table) }

  /// One row a term.
  var coefficients: Table {
    Table(
      title:
        "\(outcome.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC",
      columns: [
        .init("term", key: "name", .words), .init("coefficient", unit: unit, key: "coefficient"),
        .init("se", unit: unit, key: "se"), .init("t", key: "t"), .init("p", key: "p"),
        .init("low", unit: "95 %", key: "ci_low"), .init("high", unit: "95 %", key: "ci_high"),
      ],
      rows: zip(regression.inference.terms, regression.intervals).map { term, interval in
        let decimals = Self.decimals(error: term.standardError * scale)
        let figure = { (value: Double, sign: Double.SignRule) in
          Figure(.real(value * scale), .fixed(decimals, grouped: true, sign: sign))
        }
        return [
          .text(term.name), figure(term.coefficient, .always), figure(term.standardError, .whenNegative),
          .ratio(term.t), .pValue(term.p), figure(interval.lowerBound, .whenNegative),
          figure(interval.upperBound, .whenNegative),
        ]
      },
      notes: [sampleText, covarianceText, unitText, qualityText, conditionText] + categoryTexts
        + [biasText].compactMap(\.self))
  }

  /// Decimals that show three digits of a standard error: more would pretend to know what the error says is not known.
  static func decimals(error: Double) -> Int {
    guard error.isFinite, error > 0 else { return 2 }
    return min(max(2 - Int(log10(error).rounded(.down)), 0), 9)
  }
}
