/// The ledger of a run summed by kind of entry.
public struct LedgerSummary: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    /// `price`, `funding`, `fees`, `slippage`, `liquidation`.
    public var name: String
    public var entries: Int
    /// In quote currency; negative when paid.
    public var amount: Double

    public init(_ name: String, entries: Int, amount: Double) {
      self.name = name
      self.entries = entries
      self.amount = amount
    }
  }

  public var initial: Double
  public var lines: [Line]
  public var final: Double
  /// Final equity less initial equity less all lines, as the exact ledger has it: zero, or the run is wrong.
  public var residual: Double

  public init(initial: Double, lines: [Line], final: Double, residual: Double) {
    self.initial = initial
    self.lines = lines
    self.final = final
    self.residual = residual
  }

  /// From the first equity to the last, a line a kind.
  public func table(quote: String) -> Table {
    let closing =
      residual == 0
      ? "The ledger closes: initial equity and all entries add up to final equity with nothing left over."
      : "The ledger does not close: \(residual.plainText) \(quote) are unaccounted for. Please report this run."
    return Table(
      title: "From initial to final equity",
      columns: [
        Table.Column("Entry", key: "entry", .words), Table.Column("Entries", key: "entries"),
        Table.Column("Amount", unit: quote, key: "amount_quote"),
      ],
      rows: [[.text("initial equity"), .blank, .quote(initial)]]
        + lines.map { [.text($0.name), .count($0.entries), .signedQuote($0.amount)] },
      total: [.text("final equity"), .blank, .quote(final)],
      notes: [closing])
  }
}
