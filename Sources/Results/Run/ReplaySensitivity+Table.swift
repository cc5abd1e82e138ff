import Replay
import Research

extension ReplaySensitivity {
  /// The run and each change of it, a row each.
  ///
  /// - Parameters:
  ///   - quote: the quote currency.
  ///   - isShown: which variants, by their keys.
  public func table(title: String, quote: String, only isShown: (String) -> Bool = { _ in true }) -> Table {
    func row(_ key: String, _ change: String, _ figures: Figures?, _ why: String?) -> [Figure] {
      let money = { (value: Double?) in value.map { Figure.signedQuote($0) } ?? .missing }
      return [
        .text(key), .text(change), figures.map { .signedPercent($0.totalReturn) } ?? .missing,
        figures.map { .signedPercent($0.totalReturn - base.totalReturn) } ?? .missing,
        figures?.sharpeAnnual.map { .ratio($0) } ?? .missing, money(figures?.fundingPnl),
        money(figures.map { $0.fees + $0.slippage }), figures.map { .count($0.trades) } ?? .missing,
        .text(why ?? ""),
      ]
    }
    var table = Table(
      title: title,
      columns: [
        .init("", key: "variant", .words), .init("what differs", key: "change", .words),
        .init("return", key: "total_return"), .init("less the run's", key: "difference"),
        .init("Sharpe", key: "sharpe_annual"), .init("funding", unit: quote, key: "funding_pnl"),
        .init("fees, slippage", unit: quote, key: "costs"), .init("trades", key: "trades"),
        .init("", key: "why", .words),
      ],
      notes: [
        "One convention differs a row; the bars and the rules stay.",
        "A result that lives on a row's difference is a result about that convention.",
      ])
    table.append(row("run", "as replayed", base, nil))
    for variant in variants where isShown(variant.key) {
      switch variant.figures {
      case .success(let figures): table.append(row(variant.key, variant.change, figures, nil))
      case .failure(let unavailable): table.append(row(variant.key, variant.change, nil, unavailable.why))
      }
    }
    return table
  }
}
