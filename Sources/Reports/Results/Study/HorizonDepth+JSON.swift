import Research
import Statistics

extension HorizonDepth {
  /// The members that the sections add to a horizon of the document.
  var json: [String: JSONValue] {
    [
      "conditioning": conditioning.json, "stability": .answer(stability, \.json), "placebo": .answer(placebo, \.json),
      "lead_lag": .answer(leadLag, \.json), "sensitivity": .answer(sensitivity, \.json),
    ]
  }
}

extension Power {
  var json: JSONValue {
    [
      "se_bps": .bps(standardError), "min_detectable_bps": .bps(minimumDetectable), "months": .real(months),
      "episodes": episodes.map { .integer($0) } ?? .null,
      "effects": .array(
        targets.map { target in
          [
            "origin": .string(target.origin.rawValue), "effect_bps": .bps(target.effect), "power": .real(target.power),
            "months_needed": .real(target.months), "months_more": .real(target.monthsMore),
            "episodes_needed": .optional(target.episodes),
          ]
        }),
    ]
  }
}

extension Conditioning {
  fileprivate var json: JSONValue {
    [
      "looks": .integer(looks), "correction": "holm",
      "partitions": .array(zip(partitions, adjusted).map { $0.json(adjusted: $1) }),
      "cannot_say": .object(
        Dictionary(impossible.map { ($0.name, .string($0.why.why)) }, uniquingKeysWith: { a, _ in a })),
    ]
  }
}

extension PartitionEffects {
  fileprivate func json(adjusted: [Double]? = nil) -> JSONValue {
    [
      "name": .string(name), "key": .string(key), "convention": .string(convention),
      "equality": .answer(equality) { test in
        [
          "wald": .real(test.statistic), "degrees_of_freedom": .integer(test.degreesOfFreedom), "p": .real(test.p),
          "common_bps": .bps(test.common),
        ]
      },
      "contrast": cells.count == 2 ? .answer(contrast, \.json) : .null,
      "cells": .array(
        cells.enumerated().map { index, cell in
          .object([
            "cell": .string(cell.label), "bars": .integer(cell.bars), "bars_in": .integer(cell.barsIn),
            "episodes": .integer(cell.episodes),
            // A mean over few episodes looks like an answer, so it is given only where the difference is.
            "mean_in_bps": .bps(cell.effect.answer.map { _ in cell.meanIn }),
            "mean_out_bps": .bps(cell.effect.answer.map { _ in cell.meanOut }),
            "effect": .answer(cell.effect, \.json), "p_holm": .optional(adjusted?[index]),
          ])
        }),
    ]
  }
}

extension CellSlopes.Slope {
  fileprivate var json: JSONValue {
    [
      "difference_bps": .bps(slope), "se_bps": .bps(standardError), "ci_low_bps": .bps(low),
      "ci_high_bps": .bps(high), "p": .real(p),
    ]
  }
}

extension Stability {
  fileprivate var json: JSONValue {
    .array(
      divisions.map { division in
        [
          "division": division.parts.json(), "judged": .integer(division.judged),
          "same_sign": .integer(division.sameSign),
        ]
      })
  }
}

extension PlaceboRegimes {
  fileprivate var json: JSONValue {
    [
      "placebos": .integer(slopes.count), "asked": .integer(replicates), "p_of_difference": .real(pOfSlope),
      "p_of_t": .real(pOfT), "rejection": .real(rejection), "difference_bps": .bps(slope), "t": .real(t),
    ]
  }
}

extension LeadLag {
  fileprivate var json: JSONValue {
    [
      "returns_come_first": .bool(returnsComeFirst),
      "points": .array(
        points.map { point in
          [
            "later_by_bars": .integer(point.bars), "estimate_bps": .bps(point.slope),
            "se_bps": .bps(point.standardError), "t": .real(point.t), "p": .real(point.p),
          ]
        }),
    ]
  }
}

extension Sensitivity {
  fileprivate var json: JSONValue {
    .array(
      points.map { point in
        .object([
          "parameter": .string(point.parameter), "value": .string(point.value),
          "bars_in": point.barsIn.map { .integer($0) } ?? .null,
          "episodes": point.episodes.map { .integer($0) } ?? .null,
          "effect": .answer(point.effect) { result in
            [
              "estimate_bps": .bps(result.estimate), "se_bps": .bps(result.standardError), "t": .optional(result.t),
              "p": .optional(result.p),
            ]
          },
        ])
      })
  }
}
