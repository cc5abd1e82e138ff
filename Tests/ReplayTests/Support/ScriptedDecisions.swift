import Market
import Replay

/// Decisions by row, as a test wants them.
struct ScriptedDecisions: DecisionSource {
  let weights: [Int: Double]

  init(_ weights: [Int: Double]) { self.weights = weights }

  func next(from row: Int, holding weight: Double) -> Decision? {
    weights.keys.sorted().first { $0 >= row && weights[$0] != weight }
      .flatMap { row in weights[row].map { Decision(row: row, weight: $0) } }
  }
}

/// Runs scripted decisions on a table.
func replay(
  _ frame: Scenario, _ weights: [Int: Double], costs: Costs = .free, equity: Double = 1000
) throws -> Run {
  try Run(PreparedMarket(frame), decisions: ScriptedDecisions(weights), costs: costs, initialEquity: equity)
}

extension Run {
  /// Quote currency by kind of entry.
  func total(_ kind: LedgerEntry.Kind) -> Double {
    Money.quote(ledger.filter { $0.kind == kind }.reduce(0) { $0 + $1.amount })
  }

  var equityInQuote: [Double] { equity.map(Money.quote) }
}
