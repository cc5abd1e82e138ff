import Numerics
import Replay
import Research
import Results
import Statistics
import Testing

@Suite("What the best is worth, as documents")
struct SelectionBiasDocumentTests {
  private func selectionBias(trials: Int, days: Int = 120) throws -> SelectionBias {
    let returns = (0..<trials).map { trial in
      var random = CounterRandom(seed: 3, stream: UInt64(trial))
      return (0..<days).map { _ in 0.01 * random.normal() }
    }
    var field = SharpeField()
    let values: [FigureKey: Double] = [
      .finalEquity: 1, .totalReturn: 0, .maxDrawdown: 0, .pricePnl: 0, .fundingPnl: 0, .fees: 0, .slippage: 0,
      .liquidationPnl: 0, .trades: 9, .liquidations: 0, .turnover: 0, .exposure: 0, .days: Double(days),
      .sharpeDaily: 0.1, .sharpeLower: 0.4, .skewDaily: 0, .kurtosisDaily: 3,
    ]
    for trial in 0..<trials { field.add(sharpeDaily: trial == 0 ? 0.1 : 0.01 * Double(trial % 7)) }
    let figures = try #require(Figures(initialEquity: 1, values: values))
    return SelectionBias(
      rank: .sharpeLower, best: (0, figures), field: field, everRun: 500,
      sample: TrialSample(points: Array(0..<trials), returns: returns, of: trials),
      space: SelectionSpace(
        axes: ["entry"], top: [0, 1], parameters: { ["entry": .number(Double($0))] },
        neighbours: { [$0 + 1, $0 + 2] }, value: { 1 / Double($0 + 1) }),
      seed: 7)
  }

  @Test("keys that others read are there, as numbers")
  func keys() throws {
    let members = SelectionBias.fields.json(try selectionBias(trials: 20))
    let numbers = [
      "deflated_sharpe", "deflated_sharpe_all_trials", "effective_trials", "participation_ratio", "pbo",
      "probability_of_loss", "degradation_slope_se", "min_track_record_days", "min_backtest_years", "spa_p",
      "reality_check_p", "expected_best_sharpe_annual", "best_sharpe_lower", "plateau_median", "plateau_worst",
      "fold_rank_correlation",
    ]
    for key in numbers {
      guard case .real = members[key] else {
        Issue.record("\(key) is \(members[key].map { "\($0)" } ?? "not there")")
        continue
      }
    }
    #expect(members["trials_ever_run"] == 500)
    #expect((members["degradation_slope"] == .null) == (members["degradation_why"] != .null))
    #expect(members["plateau_median"] == .real((1.0 / 2 + 1.0 / 3) / 2) && members["plateau_worst"] == .real(1.0 / 3))
    #expect(members["stepm_survivors"] == .integer(0))
    #expect(members["folds"]?.elements.count == 5)
    #expect(members["cannot_say"] == .object([:]))
  }

  @Test("what cannot be said is null, with its reason in the document and the table")
  func degenerate() throws {
    let selectionBias = try selectionBias(trials: 1)
    let members = SelectionBias.fields.json(selectionBias)
    #expect(members["pbo"] == .null && members["deflated_sharpe"] == .null)
    #expect(members["cannot_say"]?["pbo"] == "one trial is no choice among trials")
    let row = try #require(selectionBias.table.rows.first { $0.first == .text("PBO") })
    #expect(row[1] == .missing && row[3] == .text("cannot say: one trial is no choice among trials"))
    #expect(selectionBias.stabilityTable == nil)
    #expect(
      selectionBias.opening.first
        == "Cannot say what the trial selected by sharpe_lower is worth: one trial is no choice among trials.")
  }

  @Test("every figure says its convention, and tables stand beside them")
  func tables() throws {
    let selectionBias = try selectionBias(trials: 20)
    #expect(selectionBias.figures.allSatisfy { $0.convention?.isEmpty == false })
    #expect(selectionBias.stabilityTable?.rows.count == 5 && selectionBias.plateauTable?.rows.count == 2)
  }
}
