import Replay
import Research

extension ReplaySensitivity {
  private typealias Row = (key: String, change: String, figures: Result<Figures, Unavailable>, base: Figures)

  private static let fields = Fields<Row>(in: .table) {
    Field("variant", "", .words) { $0.key }
    Field("change", "what differs", .words) { $0.change }
    Field("total_return", "return", .signedPercent) { $0.figures.answer?.totalReturn }
    Field("difference", "less the run's", .signedPercent) { row in
      row.figures.answer.map { $0.totalReturn - row.base.totalReturn }
    }
    Field("sharpe_annual", "Sharpe", .ratio) { $0.figures.answer?.sharpeAnnual }
    Field("funding_pnl", "funding", .amount) { $0.figures.answer?.fundingPnl }
    Field("costs", "fees, slippage", .amount) { row in row.figures.answer.map { $0.fees + $0.slippage } }
    Field("trades", .count) { $0.figures.answer?.trades }
    Field("why", "", .words) { $0.figures.why ?? "" }
  }

  /// The run and each change of it, a row each.
  ///
  /// - Parameters:
  ///   - quote: the quote currency.
  ///   - isShown: which variants, by their keys.
  public func table(title: String, quote: String, only isShown: (String) -> Bool = { _ in true }) -> Table {
    let changed: [Row] = variants.filter { isShown($0.key) }.map { ($0.key, $0.change, $0.figures, base) }
    return Self.fields.table(
      [("run", "as replayed", .success(base), base)] + changed, title: title,
      notes: [
        "One convention differs a row; the bars and the rules stay.",
        "A result that lives on a row's difference is a result about that convention.",
      ]
    ).amounts(in: quote)
  }
}
