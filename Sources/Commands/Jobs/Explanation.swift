import ArgumentParser
import Market
import Replay
import Results

/// A part of a run that can be accounted for row by row.
enum Explanation: String, ExpressibleByArgument, CaseIterable {
  /// Every settlement of a position.
  case funding
  /// What venues took of positions whose margin was gone.
  case liquidation
  /// What the result owes to each convention it was reckoned by.
  case sensitivity
  /// What went from one dated future to the next.
  case rolls

  func table(of summary: RunSummary, by job: ReplayJob) throws -> Table {
    switch self {
    case .funding: Self.funding(summary)
    case .liquidation: summary.liquidations
    case .rolls: summary.explainedRolls
    case .sensitivity:
      try job.sensitivity(of: summary.strategy).table(title: "Sensitivity of \(summary.id)", quote: summary.quote)
    }
  }

  private static func funding(_ summary: RunSummary) -> Table {
    let entries = summary.run.ledger.filter { $0.kind == .funding }
    var sum = 0.0
    let legs = summary.run.legs?.legs ?? summary.run.portfolio?.members.map(\.leg) ?? []
    let rows = entries.map { entry -> [Figure] in
      sum += entry.amount
      let leg: [Figure] = legs.isEmpty ? [] : [.text(legs[entry.leg].label)]
      return leg + [
        .text(entry.instant.description), entry.interval.map { .text($0.description) } ?? .missing,
        .signedPercent(entry.rate, decimals: 4), .text(entry.isAssumed ? "assumed" : "listed"), .price(entry.price),
        .text(entry.priceSource?.rawValue ?? ""), .plain(entry.quantity),
        .signedQuote(Money.quote(entry.amount), decimals: 6), .signedQuote(Money.quote(sum), decimals: 6),
        .count(entry.trade),
      ]
    }
    return Table(
      title: "Funding of \(summary.id): \(entries.count) settlements",
      columns: (legs.isEmpty ? [] : [.init("leg", key: "leg", .words)]) + [
        .init("settlement", key: "instant", .words), .init("interval", key: "interval", .words),
        .init("rate", key: "rate"), .init("rate is", key: "rate_source", .words), .init("price", key: "price"),
        .init("price is", key: "price_source", .words), .init("position", key: "quantity"),
        .init("amount", key: "amount"), .init("sum", key: "sum"), .init("trade", key: "trade"),
      ], rows: rows,
      notes: [
        "A long pays position x price x rate when the rate is positive, a short receives it; the position is what was held before the instant."
      ] + summary.fundingNotes)
  }
}
