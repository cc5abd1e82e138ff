import Market
import Replay
import Signals
import Testing

/// What the files of a run say, held against the same values as Swift writes them one by one.
@Suite("Rows of a run's ledger, trades and bars")
struct RunRowsTests {
  private static let bars = 400

  private func rows(_ write: (inout String) -> Void) -> [String] {
    var text = ""
    write(&text)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private func single() throws -> Run {
    let scenario = Candles.random(bars: Self.bars, seed: 3)
    return try Run(
      PreparedMarket(scenario),
      decisions: ScriptedDecisions(Candles.randomDecisions(bars: Self.bars, seed: 11, leverage: 2)),
      costs: Costs(taker: 5e-4, slippage: 1e-4), initialEquity: 10_000)
  }

  private func legs() throws -> Run {
    let scenario = Candles.random(bars: Self.bars, seed: 4)
    let market = LegMarket.copies(of: scenario, [("perp", LegMarket.perp), ("spot", LegMarket.spot)])
    let terms = ["perp", "spot"].map { LegTerms(name: $0, costs: Costs(taker: 5e-4, slippage: 1e-4), borrow: 0.08) }
    return try market.run(
      Candles.randomDecisions(bars: Self.bars, seed: 12, leverage: 0.9), terms, ratios: [1, -1])
  }

  private func portfolio(_ costs: String = "costs: { taker: 5bps, slippage: 1bps }") throws -> Run {
    try UniverseMarket.random(["AAVEUSDT", "BTCUSDT", "ETHUSDT"], bars: Self.bars, seed: 5).run(
      "universe: all\nweight: demean_across(rank_across(close / lag(close, 30)))\nrebalance: 4h\n\(costs)")
  }

  private func entry(_ entry: LedgerEntry) -> String {
    "\(entry.kind.rawValue),\(Money.text(entry.amount)),\(entry.quantity),\(entry.price),\(entry.rate),\(entry.trade),\(entry.priceSource?.rawValue ?? ""),\(entry.interval.map { "\($0)" } ?? ""),\(entry.isAssumed ? "assumed" : "")"
  }

  @Test("The ledger of one instrument names none; its amounts add up to what equity changed by")
  func ledger() throws {
    let run = try single()
    let rows = rows { run.writeLedger(to: &$0) }
    #expect(rows[0] == "time,kind,amount,quantity,price,rate,trade,price_source,interval,assumed")
    #expect(rows.dropFirst().elementsEqual(run.ledger.map { "\($0.instant),\(entry($0))" }))
    #expect(Set(run.ledger.map(\.kind)).isSuperset(of: [.price, .fee, .slippage, .funding]))
    let sum = rows.dropFirst().reduce(Int64(0)) { sum, row in
      sum + (Int64(row.split(separator: ",")[2].filter { $0 != "." }) ?? 0)
    }
    #expect(Double(sum) == (run.figures.finalEquity * Money.scale).rounded() - 10_000 * Money.scale)
  }

  @Test("Ledgers of legs and portfolios name what each entry is of")
  func named() throws {
    let pair = try legs()
    let ofLegs = rows { pair.writeLedger(to: &$0) }
    #expect(ofLegs[0].hasPrefix("time,leg,kind,amount,"))
    #expect(
      ofLegs.dropFirst().elementsEqual(pair.ledger.map { "\($0.instant),\(["perp", "spot"][$0.leg]),\(entry($0))" }))
    #expect(Set(pair.ledger.map(\.leg)) == [0, 1])
    let universe = try portfolio()
    let ofMembers = rows { universe.writeLedger(to: &$0) }
    #expect(ofMembers[0].hasPrefix("time,instrument,kind,amount,"))
    let names = ["AAVEUSDT", "BTCUSDT", "ETHUSDT"]
    #expect(ofMembers.dropFirst().elementsEqual(universe.ledger.map { "\($0.instant),\(names[$0.leg]),\(entry($0))" }))
  }

