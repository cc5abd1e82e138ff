import Market
import Replay

extension SettledFunding {
  /// What stands beside `funding_pnl` in a run's document.
  var json: JSONValue {
    [
      "coverage": .string(coverage.rawValue), "instrument": instrument.map { .string($0.description) } ?? .null,
      "settlements": .integer(settlements.count), "assumed": .integer(assumed),
      "assumptions": .string(assumptions.description),
      "findings": .array(
        findings.map { finding in
          [
            "kind": .string(finding.kind.rawValue), "count": .integer(finding.count),
            "first": .string(finding.first.description), "last": .string(finding.last.description),
            "sentence": .string(finding.sentence),
          ]
        }),
    ]
  }
}

extension Frame {
  /// By column, the series that each comes from.
  var columnsFrom: JSONValue { .object(columns.mapValues { .string($0.source) }) }
}
