import Market

/// One trade, from the fill that opened it to the one that closed it.
public struct TradeLine: Hashable, Sendable {
  public enum Side: String, Hashable, Sendable {
    case long
    case short
  }

  public var side: Side
  public var opened: Instant
  /// Nil while it is open at the end of the window.
  public var closed: Instant?
  /// Largest size it had, in base currency.
  public var size: Double
  public var entryPrice: Double
  /// The last price of the window for a trade that is still open.
  public var exitPrice: Double
  /// In quote currency, negative when paid: change of price, funding, fees, slippage; `net` is their sum.
  public var pricePnl: Double
  public var funding: Double
  public var fees: Double
  public var slippage: Double
  public var net: Double
  /// Net over the value at entry, in basis points.
  public var netBps: Double
  /// Why it was closed: `rule`, `liquidation`, `end of window`.
  public var reason: String

  public init(
    side: Side, opened: Instant, closed: Instant?, size: Double, entryPrice: Double, exitPrice: Double,
    pricePnl: Double, funding: Double, fees: Double, slippage: Double, net: Double, netBps: Double, reason: String
  ) {
    self.side = side
    self.opened = opened
    self.closed = closed
    self.size = size
    self.entryPrice = entryPrice
    self.exitPrice = exitPrice
    self.pricePnl = pricePnl
    self.funding = funding
    self.fees = fees
    self.slippage = slippage
    self.net = net
    self.netBps = netBps
    self.reason = reason
  }
}

extension TradeLine {
  /// The trades as a table whose total is over all of them; of more than twice `shown` only the first and last `shown`
  /// are listed, and a note says so.
  public static func table(_ trades: [TradeLine], quote: String, shown: Int = 20) -> Table {
    let listed = trades.count > 2 * shown ? Array(trades.prefix(shown) + trades.suffix(shown)) : trades
    var notes = ["Times are UTC. Net is price + funding + fees + slippage; its basis points are of the value at entry."]
    if listed.count < trades.count {
      notes.append("The first and last \(shown) of \(Double.grouped(trades.count)) trades; the total is over all.")
    }
    let sum = { (amount: (TradeLine) -> Double) in Figure.signedQuote(trades.reduce(0) { $0 + amount($1) }) }
    return Table(
      columns: [
        Table.Column("Opened", key: "opened", .words), Table.Column("Held", key: "held"),
        Table.Column("Side", key: "side", .words), Table.Column("Size", key: "size_base"),
        Table.Column("Entry", unit: quote, key: "entry_price"), Table.Column("Exit", unit: quote, key: "exit_price"),
        Table.Column("Price", unit: quote, key: "price_pnl_quote"),
        Table.Column("Funding", unit: quote, key: "funding_quote"),
        Table.Column("Fees", unit: quote, key: "fees_quote"),
        Table.Column("Slippage", unit: quote, key: "slippage_quote"),
        Table.Column("Net", unit: quote, key: "net_quote"),
        Table.Column("Net", unit: "bps", key: "net_bps"), Table.Column("Closed by", key: "reason", .words),
      ],
      rows: listed.map(\.row),
      total: [
        .text("all \(Double.grouped(trades.count))"), .blank, .blank, .blank, .blank, .blank,
        sum(\.pricePnl), sum(\.funding), sum(\.fees), sum(\.slippage), sum(\.net), .blank, .blank,
      ],
      notes: notes)
  }

  private var row: [Figure] {
    [
      .instant(opened), closed.map { .duration($0.since(opened)) } ?? .text("open"), .text(side.rawValue),
      .ratio(size, decimals: 4), .price(entryPrice), .price(exitPrice), .signedQuote(pricePnl), .signedQuote(funding),
      .signedQuote(fees), .signedQuote(slippage), .signedQuote(net), .bps(netBps), .text(reason),
    ]
  }

  /// Entries and exits as markers over a chart of the price.
  static func markers(_ trades: [TradeLine], quote: String) -> [PlotlyTrace] {
    let entries: [PlotlyTrace] = [Side.long, .short].map { side in
      let group = trades.filter { $0.side == side }
      return .markers(
        "\(side.rawValue) entry", .instants(group.map(\.opened)), group.map(\.entryPrice),
        Paint(side == .long ? .gain : .loss), symbol: side == .long ? .up : .down, size: 10,
        texts: group.map { $0.entryText(quote) })
    }
    let exits: [PlotlyTrace] = [true, false].map { isGain in
      let group = trades.filter { ($0.net >= 0) == isGain && $0.closed != nil }
      return .markers(
        isGain ? "exit, gain" : "exit, loss", .instants(group.compactMap(\.closed)), group.map(\.exitPrice),
        Paint(isGain ? .gain : .loss), symbol: .ring, size: 8, texts: group.map { $0.exitText(quote) })
    }
    return (entries + exits).filter { $0.count > 0 }
  }

  private func entryText(_ quote: String) -> String {
    "\(side.rawValue) entry \(opened.minuteText) at \(Figure.price(entryPrice).text) \(quote), size \(size.fixed(4))"
  }

  private func exitText(_ quote: String) -> String {
    "\(side.rawValue) exit \(closed?.minuteText ?? "") at \(Figure.price(exitPrice).text) \(quote), "
      + "net \(Figure.signedQuote(net).pageText) \(quote) (\(Figure.bps(netBps).pageText) bps), \(reason)"
  }
}