  @Test("A trade is a row; of several runs each names its strategy, and columns that one lacks are blank")
  func trades() throws {
    let run = try single()
    func row(_ trade: Trade, financing: Bool = false) -> String {
      let amounts =
        [trade.price, trade.funding, trade.fee, trade.slippage, trade.liquidation]
        + (financing ? [trade.financing] : []) + [trade.net]
      return
        "\(trade.side > 0 ? "long" : "short"),\(trade.entered),\(trade.left),\(trade.entryPrice),\(trade.exitPrice),\(trade.quantity),\(trade.bars),\(trade.ending.rawValue),\(amounts.map(Money.text).joined(separator: ","))"
    }
    let alone = rows { run.writeTrades(to: &$0) }
    #expect(alone[0].hasPrefix("trade,side,entered,left,entry_price") && !alone[0].contains("financing"))
    #expect(alone.dropFirst().elementsEqual(run.trades.map { "\($0.number),\(row($0))" }))
    let pair = try legs()
    let ofLegs = rows { pair.writeTrades(to: &$0) }
    #expect(ofLegs.dropFirst().elementsEqual(pair.trades.map { "\($0.number),\(row($0, financing: true))" }))

    let both = rows { Run.writeTrades(of: [("=evil, indeed", run), ("pair", pair)], to: &$0) }
    #expect(both[0].hasPrefix("strategy,trade,instrument,side,") && both[0].hasSuffix(",liquidation,financing,net"))
    #expect(both.count == run.trades.count + pair.trades.count + 1)
    #expect(both[1] == "\"'=evil, indeed\",1,,\(row(run.trades[0], financing: true))")
    #expect(both.last == pair.trades.last.map { "pair,\($0.number),,\(row($0, financing: true))" })
  }

  @Test("The trades of a portfolio name their instruments, and their columns are there without a trade")
  func instruments() throws {
    let run = try portfolio()
    let rows = rows { run.writeTrades(to: &$0) }
    #expect(rows[0].hasPrefix("trade,instrument,side,"))
    #expect(rows.count == run.trades.count + 1 && run.trades.count > 3)
    #expect(rows.dropFirst().map { $0.split(separator: ",")[1] } == run.tradeNames.map { $0[...] })
    #expect(Set(run.tradeNames) == ["AAVEUSDT", "BTCUSDT", "ETHUSDT"])
  }

  @Test("A bar is a row, with what is held at its close")
  func bars() throws {
    let run = try single()
    let alone = rows { run.writeBars(to: &$0) }
    #expect(alone[0] == "open_time,close_time,equity,quantity")
    func start(_ run: Run, _ row: Int) -> String {
      "\(run.grid.open(row)),\(run.grid.close(row)),\(Money.text(run.equity[row]))"
    }
    #expect(alone.dropFirst().elementsEqual(run.equity.indices.map { "\(start(run, $0)),\(run.quantity[$0])" }))
    let pair = try legs()
    let held = try #require(pair.legs?.legs)
    let ofLegs = rows { pair.writeBars(to: &$0) }
    #expect(ofLegs[0] == "open_time,close_time,equity,perp_quantity,perp_result,spot_quantity,spot_result")
    let curves = held.map { ($0.quantity, $0.result) }
    #expect(
      ofLegs.dropFirst().elementsEqual(
        pair.equity.indices.map { row in
          start(pair, row) + curves.map { ",\($0.0[row]),\(Money.text($0.1[row]))" }.joined()
        }))
    let universe = try portfolio()
    let account = try #require(universe.portfolio)
    let ofMembers = rows { universe.writeBars(to: &$0) }
    #expect(ofMembers[0] == "open_time,close_time,equity,gross,net,held,universe")
    #expect(
      ofMembers.dropFirst().elementsEqual(
        universe.equity.indices.map { row in
          "\(start(universe, row)),\(account.gross[row]),\(account.net[row]),\(account.held[row]),\(account.belonging[row])"
        }))
  }
}
