import Market

/// What an account in coin came to in the quote currency: what its entries were worth when they were made, and what the
/// coin's own price made of what was held of it. Whole micro-quote; the two add up to the change, exactly.
public struct QuotedAccount: Hashable, Sendable {
  public let initial: Double
  public let final: Double
  /// By kind of entry, each at the coin's price at the close of its bar.
  public let entries: [LedgerEntry.Kind: Double]

  /// What trading, funding and costs came to.
  public var profit: Double { entries.values.reduce(0, +) }
  /// What holding coin came to.
  public var revaluation: Double { final - initial - profit }

  /// Nil where the account is in the quote currency, and where a price of the coin is not known.
  public init?(_ run: Run) {
    guard let first = run.coinPrice, let prices = run.coinPrices, let last = prices.last, first > 0, last.isFinite,
      let final = run.equity.last
    else { return nil }
    initial = Money.rounded(run.figures.initialEquity * Money.scale)
    self.final = Money.rounded(final * (last / first))
    var entries: [LedgerEntry.Kind: Double] = [:]
    for entry in run.ledger {
      // What settles or is marked at the end of the run belongs to its last bar.
      let row = min(max(run.grid.row(containing: entry.instant), 0), prices.count - 1)
      guard prices[row].isFinite else { return nil }
      entries[entry.kind, default: 0] += Money.rounded(entry.amount * (prices[row] / first))
    }
    self.entries = entries
  }
}

extension Run {
  public var quoted: QuotedAccount? { QuotedAccount(self) }
}
