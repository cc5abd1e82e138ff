import Market
import Replay
import Signals
import Testing

/// `Tests/Reference/portfolio.py` works the same ledgers out in decimals, bar by bar, from the words of the documentation.
/// Its market and what it found lie beside it.
@Suite("The ledger of a portfolio beside a plain reference in decimals, entry by entry")
struct PortfolioReferenceTests {
  private static let symbols = ["ADAUSDT", "BTCUSDT", "DOTUSDT", "ETHUSDT", "SOLUSDT"]
  static let strategies: [(name: String, text: String)] = [
    (
      "carry",
      """
      universe: all
      weight: share_across(-demean_across(rank_across(round(1000000000000 * mean(rate, 2d)))))
      net: 5%
      rebalance: 1d
      band: 1%
      """
    ),
    (
      "momentum",
      """
      universe: all
      weight: 3 * demean_across(rank_across(close / lag(close, 48) - 1))
      gross: 2
      net: 0.1
      rebalance: 8h
      band: 1%
      hold: 20h
      turnover: 0.7
      """
    ),
    (
      "laggard",
      """
      universe: top(close, 3, 1d)
      signals: { move: "close / lag(close, 6) - 1" }
      weight: if(bottom(move, 1), 1, 0) - if(top(move, 1), 0.5, 0)
      gross: 1.2
      band: 5%
      """
    ),
    (
      "outright",
      """
      universe: all
      weight: if(close / lag(close, 12) - 1 > 0, 6, -6)
      gross: 14
      rebalance: 12h
      costs: { taker: 5bps, slippage: 2bps, maintenance: 3% }
      """
    ),
    (
      "coins",
      """
      universe: all
      weight: 3 * demean_across(rank_across(close / lag(close, 48) - 1))
      gross: 2
      net: 0.1
      rebalance: 8h
      band: 1%
      hold: 20h
      turnover: 0.7
      """
    ),
    (
      "coins-outright",
      """
      universe: all
      weight: if(close / lag(close, 12) - 1 > 0, 6, -6)
      gross: 14
      rebalance: 12h
      costs: { taker: 5bps, slippage: 2bps, maintenance: 3% }
      """
    ),
  ]

  /// - Parameter isInCoins: whether the instruments are settled in their coins.
  private static func market(isInCoins: Bool) throws -> UniverseMarket {
    let funding = try ReferenceFiles.lines("portfolio/funding").map { $0.split(separator: " ") }
    let start = Instant(year: 2025, month: 1, day: 1)
    return UniverseMarket(
      try symbols.map { symbol in
        let rows = try ReferenceFiles.bars("portfolio/market-\(symbol)")
        let settlements = try funding.filter { $0[1] == symbol }.map { try ReferenceFiles.settlement($0, unit: 1) }
        var next = settlements[...]
        var last = Double.nan
        let rates = rows.indices.map { row in
          while let settled = next.first, settled.instant <= start + .hours(row + 1) {
            last = settled.rate
            next.removeFirst()
          }
          return last
        }
        return UniverseMarket.Member(
          symbol: isInCoins ? symbol.replacing("USDT", with: "USD_PERP") : symbol, rows: rows, settlements: settlements,
          extra: [Column("rate", .fraction, rates)])
      })
  }

  private static func run(_ name: String, _ text: String) throws -> Run {
    try market(isInCoins: name.hasPrefix("coins")).run(
      text.contains("costs:") ? text : text + "\ncosts: { taker: 5bps, slippage: 2bps }")
  }

  @Test("agrees to a hundred-thousandth in every amount", arguments: strategies.map(\.name))
  func agrees(name: String) throws {
    let (_, text) = try #require(Self.strategies.first { $0.name == name })
    let run = try Self.run(name, text)
    try ReferenceLedger(lines: try ReferenceFiles.lines("portfolio/\(name)"), legs: Self.symbols, stamp: 1).agrees(
      with: run)
  }

  @Test("which comes through limits, caps, least holdings, delistings, missing bars and liquidations")
  func covers() throws {
    let accounts = try Self.strategies.map { try #require(try Self.run($0.name, $0.text).portfolio) }
    let counts = accounts.map(\.counts)
    #expect(counts.contains { $0.grossCut > 5 })
    #expect(counts.contains { $0.netCut > 5 })
    #expect(counts.contains { $0.turnoverCut > 5 })
    #expect(counts.contains { $0.heldBack > 5 })
    #expect(counts.contains { $0.unknown > 5 })
    #expect(counts.contains { $0.delistings > 0 })
    #expect(accounts.contains { $0.total.liquidation < 0 })
    for account in accounts {
      #expect(account.delisted.map(\.leg.instrument.contract.base) == ["DOT"])
      #expect(account.listed.map(\.leg.instrument.contract.base).contains("SOL"))
    }
  }
}
